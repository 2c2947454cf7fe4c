// SPDX-License-Identifier: BSL-1.0
//
// Where AWS credentials come from. None of these sends a request or reads a file before it is asked, but for the profile
// files where it says so. All of them share what `credentials_provider` says on cancellation and threads.

#ifndef DYNASIO_AWS_CREDENTIAL_PROVIDERS_HPP
#define DYNASIO_AWS_CREDENTIAL_PROVIDERS_HPP

#include <dynasio/aws/credential_options.hpp>
#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/environment.hpp>

#include <memory>
#include <string>
#include <vector>

namespace dynasio::aws {

/// Always these credentials. Throws `configuration_error` (`credentials_incomplete`) when the access key id
/// or the secret key is empty.
std::shared_ptr<credentials_provider> static_credentials(
    sigv4::credentials keys, std::string account_id = {});

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` (or the old `AWS_SECURITY_TOKEN`),
/// `AWS_ACCOUNT_ID`; a blank variable counts as unset. Read by this call; a variable that is set later is not seen.
/// One key without the other is `credentials_incomplete`.
std::shared_ptr<credentials_provider> environment_credentials(environment const& env);

/// What a profile says: roles with their source profiles, web identity, single sign-on, login, process, static keys. Reads
/// the profile files, which blocks the thread for that long; `get` does not. Changes of these files are not seen: make
/// another provider and client for that. Files of tokens are read whenever credentials are obtained.
///
/// In a profile counts, in this order: a role (`role_arn` with `source_profile`, `credential_source` or
/// `web_identity_token_file`), single sign-on (`sso_*`), `login_session`, `credential_process`, static keys. A source profile
/// that has static keys is asked for these, not for its own role.
///
/// An empty `profile` is the one named by `AWS_PROFILE`, else `default`. Errors, all of them those of `get`:
/// `profile_not_found` unless the profile is the default one by default; `credentials_not_configured` for the default
/// profile without anything of it; `credentials_incomplete` for a part that is missing; `invalid_value` for source profiles
/// that go in circles; `not_supported` for `mfa_serial`, which needs a person; the errors of the files and of the sources.
std::shared_ptr<credentials_provider> profile_credentials(environment const& env, std::string profile = {});

/// Assumes a role with the credentials of `source`. One request to STS; two more attempts after failures that may pass.
/// The account id is that of the role. Throws `configuration_error` (`invalid_value`, `missing_region`, `invalid_endpoint`)
/// for options that cannot be.
std::shared_ptr<credentials_provider> assume_role_credentials(
    assume_role_options role, std::shared_ptr<credentials_provider> source, issuer_options sts);

/// Assumes a role with the token in a file. One request to STS, which is not signed; two more attempts after failures that may
/// pass. Throws as `assume_role_credentials`.
std::shared_ptr<credentials_provider> web_identity_credentials(
    environment const& env, web_identity_options role, issuer_options sts);

/// The same by `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN`, `AWS_ROLE_SESSION_NAME`, as EKS sets them, with the region of
/// the variables and the profile. Errors of `get`: `credentials_not_configured` without the first of them,
/// `credentials_incomplete` without a role.
std::shared_ptr<credentials_provider> web_identity_credentials(environment const& env);

/// The credentials of a role of single sign-on. One request; where the token is about to expire and can be renewed, one more
/// before it, and the file with the token is replaced. Error `login_expired` when a person has to log in again. Throws as
/// `assume_role_credentials`.
std::shared_ptr<credentials_provider> sso_credentials(environment const& env, sso_options role);

/// The credentials of a login by `aws login`; `session` is the value of `login_session`. No request; where they are about to
/// expire, one, and the file is replaced. Error `login_expired` when a person has to log in again. Throws as
/// `assume_role_credentials`.
std::shared_ptr<credentials_provider> login_credentials(
    environment const& env, std::string session, issuer_options sign_in);

/// What a command prints (`credential_process`). It is run by `sh -c` with the variables of this process; what it writes to
/// standard error is not read and goes where that of this process goes. No thread waits for it. Errors of `get`: `credentials_failed` for an exit status that
/// is not 0, a signal, too much output, too long a time, and output that is no JSON of version 1. Throws
/// `configuration_error` (`invalid_value`) for options out of range and an empty command.
std::shared_ptr<credentials_provider> process_credentials(
    std::string command, process_options options = process_options());

/// What the agent of ECS or EKS gives a container: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, else
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI`, with `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` or `AWS_CONTAINER_AUTHORIZATION_TOKEN`.
/// One request; two more attempts after failures that may pass. Errors of `get`: `credentials_not_configured` without a URI; `invalid_value` for one that is malformed, or
/// that would send the token in clear to another machine.
std::shared_ptr<credentials_provider> container_credentials(environment const& env);

/// What the metadata service of an EC2 instance gives, by its version 2. Three requests. Reads the profile files for
/// `ec2_metadata_service_endpoint` and its like, as `profile_credentials` does. Errors of `get`: `credentials_not_configured`
/// when `AWS_EC2_METADATA_DISABLED` is true, when nothing answers within a second, and when the instance has no role.
///
/// Credentials that have expired are returned: the service decides whether it still accepts them, since an instance whose
/// metadata service fails must go on.
std::shared_ptr<credentials_provider> instance_credentials(environment const& env);

/// The first of `providers` that is configured, which is then the only one that is asked again. Each has its own `timeout`. One that
/// is configured but does not work ends the search with its error, which names it; when none is configured, the error
/// (`credentials_not_configured`) lists each one with its reason.
std::shared_ptr<credentials_provider> credentials_chain(
    std::vector<std::shared_ptr<credentials_provider>> providers);

/// The usual search: environment, profile, web identity of the environment, container, instance. A `profile` named here takes
/// the environment's keys out of it, as it is the more explicit wish. Reads the profile files, see `profile_credentials`.
std::shared_ptr<credentials_provider> default_credentials(
    environment const& env, std::string const& profile = {});

} // namespace dynasio::aws

#endif
