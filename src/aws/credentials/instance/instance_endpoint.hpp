// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_INSTANCE_INSTANCE_ENDPOINT_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_INSTANCE_INSTANCE_ENDPOINT_HPP

#include <dynasio/aws/credential_options.hpp>
#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>
#include <dynasio/http/message.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace dynasio::aws::detail {

/// Where the metadata service of an instance is.
struct instance_endpoint
{
    http::origin origin;
    std::string path; ///< before `/latest`; without a slash at the end
};

/// `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else the address of the mode: of code, of `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`; each variable
/// has a property of the profile, which may be null, behind it. Throws `configuration_error` (`invalid_value`, `invalid_endpoint`).
instance_endpoint resolve_instance_endpoint(environment const& env, profile_section const* profile,
    std::string_view profile_name, std::optional<instance_address> in_code = {});

/// Whether `AWS_EC2_METADATA_DISABLED` is true. Any other value than `true` means false, as it does for others.
bool is_instance_disabled(environment const& env);

} // namespace dynasio::aws::detail

#endif
