// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_COMMON_HTTP_CLIENT_HPP
#define DYNASIO_EXAMPLES_COMMON_HTTP_CLIENT_HPP

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace examples {

namespace asio = boost::asio;
namespace http = boost::beast::http;

struct http_reply
{
    unsigned status = 0;
    bool keep_alive = false;
    boost::json::value body = {};
    http::fields fields = {};
};

/// One keep-alive connection to the service. Every step has a limit of 90 s.
class http_client
{
public:
    http_client(asio::any_io_executor executor, std::uint16_t port, std::string authorization);

    asio::awaitable<void> connect();

    /// Extra fields are put in as they are: `"Request-Timeout: 1\r\n"`.
    asio::awaitable<void> send(
        std::string method, std::string target, std::string body = {}, std::string fields = {});
    asio::awaitable<void> send_raw(std::string bytes);
    asio::awaitable<http_reply> receive();
    asio::awaitable<http_reply> ask(
        std::string method, std::string target, std::string body = {}, std::string fields = {});

    /// Whether the service closes without another byte.
    asio::awaitable<bool> sees_end();

private:
    boost::beast::tcp_stream stream_;
    boost::beast::flat_buffer buffer_;
    std::uint16_t port_;
    std::string authorization_;
};

} // namespace examples

#endif
