// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_RESPONSE_STREAM_HPP
#define DYNASIO_HTTP_RESPONSE_STREAM_HPP

#include <dynasio/http/fields.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/http/transport_error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace dynasio::http {

/// How many bytes were read, or why none.
using read_result = boost::system::result<std::size_t, transport_error>;

/// What a transport implements for `response_stream`: the body of one response, piece by piece.
/// Thread safety: `abandon` may come from any thread, also while a read is in flight.
class response_body
{
public:
    virtual ~response_body() = default;

    /// As `response_stream::read_some_result`. The awaitable keeps what it needs alive, this object included.
    virtual boost::asio::awaitable<read_result> read_some(std::span<std::byte> into) = 0;

    /// The handle is gone: a read in flight ends soon, and nobody reads any more. Called once.
    virtual void abandon() noexcept = 0;
};

/// The head of a response.
struct response_head
{
    unsigned status = 0;
    fields headers;
    /// How many bytes the body has, where the server has told.
    std::optional<std::uint64_t> content_length;
    /// False where the response came before the whole request was sent. What was left of it was not sent.
    bool request_sent = true;
};

/// A response whose header has arrived and whose body is read piece by piece. What is not read stays with the server:
/// a slow reader slows it down. Moves only; an object that was moved from has no response, and reads fail.
///
/// At the end of the body the connection goes back to the pool. A handle that is destroyed before that closes it, whether a
/// read is in flight or not; so do a failed and a cancelled read. For the sake of the pool, read until the end: a response
/// with a length ends with its last byte, any other one with the read that returns 0.
///
/// Threads: one operation at a time; distinct objects are safe. Lifetimes: it may outlive the transport, whose end closes
/// the connection, and then also the execution context.
class response_stream
{
public:
    /// Has no response: for those who need a value to begin with.
    response_stream() = default;

    response_stream(response_head head, std::shared_ptr<response_body> body);
    response_stream(response_stream&& other) noexcept;
    response_stream& operator=(response_stream other) noexcept;
    ~response_stream();

    [[nodiscard]] unsigned status() const noexcept { return head_.status; }
    [[nodiscard]] fields const& headers() const noexcept { return head_.headers; }

    /// How many bytes the body has; nothing where the server did not tell. 0 for responses without a body: to HEAD, 204
    /// and 304, whatever length their headers name.
    [[nodiscard]] std::optional<std::uint64_t> content_length() const noexcept
    {
        return head_.content_length;
    }

    /// Whether the whole request was sent. Where a response came earlier, the server has at most a part of the body.
    [[nodiscard]] bool request_sent() const noexcept { return head_.request_sent; }

    /// What is known of the response besides its body.
    [[nodiscard]] response_head const& head() const noexcept { return head_; }

    /// Takes the body out, for transports that pass on the streams of another one. To abandon it is then their duty.
    [[nodiscard]] std::shared_ptr<response_body> take_body() noexcept
    {
        return std::exchange(body_, nullptr);
    }

    /// Reads what there is of the body, at least a byte and at most the size of `into`; 0 at its end, also when asked
    /// again. Waits no longer than `stream_deadlines::idle` for the server, and not beyond `stream_deadlines::overall`.
    /// Errors: those of `read_some_result`, thrown as `boost::system::system_error`.
    /// Cancellation, lifetimes: as there.
    boost::asio::awaitable<std::size_t> read_some(std::span<std::byte> into);

    /// The same without exceptions. Every error ends the stream, and later reads fail with it too; a body that the server
    /// breaks off is never taken for a whole one. Errors: `errc::closed_early`, `errc::malformed_response`,
    /// `errc::response_too_large` (chunk extensions and trailer fields), `errc::idle_timeout`, `errc::exchange_timeout`,
    /// `operation_aborted` (cancelled, or the transport was stopped), those of the connection. Two errors leave the stream
    /// as it is: `invalid_argument` for an empty `into`, `already_started` while another read is in flight.
    /// Cancellation: as for `transport::send`; the connection is closed.
    /// Lifetimes: `into` must stay valid until the operation has ended; this object need not.
    boost::asio::awaitable<read_result> read_some_result(std::span<std::byte> into);

private:
    response_head head_;
    std::shared_ptr<response_body> body_;
};

/// A whole response as a stream from memory, for transports that have no other. A response to HEAD must have no body.
response_stream make_response_stream(response r);

/// Reads the rest of a body. Errors: those of reading; `errc::response_too_large` when it has more than `most` bytes.
/// Lifetimes, cancellation: as for reading; `from` must outlive the operation.
boost::asio::awaitable<boost::system::result<std::string, transport_error>> read_all(
    response_stream& from, std::size_t most);

} // namespace dynasio::http

#endif
