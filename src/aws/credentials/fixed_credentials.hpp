// SPDX-License-Identifier: BSL-1.0
//
// Credentials that are known, or known not to be there, when the provider is made.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_FIXED_CREDENTIALS_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_FIXED_CREDENTIALS_HPP

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>

#include "aws/config/profile_location.hpp"

#include <memory>
#include <string>

namespace dynasio::aws::detail {

/// The keys of the variables, see `environment_credentials`.
credentials_result environment_keys(environment const& env);

/// The keys of the profile in files that have been read from `where`, see `profile_credentials`. An empty `name` is the
/// default profile by default.
credentials_result profile_keys(
    profile_files const& files, profile_location const& where, std::string const& name);

/// A provider that always ends in `outcome`. `name` is a literal.
std::shared_ptr<credentials_provider> fixed_credentials(char const* name, credentials_result outcome);

/// `default_credentials` of files that have been read.
std::shared_ptr<credentials_provider> default_credentials(environment const& env, profile_files const& files,
    profile_location const& where, std::string const& profile_in_code);

} // namespace dynasio::aws::detail

#endif
