// SPDX-License-Identifier: BSL-1.0
//
// Users who change their node, and nodes that end, with and without warning.

#include "../requests.hpp"
#include "scenarios.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <iostream>

namespace examples {

using namespace std::chrono_literals;

asio::awaitable<void> take_over(push_service& service)
{
    std::cout << "a user who connects to another node\n";
    auto const executor = co_await asio::this_coro::executor;
    auto const user = co_await new_user(service.a.port());
    receiver first(executor, service.a.port(), user.uaid);
    check(co_await first.connect() == 200, "connect to A");
    std::vector<std::string> texts(1, "before");
    co_await send_accepted(user, service.b.port(), texts.back());
    co_await first.expect(texts);

    receiver second(executor, service.b.port(), user.uaid);
    check(co_await second.connect() == 200, "connect to B");
    auto const end = co_await first.next(1500ms); // before A finds out by itself
    check(!end, "a message came in place of the end of the connection");
    auto record = co_await service.record_of(user.uaid);
    check(record && record->node_id == service.b.url(), "the user is not registered on node B");
    texts.emplace_back("after");
    co_await send_accepted(user, service.a.port(), texts.back());
    auto const ids = co_await second.expect(texts);
    check(co_await second.acknowledge(ids), "acknowledge");
    std::cout << "   the previous node ends its connection, the next one has all messages\n";

    // On one node too.
    receiver third(executor, service.b.port(), user.uaid);
    check(co_await third.connect() == 200, "connect to B again");
    auto const end_again = co_await second.next();
    check(!end_again, "a message came in place of the end of the connection");
    co_await send_accepted(user, service.a.port(), "third");
    texts.assign(1, "third");
    co_await third.expect(texts);
    record = co_await service.record_of(user.uaid);
    check(record && record->node_id == service.b.url(),
        "the older connection has cleared the node of the newer");

    // What an endpoint does that could not reach B in time.
    check(co_await service.router.clear_node(*record), "the node cannot be cleared");
    auto const own_end = co_await third.next();
    check(!own_end, "a message came in place of the end of the connection");
    std::cout << "   a node that has lost its user finds out by itself\n";
}

asio::awaitable<void> lose_late_registration(push_service& service)
{
    auto const user = co_await new_user(service.a.port());
    auto record = co_await service.record_of(user.uaid);
    check(record.has_value(), "the user is not there");
    // A connection that is newer by the clock of its node.
    record->connected_at = *record->connected_at + 1h;
    record->node_id = service.b.url();
    auto const newer = co_await service.router.register_user(*record);
    check(newer.registered, "the newer connection cannot be registered");
    receiver client(co_await asio::this_coro::executor, service.a.port(), user.uaid);
    auto const status = co_await client.connect();
    check(status == 409, "a registration that lost: expected 409, got " + std::to_string(status));
    auto const kept = co_await service.record_of(user.uaid);
    check(kept && kept->connected_at == record->connected_at, "the newer connection was replaced");
    std::cout << "   a connection that is older than the registered one: 409\n";
}

asio::awaitable<void> kill_node_with_client(push_service& service)
{
    std::cout << "a node that is killed\n";
    auto const executor = co_await asio::this_coro::executor;
    auto const user = co_await new_user(service.a.port());
    receiver client(executor, service.a.port(), user.uaid);
    check(co_await client.connect() == 200, "connect to A");
    std::vector<std::string> texts(1, "first");
    co_await send_accepted(user, service.b.port(), texts.back());
    service.a.kill();
    co_await send_accepted(user, service.b.port(), "dropped", "TTL: 0\r\n");
    auto const record = co_await service.record_of(user.uaid);
    check(record && !record->node_id, "the endpoint has not cleared the node");
    for (int i = 0; i < 3; ++i)
    {
        texts.push_back("stored " + std::to_string(i));
        co_await send_accepted(user, service.b.port(), texts.back());
    }
    receiver again(executor, service.b.port(), user.uaid);
    check(co_await again.connect() == 200, "connect to B");
    auto const ids = co_await again.expect(texts);
    check(co_await again.acknowledge(ids), "acknowledge");
    service.a.start();
    std::cout << "   the endpoint clears it and stores; the client gets all, in order, from the other\n";
}

namespace {

asio::awaitable<void> send_many(push_service& service, push_user user, std::vector<std::string> texts)
{
    for (auto const& text : texts)
        co_await send_accepted(user, service.b.port(), text);
}

/// Receives until the connection breaks; ends with how many messages have come.
asio::awaitable<std::size_t> receive_until_the_end(receiver& client, std::vector<std::string> const& texts)
{
    std::size_t count = 0;
    try
    {
        while (auto const got = co_await client.next())
        {
            check(got->text == base64url(texts.at(count)), "a message came out of order");
            if (++count == texts.size())
                break;
        }
    }
    catch (boost::system::system_error const&) // lost
    {}
    co_return count;
}

asio::awaitable<void> kill_after(push_service& service, std::chrono::milliseconds time)
{
    co_await pause_for(time);
    service.a.kill();
}

} // namespace

asio::awaitable<void> kill_node_while_pushing(push_service& service)
{
    auto const executor = co_await asio::this_coro::executor;
    std::size_t before = 0;
    for (int round = 0; round < 4; ++round)
    {
        auto const user = co_await new_user(service.b.port());
        receiver client(executor, service.a.port(), user.uaid);
        check(co_await client.connect() == 200, "connect to A");
        std::vector<std::string> texts;
        for (int i = 0; i < 30; ++i)
            texts.push_back("number " + std::to_string(i));
        auto const receive = [&]() -> asio::awaitable<void>
        { before += co_await receive_until_the_end(client, texts); };
        std::vector<asio::awaitable<void>> all;
        all.push_back(send_many(service, user, texts));
        all.push_back(receive());
        all.push_back(kill_after(service, 20ms + round * 15ms));
        co_await together(std::move(all));

        receiver again(executor, service.b.port(), user.uaid);
        check(co_await again.connect() == 200, "connect to B");
        auto const ids = co_await again.expect(texts); // nothing was acknowledged
        check(co_await again.acknowledge(ids), "acknowledge");
        check(co_await service.stored_for(user.uaid) == 0, "a message was stored twice");
        service.a.start();
    }
    std::cout << "   4 times while messages come, " << before << " of 120 before it: none lost\n";
}

asio::awaitable<void> stop_node_with_clients(push_service& service)
{
    std::cout << "a node that is stopped\n";
    auto const executor = co_await asio::this_coro::executor;
    std::vector<push_user> users;
    std::vector<std::unique_ptr<receiver>> clients;
    std::vector<std::string> texts;
    texts.emplace_back("first");
    texts.emplace_back("second");
    for (int i = 0; i < 5; ++i)
    {
        users.push_back(co_await new_user(service.a.port()));
        clients.push_back(std::make_unique<receiver>(executor, service.a.port(), users.back().uaid));
        check(co_await clients.back()->connect() == 200, "connect to A");
        for (auto const& text : texts)
            co_await send_accepted(users.back(), service.b.port(), text);
    }
    service.a.send_stop();
    for (auto const& client : clients)
    {
        co_await client->expect(texts);
        auto const end = co_await client->next();
        check(!end, "a message came in place of the end of the connection");
        client->close();
    }
    check(service.a.wait_until_stopped() == 0, "connections were broken off");
    for (auto const& user : users)
    {
        auto const record = co_await service.record_of(user.uaid);
        check(record && !record->node_id, "a user is still registered on the node that has ended");
        receiver again(executor, service.b.port(), user.uaid);
        check(co_await again.connect() == 200, "connect to B");
        auto const ids = co_await again.expect(texts);
        check(co_await again.acknowledge(ids), "acknowledge");
    }
    service.a.start();
    std::cout << "   clears its users, and loses no message that is not acknowledged\n";
}

} // namespace examples
