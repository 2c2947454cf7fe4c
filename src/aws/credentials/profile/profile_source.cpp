// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/fixed_credentials.hpp"
#include "aws/credentials/instance/instance_source.hpp"
#include "aws/credentials/profile/plan.hpp"
#include "aws/credentials/search.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <utility>

namespace dynasio::aws::detail {

namespace {

using provider_ptr = std::shared_ptr<credentials_provider>;

/// Makes the source of each kind of base.
struct make_base
{
    search_settings const& settings;

    provider_ptr operator()(std::shared_ptr<resolved_credentials const> const& keys) const
    {
        return fixed_credentials("profile", keys);
    }
    provider_ptr operator()(named_source which) const
    {
        switch (which)
        {
        case named_source::environment:
            return environment_credentials(settings.env);
        case named_source::container:
            return container_credentials(settings.env);
        case named_source::instance:
            break;
        }
        return instance_source(settings.env, settings.profile(), settings.profile_name());
    }
    provider_ptr operator()(web_identity_options const& role) const
    {
        return web_identity_credentials(settings.env, role, settings.issuer(credential_service::sts));
    }
    provider_ptr operator()(sso_options role) const
    {
        auto const portal = settings.issuer(credential_service::sso);
        role.portal_endpoint_url = portal.endpoint_url;
        role.oidc_endpoint_url = settings.issuer(credential_service::sso_oidc).endpoint_url;
        role.use_fips = portal.use_fips;
        role.use_dual_stack = portal.use_dual_stack;
        return sso_credentials(settings.env, std::move(role));
    }
    provider_ptr operator()(login_session const& login) const
    {
        return login_credentials(settings.env, login.session, settings.issuer(credential_service::sign_in));
    }
    provider_ptr operator()(process_command const& process) const
    {
        return process_credentials(std::string(process.command.reveal()));
    }
};

/// A source that was named, and has nothing, is broken: a search must not go on to others.
class required_source final : public credentials_provider
{
public:
    explicit required_source(provider_ptr source) : source_(std::move(source)) {}

    std::string_view name() const noexcept override { return source_->name(); }
    std::chrono::steady_clock::duration timeout() const noexcept override { return source_->timeout(); }
    bool outlive_expiration() const noexcept override { return source_->outlive_expiration(); }
    std::shared_ptr<resolved_credentials const> cached(
        std::chrono::system_clock::time_point now) noexcept override
    {
        return source_->cached(now);
    }
    void invalidate(resolved_credentials const& refused) noexcept override { source_->invalidate(refused); }

    boost::asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        auto getting = source_->get(with);
        auto outcome = co_await std::move(getting);
        if (!outcome.has_value() && outcome.error().code == errc::credentials_not_configured)
            co_return credentials_error(errc::credentials_incomplete,
                "the profile asks for the credentials of " + std::string(source_->name()) + ": "
                    + outcome.error().detail);
        co_return outcome;
    }

private:
    provider_ptr const source_;
};

provider_ptr carry_out(credentials_plan const& plan, search_settings const& settings)
{
    auto source = std::visit(make_base{settings}, plan.base);
    if (!std::holds_alternative<std::shared_ptr<resolved_credentials const>>(plan.base))
        source = std::make_shared<required_source>(std::move(source));
    for (auto const& role : plan.roles)
        source = assume_role_credentials(role, std::move(source), settings.issuer(credential_service::sts));
    return source;
}

} // namespace

provider_ptr profile_source(search_settings const& settings)
{
    auto const name = settings.profile_name();
    if (!settings.profile())
    {
        auto const code =
            settings.is_profile_by_default() ? errc::credentials_not_configured : errc::profile_not_found;
        return fixed_credentials("profile",
            credentials_error(code, "profile " + text::in_quotes(name) + " " + absence_from(settings.where)));
    }
    auto const plan = plan_profile(*settings.files, name);
    if (!plan.has_value())
        return fixed_credentials("profile", plan.error());
    try
    {
        return carry_out(*plan, settings);
    }
    catch (configuration_error const& e)
    {
        return fixed_credentials(
            "profile", credentials_error(e.code(), "profile " + text::in_quotes(name) + ": " + e.what()));
    }
}

} // namespace dynasio::aws::detail
