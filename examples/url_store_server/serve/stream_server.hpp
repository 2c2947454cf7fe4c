// SPDX-License-Identifier: BSL-1.0
//
// An HTTP/1.1 server whose handlers read and write bodies in pieces. One coroutine per connection, all on one thread, none
// of which ever blocks. It knows nothing of DynamoDB.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_STREAM_SERVER_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_STREAM_SERVER_HPP

#include "serve/exchange.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>

namespace examples {

struct stream_server_options
{
    std::uint16_t port = 0;                       ///< 0: any free one
    std::size_t max_connections = 1000;           ///< one more is answered with 503 and closed
    std::shared_ptr<asio::ssl::context> tls = {}; ///< empty: without TLS
    exchange_limits limits = {};
};

/// Must outlive the run of the context.
class stream_server
{
public:
    /// Responds to one request. What it throws before the response has begun is answered as `refusal_from` says; later,
    /// the connection is closed, so that the client sees a body that is too short.
    using handler = std::function<asio::awaitable<void>(exchange&)>;

    /// Listens on 127.0.0.1. Throws `boost::system::system_error` if the port is taken.
    stream_server(asio::io_context& context, stream_server_options options, handler answer);

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    void start();

    /// Accepts no more, closes idle connections, lets requests that have arrived be answered. After `limit` the rest is
    /// broken off; ends with the number of these.
    asio::awaitable<std::size_t> shut_down(std::chrono::steady_clock::duration limit);

private:
    struct session;

    void begin(asio::ip::tcp::socket socket);
    void refuse(asio::ip::tcp::socket socket);
    asio::awaitable<void> serve(std::shared_ptr<session> self);
    asio::awaitable<bool> serve_one(session& self);
    asio::awaitable<void> answer(exchange& one);

    asio::io_context& context_;
    stream_server_options options_;
    handler answer_;
    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer all_ended_;
    std::set<std::shared_ptr<session>> sessions_;
    bool stopping_ = false;
};

} // namespace examples

#endif
