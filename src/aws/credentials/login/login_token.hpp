// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_LOGIN_LOGIN_TOKEN_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_LOGIN_LOGIN_TOKEN_HPP

#include <dynasio/aws/credentials_result.hpp>
#include <dynasio/aws/environment.hpp>

#include <boost/system/result.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace dynasio::aws::detail {

/// What the file of a login says.
struct login_token
{
    sigv4::credentials keys;
    std::string account_id;
    std::chrono::system_clock::time_point expires_at{};
    // To renew it; may be absent.
    std::string client_id;
    sigv4::secret refresh_token;
    sigv4::secret dpop_key; ///< PEM
};

using login_result = boost::system::result<login_token, credentials_error>;

/// Where the login is: in `AWS_LOGIN_CACHE_DIRECTORY`, else `.aws/login/cache` of the home folder; empty when that is not known.
std::string login_token_path(environment const& env, std::string_view session);

/// Reads a file. Errors: `credentials_failed`, `credentials_incomplete`, whose text begins with `what`.
login_result read_login_token(std::string_view json, std::string const& what);

/// The body of a request for new keys.
sigv4::secret renewal_of(login_token const& token);

/// What a response gives; what it does not say is as before. Errors: as `read_login_token`.
login_result read_renewed_login(std::string_view json, login_token const& before,
    std::chrono::system_clock::time_point now, std::string const& what);

/// The contents of the file with the new keys. Throws `std::runtime_error` if it is no JSON object.
sigv4::secret with_new_login(std::string_view file, login_token const& renewed);

} // namespace dynasio::aws::detail

#endif
