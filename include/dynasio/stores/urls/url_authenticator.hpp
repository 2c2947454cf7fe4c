// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_AUTHENTICATOR_HPP
#define DYNASIO_STORES_URLS_URL_AUTHENTICATOR_HPP

#include <dynasio/http/fields.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace dynasio {

/// Adds to each request of a `url_store` what tells the server who asks. Derive from it.
/// Threads: the functions may be called from any thread, `authorize` many times at once, `refresh` once at a time.
class url_authenticator
{
public:
    virtual ~url_authenticator() = default;

    /// Adds header fields, such as `Authorization`. The object is wiped when the request has ended. Never called for a request
    /// that goes to another origin than those of the options.
    /// Errors: exceptions end the operation. Cancellation: should end soon.
    virtual boost::asio::awaitable<void> authorize(http::fields& headers) = 0;

    /// The server has refused what `authorize` added, with 401. Returns true for something new: the request is then sent once
    /// more. Requests that were refused at the same time wait for one call. False by default.
    virtual boost::asio::awaitable<bool> refresh() { co_return false; }
};

/// Adds `Authorization: Bearer <token>`. Throws `std::invalid_argument` for an empty token and one with other characters than
/// those of RFC 6750 (letters, digits, `-._~+/` and `=` at its end).
std::shared_ptr<url_authenticator> make_bearer_authenticator(std::string token);

/// Who uses a `url_store`.
struct url_session
{
    url_session() {}
    explicit url_session(std::string tag, std::shared_ptr<url_authenticator> how = nullptr)
        : user_tag(std::move(tag)), authenticator(std::move(how))
    {}

    std::string user_tag;                             ///< the name of the user in permissions
    std::shared_ptr<url_authenticator> authenticator; ///< null: requests are sent as they are
};

} // namespace dynasio

#endif
