// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/source/read_file.hpp"
#include "aws/credentials/sts/sts_call.hpp"
#include "aws/endpoint/credential_endpoint.hpp"
#include "text/ini_text.hpp"
#include "text/percent.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;

class web_identity_provider final : public credentials_provider
{
public:
    web_identity_provider(environment env, web_identity_options role, endpoint sts)
        : env_(std::move(env)), role_(std::move(role)), sts_(std::move(sts))
    {}

    std::string_view name() const noexcept override { return "web-identity"; }
    std::chrono::steady_clock::duration timeout() const noexcept override { return std::chrono::seconds(20); }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        auto reading = detail::read_file(env_, role_.token_file);
        auto const token = co_await std::move(reading);
        if (!token.has_value())
            co_return token.error();
        if (!*token || (*token)->empty())
            co_return credentials_error(errc::unreadable_file,
                "web identity token file " + text::in_quotes(role_.token_file)
                    + (*token ? std::string(" is empty") : std::string(" does not exist")));
        auto body = detail::sts_body(
            "AssumeRoleWithWebIdentity", role_.role_arn, role_.session_name, with.clock->wall_now());
        body += "&WebIdentityToken=";
        text::append_percent_encoded(body, (*token)->reveal());
        bool refused = false;
        auto calling =
            detail::call_sts(with, sts_, std::move(body), nullptr, (*token)->reveal(), title_, refused);
        co_return co_await std::move(calling);
    }

private:
    environment const env_;
    web_identity_options const role_;
    endpoint const sts_;
    std::string const title_ = "role " + text::in_quotes(role_.role_arn);
};

} // namespace

std::shared_ptr<credentials_provider> web_identity_credentials(
    environment const& env, web_identity_options role, issuer_options sts)
{
    detail::check_role(role.role_arn, role.session_name);
    if (role.token_file.empty())
        throw configuration_error(errc::invalid_value, "the role to assume has no token file");
    auto where = detail::resolve_credential_endpoint(detail::credential_service::sts, sts);
    return std::make_shared<web_identity_provider>(env, std::move(role), std::move(where));
}

} // namespace dynasio::aws
