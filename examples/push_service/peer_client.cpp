// SPDX-License-Identifier: BSL-1.0

#include "peer_client.hpp"

#include "requests.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace examples {

namespace beast = boost::beast;

asio::awaitable<std::optional<http::status>> ask_peer(std::string node_id, http::verb verb,
    std::string target, std::string body, std::chrono::steady_clock::duration limit)
{
    auto const where = parse_node(node_id);
    if (!where)
        co_return std::nullopt;

    beast::tcp_stream stream(co_await asio::this_coro::executor);
    stream.expires_after(limit); // for all three steps
    boost::system::error_code failure;
    co_await stream.async_connect(*where, asio::redirect_error(asio::use_awaitable, failure));
    if (failure)
        co_return std::nullopt;

    http_request request(verb, target, 11);
    request.set(http::field::host, node_id.substr(std::string_view("http://").size()));
    request.keep_alive(false);
    request.body() = std::move(body);
    request.prepare_payload();
    co_await http::async_write(stream, request, asio::redirect_error(asio::use_awaitable, failure));
    if (failure)
        co_return std::nullopt;

    beast::flat_buffer buffer;
    http_response response;
    co_await http::async_read(stream, buffer, response, asio::redirect_error(asio::use_awaitable, failure));
    if (failure)
        co_return std::nullopt;
    co_return response.result();
}

} // namespace examples
