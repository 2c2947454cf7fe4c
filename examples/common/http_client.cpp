// SPDX-License-Identifier: BSL-1.0

#include "http_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/json/parse.hpp>

namespace examples {

namespace {

constexpr std::chrono::seconds limit{90};

} // namespace

http_client::http_client(asio::any_io_executor executor, std::uint16_t port, std::string authorization)
    : stream_(executor), port_(port), authorization_(std::move(authorization))
{}

asio::awaitable<void> http_client::connect()
{
    asio::ip::tcp::endpoint const where(asio::ip::address_v4::loopback(), port_);
    stream_.expires_after(limit);
    co_await stream_.async_connect(where, asio::use_awaitable);
}

asio::awaitable<void> http_client::send(
    std::string method, std::string target, std::string body, std::string fields)
{
    std::string request = method + ' ' + target
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + fields;
    if (!authorization_.empty())
        request += "Authorization: " + authorization_ + "\r\n";
    return send_raw(request + "\r\n" + body);
}

asio::awaitable<void> http_client::send_raw(std::string bytes)
{
    stream_.expires_after(limit);
    co_await asio::async_write(stream_, asio::buffer(bytes), asio::use_awaitable);
}

asio::awaitable<http_reply> http_client::receive()
{
    http::response<http::string_body> response;
    stream_.expires_after(limit);
    co_await http::async_read(stream_, buffer_, response, asio::use_awaitable);
    http_reply reply;
    reply.status = response.result_int();
    reply.keep_alive = response.keep_alive();
    if (response[http::field::content_type] == "application/json")
        reply.body = boost::json::parse(response.body());
    reply.fields = response.base();
    co_return reply;
}

asio::awaitable<http_reply> http_client::ask(
    std::string method, std::string target, std::string body, std::string fields)
{
    co_await send(std::move(method), std::move(target), std::move(body), std::move(fields));
    co_return co_await receive();
}

asio::awaitable<bool> http_client::sees_end()
{
    char byte = 0;
    boost::system::error_code failure;
    stream_.expires_after(limit);
    co_await stream_.async_read_some(
        asio::buffer(&byte, 1), asio::redirect_error(asio::use_awaitable, failure));
    co_return failure == asio::error::eof || failure == asio::error::connection_reset;
}

} // namespace examples
