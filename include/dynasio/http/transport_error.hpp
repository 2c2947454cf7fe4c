// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_TRANSPORT_ERROR_HPP
#define DYNASIO_HTTP_TRANSPORT_ERROR_HPP

#include <boost/assert/source_location.hpp>
#include <boost/system/error_code.hpp>

#include <string>

namespace dynasio::http {

/// How far a failed exchange came; it decides whether the server can have acted on the request.
enum class stage : unsigned char
{
    waiting,    ///< no connection was had yet: the request cannot have been acted on
    connecting, ///< resolving, connecting or TLS handshake failed: it cannot have been acted on
    sending,    ///< some of the request may have been sent
    receiving,  ///< all of it was sent; no response or only a part of one was received
};

/// Why an exchange has no response.
struct transport_error
{
    boost::system::error_code
        code; ///< see `errc` in <dynasio/http/errc.hpp>; `operation_aborted` for a cancellation
    stage reached = stage::waiting;
    std::string detail; ///< what was tried and what came back, for people; holds no secret

    /// False only when the server cannot have acted on the request.
    [[nodiscard]] bool may_have_been_applied() const { return reached >= stage::sending; }
};

/// How a result without a value is thrown.
[[noreturn]] void throw_exception_from_error(transport_error const& e, boost::source_location const& where);

} // namespace dynasio::http

#endif
