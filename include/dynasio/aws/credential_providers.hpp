// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_CREDENTIAL_PROVIDERS_HPP
#define DYNASIO_AWS_CREDENTIAL_PROVIDERS_HPP

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

/// The static keys of a profile: `aws_access_key_id`, `aws_secret_access_key`, `aws_session_token`,
/// `aws_account_id`. Reads the files, which blocks the thread for that long; `get` does not. Changes of the files are
/// not seen: make another provider and client for that.
///
/// An empty `profile` is the one named by `AWS_PROFILE`, else `default`. Errors, all of them those of `get`:
/// `profile_not_found` unless the profile is the default one by default; `credentials_incomplete` for one key without the
/// other; `not_supported` for a profile that asks for a role, single sign-on, a login or a process; the errors of the
/// files.
std::shared_ptr<credentials_provider> profile_credentials(environment const& env, std::string profile = {});

/// The first of `providers` that is configured, which is then the only one that is asked again. One that is configured but
/// does not work ends the search with its error; when none is configured, the error (`credentials_not_configured`) lists
/// each one with its reason.
std::shared_ptr<credentials_provider> credentials_chain(
    std::vector<std::shared_ptr<credentials_provider>> providers);

/// The usual search: environment, then profile. A `profile` named here takes the environment's keys out of
/// it, as it is the more explicit wish. What the environment asks for and this library cannot do yet (web
/// identity tokens, containers) is named in the error that ends an unsuccessful search. Reads the files of the profile,
/// see `profile_credentials`.
std::shared_ptr<credentials_provider> default_credentials(
    environment const& env, std::string const& profile = {});

} // namespace dynasio::aws

#endif
