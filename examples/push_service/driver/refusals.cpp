// SPDX-License-Identifier: BSL-1.0
//
// What nodes refuse, and users who come back after a month or more.

#include "scenarios.hpp"

#include <dynasio/stores/push/month_tables.hpp>

#include <boost/asio/this_coro.hpp>

#include <iostream>

namespace examples {

asio::awaitable<void> refuse_what_is_wrong(push_service& service)
{
    std::cout << "what is refused\n";
    auto const port = service.a.port();
    auto const user = co_await new_user(port);
    check_status(co_await send_to(user, port, "x", ""), 400, "no TTL");
    check_status(co_await send_to(user, port, "x", "TTL: soon\r\n"), 400, "TTL that is no number");
    check_status(co_await send_to(user, port, "x", "TTL: -1\r\n"), 400, "negative TTL");
    auto const topic = "TTL: 1\r\nTopic: " + std::string(33, 'x') + "\r\n";
    check_status(co_await send_to(user, port, "x", topic), 400, "topic of 33 characters");
    check_status(co_await send_to(user, port, "x", "TTL: 1\r\nTopic: a:b\r\n"), 400, "topic with a colon");
    check_status(co_await send_to(user, port, std::string(4097, 'x')), 413, "4097 bytes");
    check_status(co_await send_to(user, port, std::string(70'000, 'x')), 413, "70,000 bytes");
    check_status(co_await send_to(user, port, std::string(4096, 'x')), 201, "4096 bytes");
    auto const longest = "TTL: 99999999999999999999\r\nTopic: " + std::string(32, 'x') + "\r\n";
    auto const reply = co_await send_to(user, port, "x", longest);
    check_status(reply, 201, "the longest TTL and topic");
    check(reply.fields["TTL"] == "2592000", "the TTL was not cut to 30 days");

    auto stranger = user;
    stranger.endpoint = "/wpush/nobody";
    check_status(co_await send_to(stranger, port, "x"), 404, "unknown endpoint");
    auto const location = std::string(reply.fields[http::field::location]);
    stranger.endpoint = "/wpush/" + location.substr(3);
    check_status(co_await send_to(stranger, port, "x"), 404, "endpoint that is a message");
    check_status(
        co_await ask(port, "DELETE", "/m/" + user.endpoint.substr(7)), 404, "message that is an endpoint");
    check_status(co_await ask(port, "GET", user.endpoint), 404, "wrong method");
    check_status(
        co_await ask(port, "GET", "/connect/" + std::string(32, '0')), 404, "connect an unknown user");
    check_status(co_await ask(port, "GET", "/connect/nobody"), 404, "connect nobody");
    check_status(
        co_await ask(port, "POST", "/ack/" + user.uaid, "[]"), 404, "acknowledge without a connection");
    check_status(co_await ask(port, "POST", "/ack/" + user.uaid, "{}"), 400, "acknowledge what is no array");
    check_status(co_await ask(port, "PUT", "/push/" + user.uaid, "{}"), 400, "push what is no message");
    check_status(
        co_await ask(port, "PUT", "/notif/" + user.uaid), 404, "tell a node that has not got the user");

    auto const channel = "/" + user.uaid + "/channels/" + user.channel;
    check_status(co_await ask(port, "DELETE", channel), 204, "remove the channel");
    check_status(co_await ask(port, "DELETE", channel), 404, "remove it again");
    check_status(co_await send_to(user, port, "x"), 410, "channel that was removed");
    auto const gone = co_await new_user(port);
    check(co_await service.router.drop_user(dynasio::uaid(gone.uaid)), "the user cannot be dropped");
    check_status(co_await send_to(gone, port, "x"), 410, "user who was dropped");
}

asio::awaitable<void> drop_who_was_away(push_service& service)
{
    auto const user = co_await new_user(service.a.port());
    auto const other = co_await new_user(service.a.port());
    check(co_await service.router.update_message_month(dynasio::uaid(user.uaid), "message_2018_06"),
        "the month cannot be changed");
    check(co_await service.router.update_message_month(dynasio::uaid(other.uaid), "message_2018_06"),
        "the month cannot be changed");
    check_status(co_await send_to(user, service.a.port(), "x"), 410, "user of a month that is gone");
    auto const record = co_await service.record_of(user.uaid);
    check(!record, "the user of a month that is gone was not dropped");
    check_status(co_await ask(service.a.port(), "GET", "/connect/" + other.uaid), 410, "connect such a user");
}

asio::awaitable<void> move_from_last_month(push_service& service)
{
    std::cout << "a user of last month\n";
    auto const user = co_await new_user(service.a.port());
    dynasio::uaid const id(user.uaid);
    auto const& last = service.messages.at(0);
    auto const& current = service.messages.at(1);
    check(co_await service.router.update_message_month(id, last.table_name()), "the month cannot be changed");
    dynasio::channel_id const channel(user.channel);
    co_await last.register_channel(id, channel);
    co_await current.unregister_channel(id, channel);
    co_await send_accepted(user, service.b.port(), "of last month");

    receiver client(co_await asio::this_coro::executor, service.a.port(), user.uaid);
    check(co_await client.connect() == 200, "connect");
    std::vector<std::string> texts(1, "of last month");
    co_await client.expect(texts);
    auto const record = co_await service.record_of(user.uaid);
    check(record && record->current_month == current.table_name(), "the user was not moved");
    auto const channels = co_await current.all_channels(id);
    check(channels.channels.contains(channel), "the channel was not moved");
    co_await send_accepted(user, service.b.port(), "of this month");
    texts.assign(1, "of this month");
    co_await client.expect(texts);
    std::cout << "   is moved to this month's table, and misses nothing\n";
}

} // namespace examples
