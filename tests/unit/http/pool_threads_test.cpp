// SPDX-License-Identifier: BSL-1.0
//
// One pool, many coroutines, four threads. What matters here is what ThreadSanitizer says; the checks only make sure that
// the work was done.

#include "support/http_server.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/http/pool.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

constexpr int thread_count = 4;

struct tally
{
    std::atomic<int> answers{0};
    std::atomic<int> failures{0};
    std::atomic<int> ended{0};
};

http::request request_to(scripted_server const& server, bool tls, int number)
{
    http::request r;
    r.to.tls = tls;
    r.to.host = number % 3 == 0 ? "localhost" : "127.0.0.1";
    r.to.port = server.port();
    r.target = "/" + std::to_string(number);
    r.body.assign(static_cast<std::size_t>(number % 7) * 100, 'x');
    r.idempotent = number % 2 == 0;
    return r;
}

asio::awaitable<void> work(
    http::pool& connections, scripted_server const& server, bool tls, int first, tally& t)
{
    for (int i = 0; i != 40; ++i)
    {
        auto const r = request_to(server, tls, first * 1000 + i);
        auto const patience =
            i % 5 == 4 ? std::chrono::microseconds(300 + 50 * i) : std::chrono::microseconds(60s);
        auto sending = connections.send(r, std::chrono::steady_clock::now() + patience);
        auto const result = co_await std::move(sending);
        if (result && result->body == r.target)
            ++t.answers;
        else
            ++t.failures;
    }
}

void run_on_threads(asio::io_context& context)
{
    std::vector<std::thread> threads;
    for (int i = 0; i != thread_count; ++i)
        threads.emplace_back([&context] { context.run_for(120s); });
    for (auto& thread : threads)
        thread.join();
    EXPECT_TRUE(context.stopped());
}

void serve_some(peer& p)
{
    for (std::size_t i = 0; i != 5 + p.number() % 9; ++i)
    {
        auto const request = p.expect_request();
        if (request.empty())
            return;
        auto const target = request.find(' ') + 1;
        p.reply(std::string_view(request).substr(target, request.find(' ', target) - target));
    }
}

void many_share(bool tls, http::pool_options const& options, server_identity const* identity)
{
    scripted_server server(serve_some, identity);
    asio::io_context context(thread_count);
    http::pool connections(context.get_executor(), options);
    tally t;
    for (int i = 0; i != 16; ++i)
        asio::co_spawn(
            context, work(connections, server, tls, i, t), [&t](std::exception_ptr) { ++t.ended; });
    run_on_threads(context);
    EXPECT_EQ(t.ended, 16);
    EXPECT_EQ(t.answers + t.failures, 16 * 40);
    EXPECT_GT(t.answers, 16 * 15);
    auto const left = connections.statistics();
    EXPECT_EQ(left.busy + left.connecting + left.waiting, 0U);
}

http::pool_options few_connections()
{
    http::pool_options options;
    options.max_connections = 5;
    options.resolve = [](std::string const&, std::uint16_t port)
    { return std::vector<std::string>{"127.0.0.1:" + std::to_string(port)}; };
    return options;
}

TEST(pool_threads, share_it)
{
    many_share(false, few_connections(), nullptr);
}

TEST(pool_threads, share_it_over_tls)
{
    test_ca const authority;
    auto const identity = authority.issue("DNS:localhost,IP:127.0.0.1");
    auto options = few_connections();
    options.tls.ca_file = authority.file();
    many_share(true, options, &identity);
}

TEST(pool_threads, destroy_it_with_operations_in_flight)
{
    for (int round = 0; round != 10; ++round)
    {
        scripted_server server(serve_some);
        asio::io_context context(thread_count);
        auto connections = std::make_unique<http::pool>(context.get_executor(), few_connections());
        tally t;
        auto const r = request_to(server, false, 1);
        for (int i = 0; i != 50; ++i)
        {
            auto const deadline = std::chrono::steady_clock::now() + (i % 2 == 0 ? 60s : 1ms);
            asio::co_spawn(context, connections->send(r, deadline),
                [&t](std::exception_ptr, http::send_result) { ++t.ended; });
        }
        std::thread runner([&] { run_on_threads(context); });
        while (t.ended < 3 * round)
            std::this_thread::yield();
        connections.reset();
        runner.join();
        EXPECT_EQ(t.ended, 50);
    }
}

TEST(pool_threads, cancel_on_strands)
{
    scripted_server server(serve_some);
    asio::io_context context(thread_count);
    http::pool connections(context.get_executor(), few_connections());
    std::list<asio::cancellation_signal> signals;
    tally t;
    auto const r = request_to(server, false, 1);
    for (int i = 0; i != 200; ++i)
    {
        auto const strand = asio::make_strand(context);
        auto& signal = signals.emplace_back();
        asio::co_spawn(strand, connections.send(r, http::no_deadline),
            asio::bind_cancellation_slot(
                signal.slot(), [&t](std::exception_ptr, http::send_result) { ++t.ended; }));
        if (i % 2 == 0)
            asio::post(strand,
                [&context, &signal, strand]
                {
                    asio::post(context,
                        [&signal, strand]
                        {
                            asio::post(strand, [&signal] { signal.emit(asio::cancellation_type::terminal); });
                        });
                });
    }
    run_on_threads(context);
    EXPECT_EQ(t.ended, 200);
}

} // namespace
} // namespace dynasio::tests
