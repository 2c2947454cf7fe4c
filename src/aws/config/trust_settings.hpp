// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CONFIG_TRUST_SETTINGS_HPP
#define DYNASIO_SRC_AWS_CONFIG_TRUST_SETTINGS_HPP

#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>

#include <string>
#include <string_view>

namespace dynasio::aws::detail {

/// The file of trusted certificates: `AWS_CA_BUNDLE`, else `ca_bundle` of the profile, which may be null; empty when neither
/// is set. Reads it once. Throws `configuration_error` (`unreadable_file`) with variable or property and the path when it is
/// not there, cannot be read, or is no list of certificates.
std::string trust_settings(
    environment const& env, profile_section const* profile, std::string_view profile_name);

} // namespace dynasio::aws::detail

#endif
