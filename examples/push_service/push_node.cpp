// SPDX-License-Identifier: BSL-1.0

#include "push_node.hpp"

#include "refusal.hpp"
#include "requests.hpp"

#include <dynasio/stores/push/month_tables.hpp>

#include <openssl/rand.h>

#include <algorithm>
#include <exception>
#include <iostream>
#include <stdexcept>

namespace examples {

namespace {

dynasio::uaid user_of(std::string const& text)
{
    if (auto const user = dynasio::uaid::parse(text))
        return *user;
    throw refusal(http::status::not_found, "there is no such user");
}

refusal nothing_here()
{
    return {http::status::not_found, "there is nothing here"};
}

void log(http_request const& request, std::exception_ptr failure)
{
    try
    {
        std::rethrow_exception(failure);
    }
    catch (std::exception const& e)
    {
        // Behind the first part of the target are ids and tokens, which do not belong in a log.
        auto const target = request.target();
        std::cerr << request.method_string() << ' ' << target.substr(0, target.find('/', 1)) << ": "
                  << e.what() << '\n';
    }
}

} // namespace

std::array<std::byte, 16> random_id()
{
    std::array<std::byte, 16> result;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(result.data()), static_cast<int>(result.size())) != 1)
        throw std::runtime_error("no random bytes");
    return result;
}

http_response answer_of(std::exception_ptr failure)
{
    auto const what = refusal_from(std::move(failure));
    auto response = text_answer(what.status(), what.what());
    if (what.status() == http::status::too_many_requests
        || what.status() == http::status::service_unavailable)
        response.set(http::field::retry_after, "1");
    return response;
}

http_response text_answer(http::status status, std::string text)
{
    http_response response(status, 11);
    if (!text.empty())
    {
        response.set(http::field::content_type, "text/plain");
        response.body() = std::move(text) + '\n';
    }
    return response;
}

http_response json_answer(http::status status, std::string json)
{
    http_response response(status, 11);
    response.set(http::field::content_type, "application/json");
    response.body() = std::move(json);
    return response;
}

push_node::push_node(dynasio::router_table router, dynasio::message_months months,
    dynasio::message_id_codec codec, push_node_options options)
    : router_(std::move(router)), months_(std::move(months)), codec_(std::move(codec)), options_(options)
{}

asio::awaitable<http_response> push_node::answer(http_request request)
{
    std::exception_ptr failure;
    try
    {
        co_return co_await route(request);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    auto response = answer_of(failure);
    if (http::to_status_class(response.result()) == http::status_class::server_error)
        log(request, failure);
    co_return response;
}

asio::awaitable<http_response> push_node::route(http_request const& request)
{
    auto const path = path_of(request.target());
    auto const verb = request.method();
    bool const post = verb == http::verb::post;
    bool const put = verb == http::verb::put;
    bool const remove = verb == http::verb::delete_;

    if (post && path.size() == 1 && path[0] == "register")
        co_return co_await register_user();
    if (path.size() == 3 && path[1] == "channels" && remove)
    {
        auto const channel = dynasio::channel_id::parse(path[2]);
        if (!channel)
            throw nothing_here();
        co_return co_await remove_channel(user_of(path[0]), *channel);
    }
    if (path.size() != 2)
        throw nothing_here();
    if (post && path[0] == "wpush")
        co_return co_await receive(path[1], request);
    if (remove && path[0] == "m")
        co_return co_await remove_message(path[1]);
    if (post && path[0] == "ack")
        co_return co_await acknowledge(user_of(path[1]), request.body());
    if (post && path[1] == "channels")
        co_return co_await add_channel(user_of(path[0]));
    if (put && path[0] == "push")
        co_return co_await push(user_of(path[1]), request.body());
    if (put && path[0] == "notif")
        co_return notify(user_of(path[1]));
    if (remove && path[0] == "connect")
        co_return disconnect(user_of(path[1]), request.target());
    throw nothing_here();
}

std::optional<asio::awaitable<void>> push_node::stream(
    http_request& request, boost::beast::tcp_stream& stream)
{
    auto const path = path_of(request.target());
    if (request.method() != http::verb::get || path.size() != 2 || path[0] != "connect")
        return std::nullopt;
    auto const user = dynasio::uaid::parse(path[1]);
    if (!user)
        return std::nullopt;
    return hold(*user, stream);
}

void push_node::stop()
{
    stopping_ = true;
    for (auto const& [user, connection] : connections_)
        connection->end();
}

asio::awaitable<push_node::known_user> push_node::find_user(dynasio::uaid user, http::status none)
{
    auto const record = co_await router_.get_uaid(user);
    if (!record)
        throw refusal(none, "there is no such user");
    auto const messages = record->current_month ? months_.find(*record->current_month) : std::nullopt;
    if (!messages)
    {
        dynasio::drop_user_options unchanged;
        unchanged.if_connected_at = record->connected_at;
        co_await router_.drop_user(user, unchanged);
        throw refusal(http::status::gone, "the user was away for too long");
    }
    co_return known_user{*record, *messages};
}

push_node::connection_pointer push_node::connection_of(dynasio::uaid user) const
{
    auto const found = connections_.find(user);
    return found == connections_.end() ? nullptr : found->second;
}

std::vector<dynasio::message_table> push_node::tables() const
{
    // A message that was on its way when the user was moved to this month's table is in last month's.
    auto const today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    auto names = dynasio::month_tables(options_.message_prefix, today);
    names.resize(2); // without next month's
    std::vector<dynasio::message_table> result;
    for (auto const& name : names)
        if (auto const table = months_.find(name))
            result.push_back(*table);
    return result;
}

dynasio::message_position push_node::next_position()
{
    dynasio::message_position const now(
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
    last_position_ = std::max(now.value(), last_position_ + 1);
    return dynasio::message_position(last_position_);
}

} // namespace examples
