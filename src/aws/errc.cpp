// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/errc.hpp>

#include <string>

namespace dynasio::aws {

namespace {

class category final : public boost::system::error_category
{
public:
    char const* name() const noexcept override { return "dynasio.aws"; }

    std::string message(int value) const override
    {
        switch (static_cast<errc>(value))
        {
        case errc::malformed_profile_file:
            return "malformed profile file";
        case errc::unreadable_file:
            return "file cannot be read";
        case errc::profile_not_found:
            return "profile not found";
        case errc::invalid_value:
            return "invalid configuration value";
        case errc::missing_region:
            return "no region configured";
        case errc::invalid_region:
            return "invalid region";
        case errc::invalid_endpoint:
            return "invalid endpoint";
        case errc::not_supported:
            return "configuration not supported";
        case errc::credentials_not_configured:
            return "no credentials configured";
        case errc::credentials_incomplete:
            return "incomplete credentials";
        case errc::credentials_failed:
            return "credentials could not be obtained";
        case errc::login_expired:
            return "login expired";
        case errc::unwritable_file:
            return "file cannot be replaced";
        }
        return "unknown error " + std::to_string(value);
    }
};

} // namespace

boost::system::error_category const& error_category() noexcept
{
    static category const instance;
    return instance;
}

} // namespace dynasio::aws
