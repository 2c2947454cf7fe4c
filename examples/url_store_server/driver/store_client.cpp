// SPDX-License-Identifier: BSL-1.0

#include "driver/store_client.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/none.hpp>

#include <algorithm>
#include <random>
#include <sstream>

namespace examples {

namespace {

constexpr std::chrono::seconds limit{30};

} // namespace

std::string store_reply::field(http::field name) const
{
    return std::string(fields[name]);
}

store_connection::store_connection(asio::any_io_executor executor, std::uint16_t port)
    : stream_(executor), port_(port)
{}

asio::awaitable<void> store_connection::connect()
{
    asio::ip::tcp::endpoint const where(asio::ip::address_v4::loopback(), port_);
    stream_.expires_after(limit);
    co_await stream_.async_connect(where, asio::use_awaitable);
}

asio::awaitable<void> store_connection::send(std::string bytes)
{
    stream_.expires_after(limit);
    co_await asio::async_write(stream_, asio::buffer(bytes), asio::use_awaitable);
}

asio::awaitable<store_reply> store_connection::receive(std::string method)
{
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    parser.skip(method == "HEAD");
    stream_.expires_after(limit);
    co_await http::async_read(stream_, buffer_, parser, asio::use_awaitable);
    auto response = parser.release();
    store_reply reply;
    reply.status = response.result_int();
    reply.body = std::move(response.body());
    reply.fields = response.base();
    co_return reply;
}

asio::awaitable<bool> store_connection::sees_end()
{
    char byte = 0;
    boost::system::error_code failure;
    stream_.expires_after(limit);
    co_await stream_.async_read_some(
        asio::buffer(&byte, 1), asio::redirect_error(asio::use_awaitable, failure));
    co_return failure == asio::error::eof || failure == asio::error::connection_reset;
}

void store_connection::close()
{
    stream_.close();
}

std::string store_user::head(
    std::string const& method, std::string const& target, std::string const& fields) const
{
    std::string text = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields;
    if (!token.empty())
        text += "Authorization: Bearer " + token + "\r\n";
    return text + "\r\n";
}

asio::awaitable<store_reply> store_user::ask(
    std::string method, std::string target, std::string body, std::string fields) const
{
    auto const length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
    auto const request = head(method, target, length + fields) + body;
    store_connection connection(co_await asio::this_coro::executor, port);
    co_await connection.connect();
    co_await connection.send(request);
    co_return co_await connection.receive(method);
}

std::string chunked(std::string const& body)
{
    constexpr std::size_t chunk_size = 1000;
    std::ostringstream text;
    for (std::size_t at = 0; at < body.size(); at += chunk_size)
    {
        auto const chunk = body.substr(at, chunk_size);
        text << std::hex << chunk.size() << "\r\n" << chunk << "\r\n";
    }
    text << "0\r\n\r\n";
    return text.str();
}

std::string sample(std::size_t size, unsigned seed)
{
    std::minstd_rand random(seed);
    std::string bytes(size, '\0');
    std::generate(bytes.begin(), bytes.end(), [&random] { return static_cast<char>(random() >> 8 & 0xFFU); });
    return bytes;
}

std::vector<std::string> lines_of(std::string const& text)
{
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

} // namespace examples
