// SPDX-License-Identifier: BSL-1.0
//
// The keys of an instance's role: its name, and then its keys.

#include "aws/credentials/instance/instance_source.hpp"

#include "aws/credentials/fixed_credentials.hpp"
#include "aws/credentials/instance/instance_service.hpp"
#include "aws/credentials/source/key_json.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::aws::detail {

namespace {

namespace asio = boost::asio;

constexpr char roles_path[] = "/latest/meta-data/iam/security-credentials/";

std::string_view first_line(std::string_view text) noexcept
{
    return text.substr(0, text.find('\n'));
}

/// What IAM allows: none of it has to be percent-encoded.
bool is_role_name(std::string_view text) noexcept
{
    constexpr std::string_view marks = "+=,.@-_";
    return text.size() <= 128
        && std::all_of(text.begin(), text.end(),
            [&](char c) { return text::is_letter_or_digit(c) || marks.find(c) != marks.npos; });
}

class instance_provider final : public credentials_provider
{
public:
    explicit instance_provider(instance_endpoint where) : service_(std::move(where)) {}

    std::string_view name() const noexcept override { return "instance"; }
    bool outlive_expiration() const noexcept override { return true; }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        std::string const what = "the role of the instance";
        auto listing = service_.get(with, roles_path, what);
        auto const listed = co_await std::move(listing);
        if (!listed.has_value())
            co_return listed.error();
        std::string const role(text::trim(first_line(listed->body())));
        if (listed->status() == 404 || (listed->status() == 200 && role.empty()))
            co_return credentials_error(errc::credentials_not_configured, "the instance has no role");
        if (listed->status() != 200)
            co_return refused(service_.origin(), what, listed->status());
        if (!is_role_name(role))
            co_return credentials_error(
                errc::credentials_failed, what + ": the response is no name of a role");

        std::string const title = "the credentials of the instance's role " + role;
        auto fetching = service_.get(with, roles_path + role, title);
        auto const found = co_await std::move(fetching);
        if (!found.has_value())
            co_return found.error();
        if (found->status() != 200)
            co_return refused(service_.origin(), title, found->status());
        co_return read_key_json(found->body(), key_json_form::instance, "instance", title);
    }

private:
    instance_service service_;
};

} // namespace

std::shared_ptr<credentials_provider> instance_source(environment const& env, profile_section const* profile,
    std::string const& profile_name, std::optional<instance_address> address)
{
    if (is_instance_disabled(env))
        return fixed_credentials("instance",
            credentials_error(errc::credentials_not_configured, "AWS_EC2_METADATA_DISABLED is true"));
    try
    {
        return std::make_shared<instance_provider>(
            resolve_instance_endpoint(env, profile, profile_name, address));
    }
    catch (configuration_error const& e)
    {
        return fixed_credentials("instance", credentials_error(e.code(), e.what()));
    }
}

} // namespace dynasio::aws::detail
