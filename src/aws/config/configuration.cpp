// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/configuration.hpp>

#include "aws/config/load_configuration.hpp"
#include "aws/config/modes.hpp"
#include "aws/config/proxy_settings.hpp"
#include "aws/config/settings.hpp"
#include "aws/config/trust_settings.hpp"
#include "aws/endpoint/partition.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <utility>

namespace dynasio::aws {

namespace {

// Looks settings up for one profile.
class reader
{
public:
    reader(environment const& env, profile_section const* profile, std::string const& name)
        : env_(env), profile_(profile), name_(name)
    {}

    std::optional<configured_value> find(std::string_view variable, std::string_view property) const
    {
        return detail::find_setting(env_, profile_, name_, variable, property);
    }

    bool flag(std::optional<bool> code, std::string_view variable, std::string_view property) const
    {
        if (code)
            return *code;
        auto const setting = find(variable, property);
        return setting && detail::to_bool(*setting);
    }

private:
    environment const& env_;
    profile_section const* profile_;
    std::string const& name_;
};

account_id_mode account_id_mode_of(reader const& read)
{
    auto const setting = read.find("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode");
    if (!setting)
        return account_id_mode::preferred;
    auto const mode = text::to_lower(setting->value);
    if (mode == "required")
        return account_id_mode::required;
    if (mode == "preferred")
        return account_id_mode::preferred;
    if (mode != "disabled")
        throw configuration_error(errc::invalid_value,
            setting->source + " is " + text::in_quotes(setting->value)
                + ", but must be preferred, disabled or required");
    return account_id_mode::disabled;
}

retry_mode retry_mode_of(reader const& read, load_options const& overrides, std::vector<std::string>& notes)
{
    if (overrides.retry_mode())
        return *overrides.retry_mode();
    auto const setting = read.find("AWS_RETRY_MODE", "retry_mode");
    if (!setting)
        return retry_mode::standard;
    auto const mode = detail::to_retry_mode(*setting);
    if (!mode)
        notes.push_back(setting->source + " is " + text::in_quotes(setting->value)
            + ", for which the standard retry mode is used");
    return mode.value_or(retry_mode::standard);
}

std::optional<configured_value> checked_url(std::optional<configured_value> url)
{
    if (url)
        parse_endpoint_url(url->value, url->source);
    return url;
}

} // namespace

endpoint configuration::endpoint_of(service which) const
{
    endpoint_options options;
    options.region = region;
    options.use_fips = use_fips;
    options.use_dual_stack = use_dual_stack;
    auto const& url = which == service::dynamodb_streams ? streams_endpoint_url : endpoint_url;
    if (url)
    {
        options.url = url->value;
        options.url_source = url->source;
    }
    return resolve_endpoint(which, options);
}

configuration load_configuration(environment const& env)
{
    return load_configuration(env, load_options());
}

configuration load_configuration(environment const& env, load_options const& overrides)
{
    return detail::load_configuration(detail::read_settings(env, overrides), overrides);
}

} // namespace dynasio::aws

namespace dynasio::aws::detail {

search_settings read_settings(environment const& env, load_options const& overrides)
{
    return search_settings::read(env, overrides.profile().value_or(std::string()));
}

configuration load_configuration(search_settings settings, load_options const& overrides)
{
    auto const& env = settings.env;
    auto const& files = *settings.files;
    configuration result;
    result.profile = settings.profile_name();
    auto const* const profile = settings.profile();
    if (!profile && !settings.is_profile_by_default())
        throw configuration_error(errc::profile_not_found,
            "profile " + text::in_quotes(result.profile) + " " + absence_from(settings.where));

    reader const read(env, profile, result.profile);
    result.region = resolve_region(overrides.region(), env, profile);
    auto const url_of = [&](service which)
    {
        return checked_url(resolve_endpoint_url(configuration_name(which), overrides.endpoint_url(),
            overrides.ignore_configured_endpoint_urls(), env, files, result.profile));
    };
    result.endpoint_url = url_of(service::dynamodb);
    result.streams_endpoint_url = url_of(service::dynamodb_streams);
    result.use_fips = read.flag(overrides.use_fips(), "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    result.use_dual_stack =
        read.flag(overrides.use_dual_stack(), "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");

    result.account_id_endpoints =
        overrides.account_id_endpoints() ? *overrides.account_id_endpoints() : account_id_mode_of(read);
    result.retry.mode = retry_mode_of(read, overrides, result.notes);
    auto mode = configured_defaults_mode(env, profile, result.profile, overrides);
    if (mode == defaults_mode::automatic)
        mode = find_defaults_mode(env, result.region);
    if (mode)
        result.connect_timeout = connect_timeout_of(*mode);
    if (env.variable("AWS_LAMBDA_FUNCTION_NAME"))
        result.lambda_environment = env;
    if (overrides.max_attempts() == 0u)
        throw configuration_error(
            errc::invalid_value, "load_options::max_attempts is 0, but must be a whole number from 1");
    if (overrides.max_attempts())
        result.retry.max_attempts = *overrides.max_attempts();
    else if (auto const attempts = read.find("AWS_MAX_ATTEMPTS", "max_attempts"))
        result.retry.max_attempts = to_count(*attempts);
    validate(result.retry);

    if (overrides.app_id())
        result.app_id = *overrides.app_id();
    else if (auto app = read.find("AWS_SDK_UA_APP_ID", "sdk_ua_app_id"))
        result.app_id = std::move(app->value);

    result.ca_bundle = trust_settings(env, profile, result.profile);
    result.proxy = proxy_settings(env);

    result.credentials = overrides.credentials();
    if (!result.credentials)
    {
        settings.region = overrides.region();
        settings.use_fips = overrides.use_fips();
        settings.use_dual_stack = overrides.use_dual_stack();
        settings.ignore_endpoint_urls = overrides.ignore_configured_endpoint_urls();
        result.credentials = default_search(settings);
    }
    return result;
}

} // namespace dynasio::aws::detail
