// SPDX-License-Identifier: BSL-1.0
//
// A small HTTP/1.1 server of coroutines: one per connection, all on one thread, none of which ever blocks. It
// knows nothing of DynamoDB; what to answer is up to the handler.

#ifndef DYNASIO_EXAMPLES_COMMON_HTTP_SERVER_HPP
#define DYNASIO_EXAMPLES_COMMON_HTTP_SERVER_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace examples {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using http_request = http::request<http::string_body>;
using http_response = http::response<http::string_body>;

struct http_server_options
{
    std::uint16_t port = 8080;              ///< 0: any free one
    std::size_t max_body_bytes = 64 * 1024; ///< more is answered with 413
    std::chrono::steady_clock::duration idle_timeout = std::chrono::seconds(60); ///< between two requests
    std::chrono::steady_clock::duration transfer_timeout =
        std::chrono::seconds(10); ///< for a request, for an answer
};

/// Must outlive the run of the context.
class http_server
{
public:
    using handler = std::function<asio::awaitable<http_response>(http_request)>;

    /// Gets each request first. For one whose answer has no end yet: what writes it, on the connection, which
    /// is closed afterwards; it has to end when the service does. Empty for others, which are left alone.
    using stream_handler =
        std::function<std::optional<asio::awaitable<void>>(http_request&, boost::beast::tcp_stream&)>;

    /// Listens on 127.0.0.1. Throws `boost::system::system_error` when the port is taken.
    http_server(
        asio::io_context& context, http_server_options options, handler answer, stream_handler stream = {});

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    void start();

    /// Accepts no more, closes idle connections, lets requests that have arrived be answered. After `limit`
    /// the rest is broken off; ends with the number of these.
    asio::awaitable<std::size_t> shut_down(std::chrono::steady_clock::duration limit);

private:
    struct session;

    void begin(asio::ip::tcp::socket socket);
    asio::awaitable<void> serve(std::shared_ptr<session> self);
    asio::awaitable<bool> serve_one(session& self);

    asio::io_context& context_;
    http_server_options options_;
    handler answer_;
    stream_handler stream_;
    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer all_ended_;
    std::set<std::shared_ptr<session>> sessions_;
    bool stopping_ = false;
};

} // namespace examples

#endif
