// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SIGV4_CREDENTIALS_HPP
#define DYNASIO_SIGV4_CREDENTIALS_HPP

#include <dynasio/sigv4/secret.hpp>

#include <string>
#include <utility>

namespace dynasio::sigv4 {

/// AWS credentials: an access key, and a session token if the key is temporary.
/// Has constructors on purpose, so that it may stand in a `co_await` expression or a default argument on
/// GCC 12.
struct credentials
{
    credentials() = default;
    credentials(std::string id, secret key, secret token = {})
        : access_key_id(std::move(id)), secret_access_key(std::move(key)), session_token(std::move(token))
    {}

    /// Goes over the wire in clear, so it is no secret.
    std::string access_key_id;
    secret secret_access_key;
    /// Empty for long-term keys.
    secret session_token;

    friend bool operator==(credentials const& left, credentials const& right) noexcept
    {
        return left.access_key_id == right.access_key_id && left.secret_access_key == right.secret_access_key
            && left.session_token == right.session_token;
    }
};

} // namespace dynasio::sigv4

#endif
