// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_SSO_SSO_TOKEN_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_SSO_SSO_TOKEN_HPP

#include <dynasio/aws/credential_options.hpp>
#include <dynasio/aws/credentials_result.hpp>
#include <dynasio/aws/environment.hpp>

#include <boost/system/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::aws::detail {

using token_time = std::chrono::system_clock::time_point;

/// What the file of a token says.
struct sso_token
{
    sigv4::secret access_token;
    token_time expires_at{};
    // To renew it; may be absent.
    sigv4::secret refresh_token{};
    std::string client_id{};
    sigv4::secret client_secret{};
    std::optional<token_time> registration_expires_at{};

    /// Whether a service may give a new one for it.
    [[nodiscard]] bool is_renewable(token_time now) const noexcept;
};

/// Where the token of the role is; empty when the home folder is not known.
std::string sso_token_path(environment const& env, sso_options const& role);

/// Reads a file. Errors: `credentials_failed`, `credentials_incomplete`, whose text begins with `what`.
boost::system::result<sso_token, credentials_error> read_sso_token(
    std::string_view json, std::string const& what);

/// The body of a request for a new token.
sigv4::secret renewal_of(sso_token const& token);

/// The token that a response gives; what it does not say is as before. Errors: as `read_sso_token`.
boost::system::result<sso_token, credentials_error> read_renewed_sso_token(
    std::string_view json, sso_token const& before, token_time now, std::string const& what);

/// The contents of the file with the new token. Throws `std::runtime_error` if it is no JSON object.
sigv4::secret with_new_token(std::string_view file, sso_token const& renewed);

} // namespace dynasio::aws::detail

#endif
