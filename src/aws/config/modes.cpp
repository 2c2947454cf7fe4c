// SPDX-License-Identifier: BSL-1.0

#include "aws/config/modes.hpp"

#include "aws/config/settings.hpp"
#include "text/ini_text.hpp"

#include <string>
#include <utility>

namespace dynasio::aws::detail {

std::optional<retry_mode> to_retry_mode(configured_value const& setting)
{
    auto const name = text::to_lower(setting.value);
    if (name == "standard")
        return retry_mode::standard;
    if (name == "adaptive")
        return retry_mode::adaptive;
    if (name != "legacy")
        refuse_setting(setting, "standard, adaptive or legacy");
    return std::nullopt;
}

defaults_mode to_defaults_mode(configured_value const& setting)
{
    constexpr std::pair<std::string_view, defaults_mode> modes[] = {
        {"legacy", defaults_mode::legacy},
        {"standard", defaults_mode::standard},
        {"in-region", defaults_mode::in_region},
        {"cross-region", defaults_mode::cross_region},
        {"mobile", defaults_mode::mobile},
        {"auto", defaults_mode::automatic},
    };
    auto const wanted = text::to_lower(setting.value);
    for (auto const& [name, mode] : modes)
        if (name == wanted)
            return mode;
    refuse_setting(setting, "auto, standard, in-region, cross-region, mobile or legacy");
}

std::optional<defaults_mode> configured_defaults_mode(environment const& env, profile_section const* profile,
    std::string_view profile_name, load_options const& overrides)
{
    if (overrides.defaults_mode())
        return overrides.defaults_mode();
    auto const setting = find_setting(env, profile, profile_name, "AWS_DEFAULTS_MODE", "defaults_mode");
    return setting ? std::optional(to_defaults_mode(*setting)) : std::nullopt;
}

bool variables_tell_defaults_mode(environment const& env)
{
    return env.variable("AWS_EXECUTION_ENV").value_or("").starts_with("AWS_Lambda");
}

defaults_mode find_defaults_mode(environment const& env, std::string_view client_region)
{
    if (!variables_tell_defaults_mode(env))
        return defaults_mode::standard;
    auto function_region = env.variable("AWS_REGION");
    if (!function_region)
        function_region = env.variable("AWS_DEFAULT_REGION");
    return defaults_mode_between(function_region.value_or(std::string()), client_region);
}

defaults_mode defaults_mode_between(std::string_view own_region, std::string_view client_region)
{
    if (own_region.empty() || client_region.empty())
        return defaults_mode::standard;
    return own_region == client_region ? defaults_mode::in_region : defaults_mode::cross_region;
}

std::optional<std::chrono::steady_clock::duration> connect_timeout_of(defaults_mode mode) noexcept
{
    using std::chrono::milliseconds;
    switch (mode)
    {
    case defaults_mode::standard:
    case defaults_mode::cross_region:
        return milliseconds(3100);
    case defaults_mode::in_region:
        return milliseconds(1100);
    case defaults_mode::mobile:
        return milliseconds(30'000);
    case defaults_mode::legacy:
    case defaults_mode::automatic:
        break;
    }
    return std::nullopt;
}

} // namespace dynasio::aws::detail
