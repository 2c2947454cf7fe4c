// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_CHANNEL_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_CHANNEL_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace examples {

namespace asio = boost::asio;

/// The connection to a client failed, was too slow (`beast::error::timeout`), or ended too early.
class connection_failure : public boost::system::system_error
{
public:
    using system_error::system_error;
};

/// A connection, with TLS or without. Each operation has a limit, after which the connection is closed. Failures throw `connection_failure`. The object and the
/// buffers must outlive the operation.
class channel
{
public:
    using duration = std::chrono::steady_clock::duration;

    channel() = default;
    channel(channel const&) = delete;
    channel& operator=(channel const&) = delete;
    virtual ~channel() = default;

    /// Does nothing without TLS.
    virtual asio::awaitable<void> handshake(duration limit) = 0;

    /// At least one byte; 0 at the end of what the peer sends.
    virtual asio::awaitable<std::size_t> read_some(asio::mutable_buffer into, duration limit) = 0;

    /// Writes everything. The limit is for each 64 KB.
    virtual asio::awaitable<void> write(asio::const_buffer all, duration limit) = 0;

    /// Closes so that the peer sees the response even if it is still sending: what comes is discarded for a while.
    /// Throws nothing but cancellation.
    virtual asio::awaitable<void> close_gently() = 0;

    /// Whether a byte has arrived that nobody has read yet.
    virtual bool has_input() = 0;

    /// Ends operations in flight.
    virtual void cancel() = 0;
};

std::unique_ptr<channel> make_plain_channel(asio::ip::tcp::socket socket);

/// The context must outlive the channel.
std::unique_ptr<channel> make_tls_channel(asio::ip::tcp::socket socket, asio::ssl::context& tls);

} // namespace examples

#endif
