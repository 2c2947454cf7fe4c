// SPDX-License-Identifier: BSL-1.0

#include "aws/config/settings.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include "text/ini_text.hpp"

#include <charconv>

namespace dynasio::aws::detail {

void refuse_setting(configured_value const& setting, char const* expected)
{
    throw configuration_error(errc::invalid_value,
        setting.source + " is " + text::in_quotes(setting.value) + ", but must be " + expected);
}

std::optional<configured_value> find_setting(environment const& env, profile_section const* profile,
    std::string_view profile_name, std::string_view variable, std::string_view property)
{
    if (auto value = env.variable(variable))
        return configured_value(std::move(*value), std::string(variable));
    if (!profile)
        return std::nullopt;
    if (auto const value = profile->get(property))
        return configured_value(std::string(*value),
            "profile " + text::in_quotes(profile_name) + ", property " + std::string(property));
    return std::nullopt;
}

bool to_bool(configured_value const& setting)
{
    auto const text = text::to_lower(setting.value);
    if (text == "true")
        return true;
    if (text != "false")
        refuse_setting(setting, "true or false");
    return false;
}

unsigned to_count(configured_value const& setting)
{
    unsigned count = 0;
    auto const* const end = setting.value.data() + setting.value.size();
    auto const [stop, error] = std::from_chars(setting.value.data(), end, count);
    if (error != std::errc() || stop != end || count == 0)
        refuse_setting(setting, "a whole number from 1");
    return count;
}

} // namespace dynasio::aws::detail
