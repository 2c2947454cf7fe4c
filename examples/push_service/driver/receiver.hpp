// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_DRIVER_RECEIVER_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_DRIVER_RECEIVER_HPP

#include "nodes.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace examples {

struct received_message
{
    std::string id = {};
    std::string text = {}; ///< what was sent, in base64url
};

/// A client that holds a connection.
class receiver
{
public:
    receiver(asio::any_io_executor executor, std::uint16_t port, std::string uaid);

    /// The status of the answer.
    asio::awaitable<unsigned> connect();

    /// The next message; empty when the node has ended the connection. Throws `boost::system::system_error`
    /// when it is lost, or nothing comes within the limit.
    asio::awaitable<std::optional<received_message>> next(
        std::chrono::steady_clock::duration limit = std::chrono::seconds(20));

    /// The next messages, which must be these and in this order. Ends with their ids.
    asio::awaitable<std::vector<std::string>> expect(std::vector<std::string> texts);

    /// Nothing comes for a while. Afterwards the connection is closed.
    asio::awaitable<bool> gets_nothing();

    /// Deletes messages on the node; false when it has not answered, or not with 200.
    asio::awaitable<bool> acknowledge(std::vector<std::string> ids);

    void close();

private:
    boost::beast::tcp_stream stream_;
    std::uint16_t port_;
    std::string uaid_;
    boost::beast::flat_buffer buffer_;
    http::response_parser<http::string_body> parser_;
};

} // namespace examples

#endif
