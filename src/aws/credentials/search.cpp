// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/search.hpp"

#include "aws/config/settings.hpp"
#include "aws/credentials/fixed_credentials.hpp"
#include "aws/credentials/instance/instance_source.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <utility>
#include <vector>

namespace dynasio::aws::detail {

namespace {

/// Makes a source; one that cannot be made says why when it is asked.
template <class Make>
std::shared_ptr<credentials_provider> made_or_failing(char const* name, Make make)
{
    try
    {
        return make();
    }
    catch (configuration_error const& e)
    {
        return fixed_credentials(name, credentials_error(e.code(), e.what()));
    }
}

bool flag_of(search_settings const& settings, std::optional<bool> code, std::string_view variable,
    std::string_view property)
{
    if (code)
        return *code;
    auto const setting =
        find_setting(settings.env, settings.profile(), settings.profile_name(), variable, property);
    return setting && to_bool(*setting);
}

} // namespace

search_settings search_settings::read(environment const& env, std::string profile_in_code)
{
    auto where = locate_profile_files(env);
    auto files = std::make_shared<profile_files const>(load_profile_files(env, where));
    search_settings result(env, std::move(files), std::move(where));
    result.profile_in_code = std::move(profile_in_code);
    return result;
}

std::string search_settings::profile_name() const
{
    return profile_in_code.empty() ? env.variable("AWS_PROFILE").value_or("default") : profile_in_code;
}

bool search_settings::is_profile_by_default() const
{
    return profile_in_code.empty() && !env.variable("AWS_PROFILE");
}

issuer_options search_settings::issuer(credential_service which) const
{
    issuer_options result(resolve_region(region, env, profile()));
    auto const url = resolve_endpoint_url(
        configuration_name(which), std::nullopt, ignore_endpoint_urls, env, *files, profile_name());
    if (url)
        result.endpoint_url = url->value;
    result.use_fips = flag_of(*this, use_fips, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    result.use_dual_stack =
        flag_of(*this, use_dual_stack, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    return result;
}

std::shared_ptr<credentials_provider> web_identity_source(search_settings const& settings)
{
    constexpr char name[] = "web-identity";
    auto const file = settings.env.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    if (!file)
        return fixed_credentials(name,
            credentials_error(errc::credentials_not_configured, "AWS_WEB_IDENTITY_TOKEN_FILE is not set"));
    auto const arn = settings.env.variable("AWS_ROLE_ARN");
    if (!arn)
        return fixed_credentials(name,
            credentials_error(
                errc::credentials_incomplete, "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not"));
    web_identity_options role(*arn, *file);
    role.session_name = settings.env.variable("AWS_ROLE_SESSION_NAME").value_or(std::string());
    return made_or_failing(name, [&]
        { return web_identity_credentials(settings.env, role, settings.issuer(credential_service::sts)); });
}

std::shared_ptr<credentials_provider> default_search(search_settings const& settings)
{
    std::vector<std::shared_ptr<credentials_provider>> sources;
    // A profile named in code is the more explicit wish, so it takes the keys of the variables out.
    if (settings.profile_in_code.empty())
        sources.push_back(environment_credentials(settings.env));
    sources.push_back(profile_source(settings));
    sources.push_back(web_identity_source(settings));
    sources.push_back(container_credentials(settings.env));
    sources.push_back(instance_source(settings.env, settings.profile(), settings.profile_name()));
    return credentials_chain(std::move(sources));
}

} // namespace dynasio::aws::detail

namespace dynasio::aws {

namespace {

/// The source that `make` makes of the settings; files that cannot be read are its error.
template <class Make>
std::shared_ptr<credentials_provider> with_settings(
    char const* name, environment const& env, std::string profile, Make make)
{
    return detail::made_or_failing(
        name, [&] { return make(detail::search_settings::read(env, std::move(profile))); });
}

} // namespace

std::shared_ptr<credentials_provider> profile_credentials(environment const& env, std::string profile)
{
    return with_settings("profile", env, std::move(profile), &detail::profile_source);
}

std::shared_ptr<credentials_provider> web_identity_credentials(environment const& env)
{
    return with_settings("web-identity", env, {}, &detail::web_identity_source);
}

std::shared_ptr<credentials_provider> default_credentials(environment const& env, std::string const& profile)
{
    return with_settings("profile", env, profile, &detail::default_search);
}

std::shared_ptr<credentials_provider> instance_credentials(environment const& env)
{
    return with_settings("instance", env, {}, [](detail::search_settings const& settings)
        { return detail::instance_source(settings.env, settings.profile(), settings.profile_name()); });
}

} // namespace dynasio::aws
