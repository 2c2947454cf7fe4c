// SPDX-License-Identifier: BSL-1.0
//
// Teaches: what failures of the library mean to a client over HTTP. Pure functions.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_REFUSAL_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_REFUSAL_HPP

#include <boost/beast/http/status.hpp>

#include <exception>
#include <ostream> // for status.hpp
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

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

    /// Adds a field to the response.
    refusal& add_field(std::string name, std::string value) &
    {
        fields_.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    refusal add_field(std::string name, std::string value) &&
    {
        return std::move(add_field(std::move(name), std::move(value)));
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> const& fields() const noexcept
    {
        return fields_;
    }

private:
    boost::beast::http::status code_;
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// 503 for throttling and for concurrent writers, 500 for other failures of the database. A refusal stays as it is.
refusal refusal_from(std::exception_ptr failure);

} // namespace examples

#endif
