// SPDX-License-Identifier: BSL-1.0
//
// Teaches: what the failures of the library mean to the client of a service. A pure function, so it can be
// tested alone.

#ifndef DYNASIO_EXAMPLES_SPECS_SERVICE_PROBLEM_HPP
#define DYNASIO_EXAMPLES_SPECS_SERVICE_PROBLEM_HPP

#include <boost/beast/http/status.hpp>

#include <exception>
#include <stdexcept>
#include <string>

namespace examples {

/// A request that is not answered with what it asked for. `what` is for the client to read: nothing internal.
class problem : public std::runtime_error
{
public:
    problem(boost::beast::http::status status, std::string code, std::string const& text)
        : std::runtime_error(text), status_(status), code_(std::move(code))
    {}

    [[nodiscard]] boost::beast::http::status status() const noexcept { return status_; }
    [[nodiscard]] std::string const& code() const noexcept { return code_; }

private:
    boost::beast::http::status status_;
    std::string code_;
};

/// What to tell the client about an exception. The details are for the log.
problem problem_from(std::exception_ptr failure);

} // namespace examples

#endif
