// SPDX-License-Identifier: BSL-1.0
//
// What the sources of AWS credentials are asked for. All of these have constructors, so that they may stand in a `co_await`
// expression on GCC 12.

#ifndef DYNASIO_AWS_CREDENTIAL_OPTIONS_HPP
#define DYNASIO_AWS_CREDENTIAL_OPTIONS_HPP

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

namespace dynasio::aws {

/// Where a service that issues credentials is: STS, or the sign-in service.
struct issuer_options
{
    issuer_options() = default;
    explicit issuer_options(std::string in_region) : region(std::move(in_region)) {}

    /// Needed unless there is a custom endpoint, which is then signed for `us-east-1`.
    std::string region;
    /// A custom endpoint; empty for the service's own.
    std::string endpoint_url;
    bool use_fips = false;
    bool use_dual_stack = false;
};

/// A role to assume (`AssumeRole` of STS).
struct assume_role_options
{
    assume_role_options() = default;
    explicit assume_role_options(std::string arn) : role_arn(std::move(arn)) {}

    std::string role_arn;
    /// Names the session in the logs of AWS. Empty: a name that is made up.
    std::string session_name;
    /// What the owner of the role asks for; empty for nothing.
    std::string external_id;
    /// How long the credentials are valid: 900 s to 43,200 s. 0 s: as the service wants it, an hour.
    std::chrono::seconds duration{0};
};

/// A role to assume with the token of another identity provider (`AssumeRoleWithWebIdentity` of STS), as in EKS.
struct web_identity_options
{
    web_identity_options() = default;
    web_identity_options(std::string arn, std::string file)
        : role_arn(std::move(arn)), token_file(std::move(file))
    {}

    std::string role_arn;
    /// Read whenever credentials are obtained.
    std::string token_file;
    /// As of `assume_role_options`.
    std::string session_name;
};

/// A role of single sign-on (IAM Identity Center). `aws sso login` makes the file with the token.
struct sso_options
{
    sso_options() = default;

    std::string account_id;
    std::string role_name;
    std::string start_url;
    /// Region of the identity center.
    std::string region;
    /// Name of the `sso-session`; empty for the legacy form, whose token cannot be renewed.
    std::string session;
    /// Custom endpoints of the portal, and of the service that renews tokens (OIDC); empty for the services' own.
    std::string portal_endpoint_url;
    std::string oidc_endpoint_url;
    bool use_fips = false;
    bool use_dual_stack = false;
};

/// What a process that prints credentials may do.
struct process_options
{
    process_options() = default;

    /// More ends the process. Positive.
    std::chrono::steady_clock::duration timeout = std::chrono::seconds(60);
    /// Bytes of its output; more ends the process. At least 1.
    std::size_t max_output = 64 * 1024;
};

/// Whether the metadata service of an instance is asked by IPv4 or IPv6.
enum class instance_address : unsigned char
{
    ipv4,
    ipv6,
};

} // namespace dynasio::aws

#endif
