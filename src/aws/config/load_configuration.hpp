// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CONFIG_LOAD_CONFIGURATION_HPP
#define DYNASIO_SRC_AWS_CONFIG_LOAD_CONFIGURATION_HPP

#include "aws/credentials/search.hpp"

#include <dynasio/aws/configuration.hpp>

namespace dynasio::aws::detail {

/// Reads the profile files for the profile that code names, if it names one. Errors: as of `load_profile_files`.
search_settings read_settings(environment const& env, load_options const& overrides);

/// `aws::load_configuration` with profile files that have been read.
configuration load_configuration(search_settings read, load_options const& overrides);

} // namespace dynasio::aws::detail

#endif
