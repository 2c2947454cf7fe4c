// SPDX-License-Identifier: BSL-1.0
//
// Teaches: what failures of the library mean to a client over HTTP. Pure functions.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_REFUSAL_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_REFUSAL_HPP

#include <boost/beast/http/status.hpp>

#include <exception>
#include <stdexcept>
#include <string>

namespace examples {

using boost::beast::http::status;

/// A request that does not get what it asked for. The text is one line for its sender: nothing internal.
class refusal : public std::runtime_error
{
public:
    refusal(boost::beast::http::status code, std::string const& text) : std::runtime_error(text), code_(code)
    {}

    [[nodiscard]] boost::beast::http::status code() const noexcept { return code_; }

    /// Whether the same request may succeed in a second.
    [[nodiscard]] bool is_temporary() const noexcept
    {
        return code_ == boost::beast::http::status::service_unavailable;
    }

private:
    boost::beast::http::status code_;
};

/// 503 for throttling and for concurrent writers, 500 for other failures of the database. A refusal stays as it is.
refusal refusal_from(std::exception_ptr failure);

} // namespace examples

#endif
