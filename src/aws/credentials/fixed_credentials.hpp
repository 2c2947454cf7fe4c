// SPDX-License-Identifier: BSL-1.0
//
// Credentials that are known, or known not to be there, when the provider is made.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_FIXED_CREDENTIALS_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_FIXED_CREDENTIALS_HPP

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/environment.hpp>

#include <memory>
#include <string>

namespace dynasio::aws::detail {

/// The keys of the variables, see `environment_credentials`.
credentials_result environment_keys(environment const& env);

/// A provider that always ends in `outcome`.
std::shared_ptr<credentials_provider> fixed_credentials(std::string name, credentials_result outcome);

} // namespace dynasio::aws::detail

#endif
