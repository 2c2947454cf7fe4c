// SPDX-License-Identifier: BSL-1.0
//
// Many requests at a time, and the end in the middle of them.

#include "scenarios.hpp"

#include <chrono>
#include <csignal>
#include <iostream>
#include <string>
#include <vector>

namespace examples {

namespace {

asio::awaitable<void> one_of_many(service where, int number)
{
    bool const saves = number % 4 == 0;
    std::string const method = saves ? "PUT" : "GET";
    std::string const target = saves ? "/specs/many-" + std::to_string(number)
        : number % 4 == 1            ? "/specs"
                                     : "/specs/orders";
    std::string const body = saves ? R"({"version": "1"})" : "";
    auto const reply = co_await ask_once(where, method, target, body);
    check(reply.status == (saves ? 201u : 200u),
        "request " + std::to_string(number) + " of many: " + std::to_string(reply.status));
}

} // namespace

asio::awaitable<void> ask_200_at_a_time(service where)
{
    std::vector<asio::awaitable<void>> all;
    for (int i = 0; i < 200; ++i)
        all.push_back(one_of_many(where, i));
    auto const begin = std::chrono::steady_clock::now();
    co_await together(std::move(all));
    auto const took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    std::cout << "200 requests at a time, each on a connection of its own: all answered in " << took.count()
              << " ms\n";
}

asio::awaitable<void> end_while_busy(service where, child_process& process)
{
    std::cout << "the end, with 20 requests under way\n";
    std::vector<connection> busy;
    for (int i = 0; i < 20; ++i)
    {
        busy.push_back(co_await connect_to(where));
        check((co_await busy.back()->ask("GET", "/specs/orders")).status == 200, "a request before the end");
    }
    auto const idle = co_await connect_to(where);
    check((co_await idle->ask("GET", "/specs/orders")).status == 200, "a request before the end");
    auto const slow = co_await connect_to(where);
    check((co_await slow->ask("GET", "/specs/orders")).status == 200, "a request before the end");
    co_await slow->send_raw("GET /specs HT"); // and never the rest

    for (auto const& each : busy)
        co_await each->send("GET", "/specs");
    process.send_signal(SIGTERM);
    for (auto const& each : busy)
    {
        auto const reply = co_await each->receive();
        check(reply.status == 200, "a request under way at the end: " + std::to_string(reply.status));
    }
    std::cout << "   all 20 are answered\n";
    check(co_await idle->sees_end(), "the idle connection was not closed");
    std::cout << "   the idle connection is closed\n";
    bool refused = false;
    try
    {
        co_await connect_to(where);
    }
    catch (boost::system::system_error const&)
    {
        refused = true;
    }
    check(refused, "a new connection was accepted");
    std::cout << "   new connections are refused\n";
    check(co_await slow->sees_end(), "the connection with half a request was not broken off");
}

} // namespace examples
