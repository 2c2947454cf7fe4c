// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_ENDPOINT_CREDENTIAL_ENDPOINT_HPP
#define DYNASIO_SRC_AWS_ENDPOINT_CREDENTIAL_ENDPOINT_HPP

#include <dynasio/aws/credential_options.hpp>
#include <dynasio/aws/endpoint.hpp>

namespace dynasio::aws::detail {

/// The services that issue credentials.
enum class credential_service : unsigned char
{
    sts,
    sso,      ///< the portal of single sign-on
    sso_oidc, ///< its tokens
    sign_in,
};

/// The service's name in the configuration: `sts`, `sso`, `sso_oidc`, `signin`.
std::string_view configuration_name(credential_service which) noexcept;

/// Where the service is: a custom URL as it is, else its host in the region, with FIPS and dual-stack considered. Throws
/// `configuration_error`: `missing_region`, `invalid_region`, `invalid_endpoint`.
endpoint resolve_credential_endpoint(credential_service which, issuer_options const& options);

} // namespace dynasio::aws::detail

#endif
