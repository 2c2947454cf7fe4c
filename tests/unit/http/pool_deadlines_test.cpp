// SPDX-License-Identifier: BSL-1.0
//
// Requests whose time is up, at each stage. Time stands still unless a test moves it.

#include "pool_fixture.hpp"

#include <string>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;

TEST(pool, ends_at_its_deadline_when_the_answer_does_not_come)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.expect_close();
        });
    pool_fixture f;
    auto const p = f.start(make_request(server.port()), f.clock->now() + 20ms);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: POST /"); }));
    f.clock->advance(19ms);
    EXPECT_FALSE(f.run_until([&] { return p->done(); }, 20ms));
    f.clock->advance(1ms);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::exchange_timeout);
    EXPECT_EQ(p->reached(), stage::receiving);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); })) << "must not be reused";
    EXPECT_EQ(f.connections->statistics().idle, 0U);
}

TEST(pool, ends_at_its_deadline_when_the_request_is_not_taken)
{
    server_gate g;
    scripted_server server(reads_no_further(g));
    pool_fixture f;
    auto r = make_request(server.port());
    r.body.assign(32 * 1024 * 1024, 'x');
    auto const p = f.start(r, f.clock->now() + 1s);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: began"); }));
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::exchange_timeout);
    EXPECT_EQ(p->reached(), stage::sending);
    g.open();
}

TEST(pool, refuses_a_deadline_that_is_over)
{
    pool_fixture f;
    auto const p = f.ask(make_request(1), f.clock->now());
    EXPECT_EQ(p->code(), errc::acquire_timeout);
    EXPECT_EQ(p->reached(), stage::waiting);
}

TEST(pool, ends_after_the_connect_timeout)
{
    silent_port nobody;
    http::pool_options options;
    options.connect_timeout = 700ms;
    pool_fixture f(options);
    auto const p = f.start(make_request(nobody.port()), f.clock->now() + 10s);
    EXPECT_TRUE(f.run_until([&] { return f.clock->pending_alarms() == 2; }));
    EXPECT_EQ(f.clock->next_deadline(), f.clock->now() + 700ms);
    f.clock->advance(700ms);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::connect_timeout);
    EXPECT_EQ(p->reached(), stage::connecting);
}

TEST(pool, keeps_a_short_deadline_of_real_time)
{
    scripted_server server([](peer& p) { p.expect_close(); });
    boost::asio::io_context context(1);
    http::pool connections(context.get_executor());
    auto const r = make_request(server.port());
    std::chrono::steady_clock::duration took{};
    auto const begin = std::chrono::steady_clock::now();
    boost::asio::co_spawn(context, connections.send(r, begin + 20ms),
        [&](std::exception_ptr, http::send_result result)
        {
            took = std::chrono::steady_clock::now() - begin;
            EXPECT_EQ(result.error().code, errc::exchange_timeout);
        });
    context.run_for(20s);
    EXPECT_TRUE(context.stopped());
    EXPECT_GE(took, 20ms);
    EXPECT_LT(took, 500ms); // generous: the machine may be busy, the bench measures it
}

} // namespace
} // namespace dynasio::tests
