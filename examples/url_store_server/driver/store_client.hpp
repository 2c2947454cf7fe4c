// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DRIVER_STORE_CLIENT_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DRIVER_STORE_CLIENT_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/fields.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace examples {

namespace asio = boost::asio;
namespace http = boost::beast::http;

struct store_reply
{
    unsigned status = 0;
    std::string body = {};
    http::fields fields = {};

    /// The value of a field; empty if there is none.
    [[nodiscard]] std::string field(http::field name) const;
};

/// One connection to the server. Every step has a limit of 30 s.
class store_connection
{
public:
    store_connection(asio::any_io_executor executor, std::uint16_t port);

    asio::awaitable<void> connect();
    asio::awaitable<void> send(std::string bytes);
    /// The response to a request with this method.
    asio::awaitable<store_reply> receive(std::string method);
    /// Whether the server closes without another byte.
    asio::awaitable<bool> sees_end();
    void close();

private:
    boost::beast::tcp_stream stream_;
    boost::beast::flat_buffer buffer_;
    std::uint16_t port_;
};

/// One user of the server.
struct store_user
{
    std::uint16_t port = 0;
    std::string token = {};

    /// A request on a connection of its own. `fields` are lines: `"Range: bytes=0-1\r\n"`.
    [[nodiscard]] asio::awaitable<store_reply> ask(
        std::string method, std::string target, std::string body = {}, std::string fields = {}) const;

    /// The head of a request. `fields` includes what tells of the body.
    [[nodiscard]] std::string head(
        std::string const& method, std::string const& target, std::string const& fields) const;
};

/// The body in the chunked coding, in chunks of 1000 bytes, with its end.
std::string chunked(std::string const& body);

/// Bytes that differ from place to place.
std::string sample(std::size_t size, unsigned seed);

std::vector<std::string> lines_of(std::string const& text);

} // namespace examples

#endif
