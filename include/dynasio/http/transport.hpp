// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_TRANSPORT_HPP
#define DYNASIO_HTTP_TRANSPORT_HPP

#include <dynasio/clock.hpp>
#include <dynasio/http/body_source.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/http/response_stream.hpp>
#include <dynasio/http/transport_error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <memory>

namespace dynasio::http {

using send_result = boost::system::result<response, transport_error>;
using open_result = boost::system::result<response_stream, transport_error>;

/// How long a streamed exchange may take. Trivially copyable, so it may be a temporary in a `co_await` expression.
struct stream_deadlines
{
    /// Bounds everything, from waiting for a connection to the last byte of the response, slow sources and callers included.
    time_point overall = no_deadline;

    /// The longest time that the server may take to accept more of the request, or to send more of the response: it runs
    /// only while we wait for the server. Not for the connection; see `pool_options::connect_timeout`. The largest
    /// duration: no limit. Must be more than 0.
    time_point::duration idle = time_point::duration::max();
};

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

    /// Sends `r` with a body from `body`, and returns once the header of the response has arrived, whatever its status; the
    /// body of the response is then read from the stream. Interim responses (1xx) are passed over. Without a `body`, that
    /// of `r` is sent, else that of `r` must be empty and `r` must have no `Content-Length` and no `Transfer-Encoding`
    /// (`invalid_argument`). A response that comes before the whole request was sent is returned at once, and what is
    /// left of the request is not sent (`response_stream::request_sent`).
    ///
    /// Errors: those of `send`, `errc::idle_timeout`, `errc::source_failed`. The size of the response is not limited.
    /// Lifetimes: `r` must outlive the operation, though not the stream. `body` is shared until the operation has ended.
    /// Cancellation: as for `send`. It reaches `body_source::read` too.
    ///
    /// The default, for transports that know nothing of streams, reads the body into memory and calls `send` with
    /// `overall` as its deadline; a body larger than `max_body_in_memory` fails with `errc::source_failed`. The idle time is
    /// not used. The transport must then outlive the operation.
    virtual boost::asio::awaitable<open_result> open(
        request const& r, std::shared_ptr<body_source> body, stream_deadlines deadlines);

    /// How much of a body the default of `open` keeps.
    static constexpr std::size_t max_body_in_memory = 64 * 1024 * 1024;

    /// Closes the connections that no operation uses, where there are such. What is in flight goes on.
    virtual void close_idle() noexcept {}

    /// Ends all operations with `operation_aborted` and closes all connections, those of open streams
    /// included. Operations that begin later fail likewise.
    virtual void stop() noexcept = 0;
};

} // namespace dynasio::http

#endif
