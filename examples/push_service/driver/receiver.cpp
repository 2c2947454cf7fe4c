// SPDX-License-Identifier: BSL-1.0

#include "receiver.hpp"

#include "../requests.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace examples {

using namespace std::chrono_literals;

receiver::receiver(asio::any_io_executor executor, std::uint16_t port, std::string uaid)
    : stream_(executor), port_(port), uaid_(std::move(uaid))
{
    parser_.body_limit(boost::none);
}

asio::awaitable<unsigned> receiver::connect()
{
    asio::ip::tcp::endpoint const where(asio::ip::address_v4::loopback(), port_);
    stream_.expires_after(20s);
    co_await stream_.async_connect(where, asio::use_awaitable);
    auto const request = "GET /connect/" + uaid_ + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    co_await asio::async_write(stream_, asio::buffer(request), asio::use_awaitable);
    co_await http::async_read_header(stream_, buffer_, parser_, asio::use_awaitable);
    co_return parser_.get().result_int();
}

asio::awaitable<std::optional<received_message>> receiver::next(std::chrono::steady_clock::duration limit)
{
    auto& body = parser_.get().body();
    stream_.expires_after(limit);
    while (body.find('\n') == std::string::npos)
    {
        if (parser_.is_done())
            co_return std::nullopt;
        co_await http::async_read_some(stream_, buffer_, parser_, asio::use_awaitable);
    }
    auto const end = body.find('\n');
    auto const line = boost::json::parse(boost::json::string_view(body.data(), end));
    body.erase(0, end + 1);
    received_message result;
    result.id = line.at("id").as_string();
    if (auto const* const data = line.as_object().if_contains("data"))
        result.text = data->as_string();
    co_return result;
}

asio::awaitable<std::vector<std::string>> receiver::expect(std::vector<std::string> texts)
{
    std::vector<std::string> ids;
    for (auto const& text : texts)
    {
        auto const got = co_await next();
        check(got.has_value(), "the connection ended before " + text);
        check(got->text == base64url(text), "expected " + text + ", got another message: " + got->text);
        ids.push_back(got->id);
    }
    co_return ids;
}

asio::awaitable<bool> receiver::gets_nothing()
{
    try
    {
        auto const got = co_await next(300ms);
        co_return !got;
    }
    catch (boost::system::system_error const& e)
    {
        co_return e.code() == boost::beast::error::timeout;
    }
}

asio::awaitable<bool> receiver::acknowledge(std::vector<std::string> ids)
{
    boost::json::array body;
    for (auto const& id : ids)
        body.emplace_back(id);
    try
    {
        auto const text = boost::json::serialize(body);
        auto const reply = co_await ask(port_, "POST", "/ack/" + uaid_, text);
        co_return reply.status == 200 && reply.body.at("deleted") == ids.size();
    }
    catch (boost::system::system_error const&)
    {
        co_return false;
    }
}

void receiver::close()
{
    stream_.close();
}

} // namespace examples
