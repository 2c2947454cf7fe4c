// SPDX-License-Identifier: BSL-1.0
//
// Teaches: a request whose body is read in pieces, and a response that is written in pieces, with Beast's parser.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_EXCHANGE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_EXCHANGE_HPP

#include "serve/channel.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace examples {

namespace http = boost::beast::http;

struct exchange_limits
{
    std::size_t header_bytes = 16 * 1024;                ///< more is answered with 431
    channel::duration idle = std::chrono::seconds(60);   ///< until the first byte of a request
    channel::duration header = std::chrono::seconds(15); ///< from that to the end of the header
    channel::duration stall = std::chrono::seconds(30); ///< within a body: until the peer sends or takes more
};

/// One request and its response. Reads no more of the body than it is asked for, so that a slow reader of data slows its
/// writer down. Functions that wait throw `connection_failure`, and `refusal` for a request that cannot be understood. One operation at a time; the exchange must outlive it.
class exchange
{
public:
    /// `buffer` has what has been read of the connection beyond the last request.
    exchange(channel& peer, boost::beast::flat_buffer& buffer, exchange_limits limits);

    /// False if the peer sends no further request.
    asio::awaitable<bool> read_head();

    [[nodiscard]] http::request_header<> const& head() const { return parser_.get().base(); }
    [[nodiscard]] http::verb method() const { return head().method(); }
    [[nodiscard]] bool is_head_request() const { return method() == http::verb::head; }
    /// The value of a field; empty if there is none.
    [[nodiscard]] std::string_view field(http::field name) const;

    /// Reads a part of the body, at least one byte; 0 at its end. Tells a client that waits for it to go on.
    asio::awaitable<std::size_t> read_some(std::span<std::byte> into);

    /// The whole body. Throws `refusal` with 413 if it is longer.
    asio::awaitable<std::string> read_text(std::size_t max_bytes);

    /// A whole response. `Content-Length` and the fields of the connection are added.
    asio::awaitable<void> respond(http::status code, http::fields fields, std::string body = {});

    /// The head of a response whose body of `size` bytes follows by `write`.
    asio::awaitable<void> begin(http::status code, http::fields fields, std::uint64_t size);

    /// The head of a response of unknown size: `write` its parts, then `end`.
    asio::awaitable<void> begin_unsized(http::status code, http::fields fields);

    /// Writes nothing in a response to HEAD. The bytes must outlive the operation.
    asio::awaitable<void> write(std::span<std::byte const> bytes);
    asio::awaitable<void> end();

    /// Whether the head of a final response has been sent, or begun to.
    [[nodiscard]] bool has_begun() const noexcept { return has_begun_; }

    /// To be called before the response: the connection is closed after it.
    void close_afterwards() noexcept { closes_ = true; }

    /// Whether the connection can take another request.
    [[nodiscard]] bool goes_on() const { return has_ended_ && !closes_; }

private:
    enum class framing
    {
        sized,
        chunked,
        until_close,
    };

    asio::awaitable<void> fill(channel::duration limit);
    bool parse();
    asio::awaitable<void> send_head(http::status code, http::fields fields);
    asio::awaitable<void> send_text(std::string text);

    channel& peer_;
    boost::beast::flat_buffer& buffer_;
    exchange_limits limits_;
    http::request_parser<http::buffer_body> parser_;
    framing framing_ = framing::sized;
    std::uint64_t left_ = 0; ///< of a body whose size is known
    bool may_wait_ = false;  ///< the client sends the body after 100
    bool has_begun_ = false;
    bool has_ended_ = false;
    bool closes_ = false;
};

} // namespace examples

#endif
