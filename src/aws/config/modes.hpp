// SPDX-License-Identifier: BSL-1.0
//
// Settings that choose one of several modes.

#ifndef DYNASIO_SRC_AWS_CONFIG_MODES_HPP
#define DYNASIO_SRC_AWS_CONFIG_MODES_HPP

#include <dynasio/aws/configuration.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace dynasio::aws::detail {

/// `standard` or `adaptive`, in any case; nothing for `legacy`. Throws `configuration_error` (`invalid_value`).
std::optional<retry_mode> to_retry_mode(configured_value const& setting);

/// `auto`, `standard` and so on, in any case. Throws `configuration_error` (`invalid_value`).
defaults_mode to_defaults_mode(configured_value const& setting);

/// What code, `AWS_DEFAULTS_MODE` or the profile (which may be null) ask for. Throws `configuration_error` (`invalid_value`).
std::optional<defaults_mode> configured_defaults_mode(environment const& env, profile_section const* profile,
    std::string_view profile_name, load_options const& overrides);

/// Whether the variables tell what `automatic` means.
bool variables_tell_defaults_mode(environment const& env);

/// What `automatic` means for a client of this region, as far as variables tell. Never `automatic`.
defaults_mode find_defaults_mode(environment const& env, std::string_view client_region);

/// What `automatic` means where the region that the program runs in is known. An empty region is not known.
defaults_mode defaults_mode_between(std::string_view own_region, std::string_view client_region);

/// Nothing where the mode changes nothing.
std::optional<std::chrono::steady_clock::duration> connect_timeout_of(defaults_mode mode) noexcept;

} // namespace dynasio::aws::detail

#endif
