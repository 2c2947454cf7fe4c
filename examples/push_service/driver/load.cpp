// SPDX-License-Identifier: BSL-1.0
//
// Many users, and nodes that end all the time.

#include "../requests.hpp"
#include "scenarios.hpp"

#include <boost/asio/this_coro.hpp>

#include <iostream>
#include <map>
#include <random>
#include <set>

namespace examples {

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr int user_count = 30;
constexpr int message_count = 20;

struct under_load
{
    push_service& service;
    std::mt19937 random;
    clock::time_point end = {};
    int left = 2 * user_count; ///< senders and receivers
    int connections = 0;
    int again = 0; ///< messages that came more than once, before their acknowledgement
    int kills = 0;
    int stops = 0;

    int draw(int first, int last) { return std::uniform_int_distribution<int>(first, last)(random); }
    std::uint16_t any_port() { return draw(0, 1) == 0 ? service.a.port() : service.b.port(); }
    void check_time() const { check(clock::now() < end, "the load is not done in time"); }
};

std::string text_of(int number)
{
    return "number " + std::to_string(number);
}

/// The status of the answer; 0 when there is none.
asio::awaitable<unsigned> try_to_send(push_user user, std::uint16_t port, std::string text)
{
    try
    {
        auto const reply = co_await send_to(user, port, text);
        co_return reply.status;
    }
    catch (boost::system::system_error const&)
    {
        co_return 0;
    }
}

/// Sends each message when the one before is accepted, as often as it takes.
asio::awaitable<void> send_all(under_load& load, push_user user)
{
    for (int i = 0; i < message_count; ++i)
    {
        co_await pause_for(std::chrono::milliseconds(load.draw(0, 500)));
        for (;;)
        {
            auto const status = co_await try_to_send(user, load.any_port(), text_of(i));
            if (status == 201)
                break;
            check(status == 0 || status == 503 || status == 429, "send: " + std::to_string(status));
            load.check_time();
            co_await pause_for(50ms);
        }
    }
}

/// What a client knows about its messages.
struct inbox
{
    std::map<std::string, int> numbers = {}; ///< of the texts
    int expected = 0;                        ///< the number of the next message that has not come yet
    std::set<std::string> seen = {};
    std::set<std::string> acknowledged = {}; ///< ids
};

/// Receives on one connection, until it breaks or the client has enough of it.
asio::awaitable<void> receive_some(under_load& load, push_user user, inbox& all)
{
    auto const port = load.any_port();
    receiver client(co_await asio::this_coro::executor, port, user.uaid);
    auto const status = co_await client.connect();
    check(status == 200 || status == 409 || status == 503, "connect: " + std::to_string(status));
    if (status != 200)
        co_return;
    ++load.connections;
    int enough = load.draw(1, 30);
    while (all.expected < message_count && --enough > 0)
    {
        auto const got = co_await client.next(3s);
        if (!got)
            co_return;
        check(!all.acknowledged.contains(got->id), user.uaid + ": a message came after its acknowledgement");
        auto const number = all.numbers.at(got->text);
        check(number <= all.expected,
            user.uaid + ": message " + std::to_string(number) + " came before "
                + std::to_string(all.expected));
        all.expected = std::max(all.expected, number + 1);
        if (!all.seen.insert(got->id).second)
            ++load.again;
        if (load.draw(0, 3) == 0)
            continue; // the answer of a node that ends may be lost as well
        std::vector<std::string> const ids(1, got->id);
        bool const deleted = co_await client.acknowledge(ids);
        if (deleted)
            all.acknowledged.insert(got->id);
    }
}

asio::awaitable<void> receive_all(under_load& load, push_user user)
{
    inbox all;
    for (int i = 0; i < message_count; ++i)
        all.numbers[base64url(text_of(i))] = i;
    while (all.expected < message_count)
    {
        load.check_time();
        bool lost = false;
        try
        {
            co_await receive_some(load, user, all);
        }
        catch (boost::system::system_error const&)
        {
            lost = true;
        }
        if (lost)
            co_await pause_for(20ms);
    }
}

/// The nodes are left alone when all have ended, and soon after one of them has failed.
asio::awaitable<void> count_down(under_load& load, asio::awaitable<void> what)
{
    try
    {
        co_await std::move(what);
    }
    catch (...)
    {
        load.left = 0;
        load.end = clock::now();
        throw;
    }
    --load.left;
}

/// Ends one of the nodes again and again, and starts it again.
asio::awaitable<void> end_nodes(under_load& load)
{
    // Not for ever, so that a slow machine gets done as well.
    for (int left = 12; left > 0 && load.left > 0; --left)
    {
        co_await pause_for(std::chrono::milliseconds(load.draw(300, 1000)));
        auto& victim = load.draw(0, 1) == 0 ? load.service.a : load.service.b;
        if (load.draw(0, 3) > 0)
        {
            victim.kill();
            ++load.kills;
            co_await pause_for(std::chrono::milliseconds(load.draw(0, 300)));
        }
        else
        {
            victim.send_stop();
            ++load.stops;
            co_await pause_for(1200ms); // for the clients, whose answers are still to come
            (void)victim.wait_until_stopped();
        }
        victim.start();
    }
}

} // namespace

asio::awaitable<void> push_under_kills(push_service& service, unsigned seed)
{
    std::cout << user_count << " users with " << message_count << " messages each, seed " << seed << '\n';
    under_load load{service, std::mt19937(seed)};
    auto const begin = clock::now();
    load.end = begin + 120s;
    std::vector<push_user> users;
    for (int i = 0; i < user_count; ++i)
        users.push_back(co_await new_user(load.any_port()));
    std::vector<asio::awaitable<void>> all;
    for (auto const& user : users)
    {
        all.push_back(count_down(load, send_all(load, user)));
        all.push_back(count_down(load, receive_all(load, user)));
    }
    all.push_back(end_nodes(load));
    co_await together(std::move(all));
    check(load.kills > 0, "no node was killed");
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - begin);
    std::cout << "   none lost, all in order, in " << took.count() << " ms; " << load.connections
              << " connections, " << load.again << " messages again, nodes killed " << load.kills
              << " times, stopped " << load.stops << " times\n";
}

} // namespace examples
