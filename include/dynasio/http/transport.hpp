// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_TRANSPORT_HPP
#define DYNASIO_HTTP_TRANSPORT_HPP

#include <dynasio/clock.hpp>
#include <dynasio/http/message.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

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

using send_result = boost::system::result<response, transport_error>;

/// The narrow waist: everything above is ignorant of sockets. The connection pool implements it, and
/// `dynasio::testing` implements it for tests.
/// Thread safety: shared objects are safe.
class transport
{
public:
    virtual ~transport() = default;

    /// Sends `r` and returns the whole response, whatever its status, or why there is none. `deadline` bounds everything:
    /// waiting for a connection, connecting, sending and receiving.
    /// Lifetimes: `r` must outlive the operation.
    /// Cancellation: `terminal` at every point; the connection is closed and the result holds `operation_aborted` (or the
    /// awaiting coroutine throws it, where `throw_if_cancelled` is on, as is the default). `partial` and `total` where
    /// Asio's streams support them, hence not while TLS sends or receives.
    virtual boost::asio::awaitable<send_result> send(request const& r, time_point deadline) = 0;

    /// Ends all operations with `operation_aborted` and closes all connections. Operations that begin later fail likewise.
    virtual void stop() noexcept = 0;
};

/// How a `send_result` without a value is thrown.
[[noreturn]] void throw_exception_from_error(transport_error const& e, boost::source_location const& where);

} // namespace dynasio::http

#endif
