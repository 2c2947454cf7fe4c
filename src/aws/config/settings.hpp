// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CONFIG_SETTINGS_HPP
#define DYNASIO_SRC_AWS_CONFIG_SETTINGS_HPP

#include <dynasio/aws/configuration.hpp>

#include <optional>
#include <string_view>

namespace dynasio::aws::detail {

/// The value of a variable, else of a property of the profile (which may be null), with its source.
std::optional<configured_value> find_setting(environment const& env, profile_section const* profile,
    std::string_view profile_name, std::string_view variable, std::string_view property);

/// Throws `configuration_error` (`invalid_value`) that names the source, the value, and what was expected.
[[noreturn]] void refuse_setting(configured_value const& setting, char const* expected);

/// `true` or `false`, in any case. Throws `configuration_error` (`invalid_value`).
bool to_bool(configured_value const& setting);

/// A whole number from 1. Throws `configuration_error` (`invalid_value`).
unsigned to_count(configured_value const& setting);

} // namespace dynasio::aws::detail

#endif
