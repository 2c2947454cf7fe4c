// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/credentials_provider.hpp>

#include <boost/system/system_error.hpp>

namespace dynasio::aws {

void throw_exception_from_error(credentials_error const& e, boost::source_location const&)
{
    throw boost::system::system_error(e.code, e.detail);
}

std::chrono::steady_clock::duration credentials_provider::timeout() const noexcept
{
    return std::chrono::seconds(10);
}

bool credentials_provider::outlive_expiration() const noexcept
{
    return false;
}

std::shared_ptr<resolved_credentials const> credentials_provider::cached(
    std::chrono::system_clock::time_point) noexcept
{
    return nullptr;
}

void credentials_provider::invalidate(resolved_credentials const&) noexcept {}

} // namespace dynasio::aws
