// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/configuration.hpp>

#include "aws/config/settings.hpp"
#include "aws/endpoint/partition.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

namespace dynasio::aws {

namespace {

std::string checked_region(std::string region, std::string const& source)
{
    if (!is_host_label(region))
        throw configuration_error(errc::invalid_region,
            source + " is " + text::in_quotes(region)
                + ", but must be letters, digits and inner hyphens, at most 63");
    return region;
}

bool ignored(
    std::optional<bool> code, environment const& env, profile_section const* profile, std::string_view name)
{
    if (code)
        return *code;
    auto const setting = detail::find_setting(
        env, profile, name, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls");
    return setting && detail::to_bool(*setting);
}

} // namespace

std::string resolve_region(
    std::optional<std::string> const& code, environment const& env, profile_section const* profile)
{
    if (code && !code->empty())
        return checked_region(*code, "region");
    for (char const* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"})
        if (auto value = env.variable(variable))
            return checked_region(std::move(*value), variable);
    if (profile)
        if (auto const value = profile->get("region"))
            return checked_region(std::string(*value), "the profile's property region");
    return {};
}

std::optional<configured_value> resolve_endpoint_url(std::string_view service_name,
    std::optional<std::string> const& code, std::optional<bool> ignore, environment const& env,
    profile_files const& files, std::string_view profile_name)
{
    if (code && !code->empty())
        return configured_value(*code, "endpoint URL");
    auto const* const profile = files.profile(profile_name);
    if (ignored(ignore, env, profile, profile_name))
        return std::nullopt;

    for (auto const& variable :
        {"AWS_ENDPOINT_URL_" + text::to_upper(service_name), std::string("AWS_ENDPOINT_URL")})
        if (auto value = env.variable(variable))
            return configured_value(std::move(*value), variable);
    if (!profile)
        return std::nullopt;

    std::string const where = "profile " + text::in_quotes(profile_name);
    if (auto const name = profile->get("services"))
    {
        auto const section = files.services.find(*name);
        if (section == files.services.end())
            throw configuration_error(errc::invalid_value,
                where + " names the services section " + text::in_quotes(*name)
                    + ", but there is none of that name");
        if (auto const value = section->second.get(service_name, "endpoint_url"))
            return configured_value(std::string(*value),
                "section [services " + std::string(*name) + "], endpoint_url of "
                    + std::string(service_name));
    }
    if (auto const value = profile->get("endpoint_url"))
        return configured_value(std::string(*value), where + ", property endpoint_url");
    return std::nullopt;
}

} // namespace dynasio::aws
