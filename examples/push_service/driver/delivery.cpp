// SPDX-License-Identifier: BSL-1.0
//
// Messages to users who are connected, who are not, and who do not keep up.

#include "scenarios.hpp"

#include <boost/asio/this_coro.hpp>

#include <iostream>

namespace examples {

using namespace std::chrono_literals;

asio::awaitable<void> push_online(push_service& service)
{
    std::cout << "a user who is connected\n";
    auto const user = co_await new_user(service.a.port());
    receiver client(co_await asio::this_coro::executor, service.a.port(), user.uaid);
    check(co_await client.connect() == 200, "connect");
    auto const record = co_await service.record_of(user.uaid);
    check(record && record->node_id == service.a.url(), "the user is not registered on node A");

    std::vector<std::string> texts;
    for (int i = 0; i < 3; ++i)
    {
        texts.push_back("live " + std::to_string(i));
        // By turns through the node of the user, and through the other one.
        co_await send_accepted(user, i % 2 ? service.a.port() : service.b.port(), texts.back());
    }
    auto const ids = co_await client.expect(texts);
    std::cout << "   3 messages in order, through both nodes\n";
    check(co_await service.stored_for(user.uaid) == 3, "not all are stored until they are acknowledged");
    check(co_await client.acknowledge(ids), "acknowledge");
    check(co_await service.stored_for(user.uaid) == 0, "messages are still there after the acknowledgement");
    check(!co_await client.acknowledge(ids), "acknowledged twice");
    std::cout << "   stored until they are acknowledged\n";

    // With another encoding, and without a body.
    co_await send_accepted(
        user, service.b.port(), "coded", "TTL: 60\r\nContent-Encoding: aes128gcm\r\nTopic: t\r\n");
    co_await send_accepted(user, service.b.port(), "");
    texts.assign(1, "coded");
    texts.emplace_back();
    co_await client.expect(texts);

    client.close();
    for (int i = 0; i < 100; ++i)
    {
        auto const now = co_await service.record_of(user.uaid);
        check(now.has_value(), "the user is gone");
        if (!now->node_id)
            break;
        check(i < 99, "the node still has the user after the connection has ended");
        co_await pause_for(50ms);
    }
    std::cout << "   the node is cleared when the client goes\n";
}

asio::awaitable<void> push_offline(push_service& service)
{
    std::cout << "a user who is not connected\n";
    auto const user = co_await new_user(service.a.port());
    std::vector<std::string> texts;
    for (int i = 0; i < 5; ++i)
    {
        texts.push_back("stored " + std::to_string(i));
        co_await send_accepted(user, i % 2 ? service.b.port() : service.a.port(), texts.back());
    }
    co_await send_accepted(user, service.b.port(), "old", "TTL: 60\r\nTopic: news\r\n");
    co_await send_accepted(user, service.a.port(), "new", "TTL: 60\r\nTopic: news\r\n");
    co_await send_accepted(user, service.b.port(), "short", "TTL: 1\r\n");
    check(co_await service.stored_for(user.uaid) == 7, "not 7 messages are stored");
    co_await pause_for(2100ms);

    receiver client(co_await asio::this_coro::executor, service.b.port(), user.uaid);
    check(co_await client.connect() == 200, "connect");
    texts.insert(texts.begin(), "new");
    co_await client.expect(texts);
    std::cout << "   all of them in order, of one topic the last, none after its time\n";

    client.close();
    receiver again(co_await asio::this_coro::executor, service.a.port(), user.uaid);
    check(co_await again.connect() == 200, "connect again");
    auto const ids = co_await again.expect(texts);
    check(co_await again.acknowledge(ids), "acknowledge");
    again.close();
    receiver last(co_await asio::this_coro::executor, service.a.port(), user.uaid);
    check(co_await last.connect() == 200, "connect for the last time");
    check(co_await last.gets_nothing(), "a message came after it was acknowledged");
    std::cout << "   again until they are acknowledged, and not afterwards\n";
}

asio::awaitable<void> push_without_storing(push_service& service)
{
    std::cout << "a TTL of 0\n";
    auto const user = co_await new_user(service.a.port());
    auto reply = co_await send_accepted(user, service.b.port(), "dropped", "TTL: 0\r\n");
    check(reply.fields["TTL"] == "0", "the answer has another TTL");
    check(co_await service.stored_for(user.uaid) == 0, "it was stored");
    receiver client(co_await asio::this_coro::executor, service.a.port(), user.uaid);
    check(co_await client.connect() == 200, "connect");
    co_await send_accepted(user, service.b.port(), "now", "TTL: 0\r\n");
    std::vector<std::string> const texts(1, "now");
    co_await client.expect(texts);
    check(co_await service.stored_for(user.uaid) == 0, "it was stored");
    std::cout << "   delivered or dropped, never stored\n";
}

asio::awaitable<void> push_more_than_fits(push_service& service)
{
    std::cout << "a client who does not acknowledge\n";
    auto const user = co_await new_user(service.a.port());
    std::vector<std::string> texts;
    for (int i = 0; i < 103; ++i)
    {
        texts.push_back("many " + std::to_string(i));
        co_await send_accepted(user, service.b.port(), texts.back());
    }
    std::vector<std::string> const first(texts.begin(), texts.begin() + 100);
    receiver silent(co_await asio::this_coro::executor, service.a.port(), user.uaid);
    check(co_await silent.connect() == 200, "connect");
    co_await silent.expect(first);
    check(co_await silent.gets_nothing(), "more than 100 messages came without an acknowledgement");

    receiver client(co_await asio::this_coro::executor, service.a.port(), user.uaid);
    check(co_await client.connect() == 200, "connect again");
    auto const ids = co_await client.expect(first);
    // It goes on when there is room again, with what was sent meanwhile behind it.
    texts.emplace_back("meanwhile");
    co_await send_accepted(user, service.b.port(), texts.back());
    check(co_await client.acknowledge(ids), "acknowledge");
    std::vector<std::string> const rest(texts.begin() + 100, texts.end());
    auto const others = co_await client.expect(rest);
    co_await send_accepted(user, service.b.port(), "live again");
    std::vector<std::string> const live(1, "live again");
    co_await client.expect(live);
    check(co_await client.acknowledge(others), "acknowledge the others");
    check(co_await service.stored_for(user.uaid) == 1, "not one message is left");
    std::cout << "   gets 100 messages, the others when it has\n";
}

asio::awaitable<void> delete_by_location(push_service& service)
{
    std::cout << "a message that its sender deletes\n";
    auto const user = co_await new_user(service.a.port());
    auto const reply = co_await send_accepted(user, service.a.port(), "unsaid");
    co_await send_accepted(user, service.a.port(), "said");
    std::string const location(reply.fields[http::field::location]);
    auto const deleted = co_await ask(service.b.port(), "DELETE", location);
    check(deleted.status == 204, "DELETE: " + std::to_string(deleted.status));
    receiver client(co_await asio::this_coro::executor, service.b.port(), user.uaid);
    check(co_await client.connect() == 200, "connect");
    std::vector<std::string> const texts(1, "said");
    co_await client.expect(texts);
    std::cout << "   is not delivered\n";
}

} // namespace examples
