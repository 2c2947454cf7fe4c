// SPDX-License-Identifier: BSL-1.0
//
// What a profile asks for, as a pure decision over the profile files.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_PROFILE_PLAN_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_PROFILE_PLAN_HPP

#include <dynasio/aws/credential_options.hpp>
#include <dynasio/aws/credentials_result.hpp>
#include <dynasio/aws/profile_file.hpp>

#include <boost/system/result.hpp>

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace dynasio::aws::detail {

/// A `credential_source`.
enum class named_source : unsigned char
{
    environment,
    instance,
    container,
};

/// A `login_session`.
struct login_session
{
    std::string session;
};

/// A `credential_process`.
struct process_command
{
    sigv4::secret command;
};

/// Where the first credentials come from. The pointer has keys of a profile, and is never null.
using base_source = std::variant<std::shared_ptr<resolved_credentials const>, named_source,
    web_identity_options, sso_options, login_session, process_command>;

/// Credentials of a base, with which a role is assumed, with whose credentials the next one is.
struct credentials_plan
{
    base_source base;
    std::vector<assume_role_options> roles;
};

using plan_result = boost::system::result<credentials_plan, credentials_error>;

/// What the profile of this name asks for; it must be there. Of the endpoints of single sign-on only the region is set. Errors: see
/// `profile_credentials`.
plan_result plan_profile(profile_files const& files, std::string const& name);

} // namespace dynasio::aws::detail

#endif
