// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_INSTANCE_INSTANCE_SOURCE_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_INSTANCE_INSTANCE_SOURCE_HPP

#include <dynasio/aws/credential_options.hpp>
#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>

#include <memory>
#include <optional>
#include <string>

namespace dynasio::aws::detail {

/// `instance_credentials` with a profile that has been read, which may be null.
std::shared_ptr<credentials_provider> instance_source(environment const& env, profile_section const* profile,
    std::string const& profile_name, std::optional<instance_address> address = {});

} // namespace dynasio::aws::detail

#endif
