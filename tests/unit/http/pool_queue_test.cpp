// SPDX-License-Identifier: BSL-1.0
//
// The queue for a connection: order, bounds, deadlines, cancellation; and the end of a pool with operations in flight.

#include "pool_fixture.hpp"

#include <cstdio>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;
namespace error = boost::asio::error;

http::pool_options one_connection(std::size_t max_waiting = 100)
{
    http::pool_options options;
    options.max_connections = 1;
    options.max_waiting = max_waiting;
    return options;
}

/// Answers the first request only when the gate is open.
script held_by(server_gate& g)
{
    return [&g](peer& p)
    {
        p.expect_request();
        g.wait();
        p.reply("first");
        p.serve();
    };
}

TEST(pool_queue, hands_a_connection_on_in_the_order_of_arrival)
{
    server_gate g;
    scripted_server server(held_by(g));
    pool_fixture f(one_connection());
    std::vector<std::shared_ptr<pending>> all;
    for (char const c : std::string("abcd"))
        all.push_back(f.start(make_request(server.port(), std::string("/") + c)));
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().waiting == 3; }));
    g.open();
    EXPECT_TRUE(f.run_until([&] { return all.back()->done(); }));
    auto const events = server.events();
    EXPECT_EQ(events,
        (std::vector<std::string>{"1: accepted", "1: POST /a", "1: POST /b", "1: POST /c", "1: POST /d"}));
}

TEST(pool_queue, refuses_more_than_may_wait)
{
    server_gate g;
    scripted_server server(held_by(g));
    pool_fixture f(one_connection(1));
    auto const first = f.start(make_request(server.port()));
    auto const second = f.start(make_request(server.port(), "/b"));
    auto const third = f.ask(make_request(server.port(), "/c"));
    EXPECT_EQ(third->code(), errc::queue_full);
    EXPECT_EQ(third->reached(), stage::waiting);
    g.open();
    EXPECT_TRUE(f.run_until([&] { return first->done() && second->done(); }));
    EXPECT_EQ(second->body(), "/b");
}

TEST(pool_queue, ends_at_the_deadline_and_says_why_nothing_was_free)
{
    server_gate g;
    scripted_server server(held_by(g));
    pool_fixture f(one_connection());
    auto const first = f.start(make_request(server.port()));
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: POST /"); }));
    auto const second = f.start(make_request(server.port(), "/b"), f.clock->now() + 20ms);
    auto const third = f.start(make_request(server.port(), "/c"));
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().waiting == 2; }));
    f.clock->advance(20ms);
    EXPECT_TRUE(f.run_until([&] { return second->done(); }));
    EXPECT_EQ(second->code(), errc::acquire_timeout);
    EXPECT_EQ(second->reached(), stage::waiting);
    EXPECT_NE(second->detail().find("all 1 connections"), std::string::npos) << second->detail();
    g.open();
    EXPECT_TRUE(f.run_until([&] { return third->done(); }));
    EXPECT_EQ(third->body(), "/c");
}

TEST(pool_queue, leaves_the_queue_when_cancelled)
{
    server_gate g;
    scripted_server server(held_by(g));
    pool_fixture f(one_connection());
    auto const first = f.start(make_request(server.port()));
    auto const second = f.start(make_request(server.port(), "/b"));
    auto const third = f.start(make_request(server.port(), "/c"));
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().waiting == 2; }));
    f.cancel(second);
    EXPECT_TRUE(f.run_until([&] { return second->done(); }));
    EXPECT_EQ(second->code(), error::operation_aborted);
    g.open();
    EXPECT_TRUE(f.run_until([&] { return third->done(); }));
    EXPECT_EQ(third->body(), "/c");
    EXPECT_EQ(server.count("/b"), 0U);
}

TEST(pool_queue, lets_the_next_one_connect_when_a_connection_ends)
{
    server_gate g;
    scripted_server server(std::vector<script>{[&](peer& p)
        {
            p.expect_request();
            g.wait();
        },
        [](peer& p) { p.serve(); }});
    pool_fixture f(one_connection());
    auto const first = f.start(make_request(server.port()));
    auto const second = f.start(make_request(server.port(), "/b"));
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().waiting == 1; }));
    g.open();
    EXPECT_TRUE(f.run_until([&] { return second->done(); }));
    EXPECT_EQ(first->code(), errc::closed_early);
    EXPECT_EQ(second->body(), "/b");
}

TEST(pool_queue, reports_the_last_failure_to_connect)
{
    silent_port nobody;
    http::pool_options options = one_connection();
    options.connect_timeout = 100ms;
    pool_fixture f(options);
    auto const first = f.start(make_request(nobody.port()));
    auto const second = f.start(make_request(nobody.port()));
    auto const third = f.start(make_request(nobody.port()), f.clock->now() + 150ms);
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().waiting == 2; }));
    EXPECT_TRUE(f.run_until([&] { return f.clock->pending_alarms() == 2; }));
    f.clock->advance(100ms);
    EXPECT_TRUE(f.run_until([&] { return first->done() && f.clock->pending_alarms() == 2; }));
    f.clock->advance(50ms);
    EXPECT_TRUE(f.run_until([&] { return third->done(); }));
    EXPECT_EQ(third->code(), errc::acquire_timeout);
    EXPECT_NE(third->detail().find("last failure to connect: 127.0.0.1"), std::string::npos)
        << third->detail();
    f.clock->advance(50ms);
    EXPECT_TRUE(f.run_until([&] { return second->done(); }));
}

TEST(pool_queue, ends_everything_when_stopped)
{
    server_gate g;
    scripted_server server(held_by(g));
    silent_port nobody;
    pool_fixture f(one_connection());
    auto const busy = f.start(make_request(server.port()));
    auto const waits = f.start(make_request(server.port(), "/b"));
    auto const connects = f.start(make_request(nobody.port()));
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: POST /"); }));
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().waiting == 1; }));
    f.connections->stop();
    EXPECT_TRUE(f.run_until([&] { return busy->done() && waits->done() && connects->done(); }));
    EXPECT_EQ(busy->code(), error::operation_aborted);
    EXPECT_EQ(waits->code(), error::operation_aborted);
    EXPECT_EQ(connects->code(), error::operation_aborted);
    EXPECT_EQ(f.ask(make_request(server.port()))->code(), error::operation_aborted);
    g.open();
}

// ---- at every step

/// What is done to a request, after how many steps of the context.
struct disturbance
{
    char const* name;
    void (*does)(pool_fixture&, std::shared_ptr<pending> const&);
};

class at_every_step : public ::testing::TestWithParam<disturbance>
{};

/// Runs the same exchange again and again, and disturbs it one step later each time, until it is too late.
TEST_P(at_every_step, ends_the_request_and_leaves_nothing_behind)
{
    std::size_t steps = 0;
    for (bool too_late = false; !too_late; ++steps)
    {
        SCOPED_TRACE("after " + std::to_string(steps) + " steps");
        ASSERT_LT(steps, 200U);
        scripted_server server([](peer& p) { p.serve(); });
        http::pool_options options = one_connection();
        pool_fixture f(options);
        auto r = make_request(server.port(), "/a");
        r.to.host = "localhost";
        r.body.assign(5 * 1024 * 1024, 'x');
        auto const disturbed = f.start(r, f.clock->now() + 1s);
        auto const bystander = f.start(r);
        for (std::size_t i = 0; i != steps && !disturbed->done(); ++i)
        {
            f.context.restart();
            f.context.run_one_for(5s);
        }
        too_late = disturbed->done();
        GetParam().does(f, disturbed);
        EXPECT_TRUE(f.run_until([&] { return disturbed->done() && bystander->done(); }));
        if (!too_late && disturbed->code())
        {
            EXPECT_TRUE(disturbed->code() == error::operation_aborted
                || disturbed->code() == errc::connect_timeout || disturbed->code() == errc::exchange_timeout
                || disturbed->code() == errc::acquire_timeout)
                << disturbed->code() << ' ' << disturbed->detail();
        }
        if (f.connections)
        {
            auto const in_use = [&]
            {
                auto const now = f.connections->statistics();
                return now.busy + now.connecting + now.waiting;
            };
            EXPECT_TRUE(f.run_until([&] { return in_use() == 0; })) << in_use();
        }
    }
    EXPECT_GT(steps, 4U);
    std::printf("%zu steps\n", steps);
}

INSTANTIATE_TEST_SUITE_P(all, at_every_step,
    ::testing::Values(
        disturbance{"cancel", [](pool_fixture& f, std::shared_ptr<pending> const& p) { f.cancel(p); }},
        disturbance{
            "deadline", [](pool_fixture& f, std::shared_ptr<pending> const&) { f.clock->advance(1s); }},
        disturbance{"stop", [](pool_fixture& f, std::shared_ptr<pending> const&) { f.connections->stop(); }},
        disturbance{
            "destroy", [](pool_fixture& f, std::shared_ptr<pending> const&) { f.connections.reset(); }},
        disturbance{
            "clock_stops", [](pool_fixture& f, std::shared_ptr<pending> const&) { f.clock->stop(); }}),
    [](auto const& tested) { return std::string(tested.param.name); });

TEST(pool_queue, goes_with_its_context_at_every_step)
{
    scripted_server server([](peer& p) { p.serve(); });
    for (std::size_t steps = 0; steps != 30; ++steps)
    {
        auto context = std::make_unique<boost::asio::io_context>(1);
        http::pool_options const options = one_connection();
        auto connections = std::make_unique<http::pool>(context->get_executor(), options);
        auto r = make_request(server.port(), "/a");
        r.body.assign(1024 * 1024, 'x');
        for (int i = 0; i != 3; ++i)
            boost::asio::co_spawn(*context, connections->send(r, std::chrono::steady_clock::now() + 10s),
                [](std::exception_ptr, http::send_result) {});
        for (std::size_t i = 0; i != steps; ++i)
            context->run_one_for(1s);
        connections.reset();
        context.reset(); // the leak check of the sanitizers says whether all went with it
    }
}

} // namespace
} // namespace dynasio::tests
