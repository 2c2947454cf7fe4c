// SPDX-License-Identifier: BSL-1.0
//
// Teaches: what the failures of the stores mean to somebody who has sent a message. Pure functions.

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_REFUSAL_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_REFUSAL_HPP

#include <boost/beast/http/status.hpp>

#include <exception>
#include <stdexcept>
#include <string>

namespace examples {

/// A request that does not get what it asked for. The text is for its sender to read: nothing internal.
class refusal : public std::runtime_error
{
public:
    refusal(boost::beast::http::status status, std::string const& text)
        : std::runtime_error(text), status_(status)
    {}

    [[nodiscard]] boost::beast::http::status status() const noexcept { return status_; }

private:
    boost::beast::http::status status_;
};

/// 429 for throttling, 400 for what a store calls bad input, 503 for every other failure of the database. A
/// refusal stays as it is.
refusal refusal_from(std::exception_ptr failure);

} // namespace examples

#endif
