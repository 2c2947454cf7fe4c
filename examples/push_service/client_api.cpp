// SPDX-License-Identifier: BSL-1.0
//
// What clients ask of a node, except for the connection that they hold.

#include "push_node.hpp"

#include "refusal.hpp"

#include <dynasio/stores/push/last_connect.hpp>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <random>

namespace examples {

namespace json = boost::json;

namespace {

std::chrono::sys_time<std::chrono::milliseconds> now_in_milliseconds()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::int64_t fresh_last_connect()
{
    constexpr auto form = dynasio::last_connect_form::month_day_hour;
    constexpr auto range = dynasio::draws_of(form);
    std::random_device source;
    auto const draw = std::uniform_int_distribution<unsigned>(range.first, range.last)(source);
    return dynasio::make_last_connect(std::chrono::system_clock::now(), draw, form);
}

} // namespace

//[register
asio::awaitable<http_response> push_node::register_user()
{
    dynasio::router_record record;
    record.uaid = dynasio::uaid(random_id());
    record.router_type = "webpush";
    record.connected_at = now_in_milliseconds();
    record.current_month = months_.current().table_name();
    record.last_connect = fresh_last_connect();
    record.record_version = 1;
    co_await router_.register_user(record);
    json::object const body{{"uaid", record.uaid.text()}};
    co_return json_answer(http::status::created, json::serialize(body));
}
//]

asio::awaitable<http_response> push_node::add_channel(dynasio::uaid user)
{
    auto const known = co_await find_user(user, http::status::not_found);
    dynasio::channel_id const channel(random_id());
    co_await known.messages.register_channel(user, channel);
    // Another node may have moved the user to this month's table, without this channel.
    auto const later = co_await find_user(user, http::status::not_found);
    if (later.messages.table_name() != known.messages.table_name())
        co_await later.messages.register_channel(user, channel);

    dynasio::message_id endpoint;
    endpoint.uaid = user;
    endpoint.channel = channel;
    json::object const body{{"channel", channel.text()}, {"endpoint", "/wpush/" + codec_.encrypt(endpoint)}};
    co_return json_answer(http::status::created, json::serialize(body));
}

asio::awaitable<http_response> push_node::remove_channel(dynasio::uaid user, dynasio::channel_id channel)
{
    auto const known = co_await find_user(user, http::status::not_found);
    bool const removed = co_await known.messages.unregister_channel(user, channel);
    if (!removed)
        throw refusal(http::status::not_found, "there is no such channel");
    co_return text_answer(http::status::no_content);
}

asio::awaitable<http_response> push_node::acknowledge(dynasio::uaid user, std::string const& body)
{
    auto ids = ids_from(body);
    if (!ids)
        throw refusal(http::status::bad_request, "the body is not a JSON array of message ids");
    auto const connection = connection_of(user);
    if (!connection)
        throw refusal(http::status::not_found, "the user is not connected here");
    auto const deleted = co_await connection->acknowledge(std::move(*ids));
    json::object const answer{{"deleted", deleted}};
    co_return json_answer(http::status::ok, json::serialize(answer));
}

} // namespace examples
