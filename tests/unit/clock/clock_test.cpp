// SPDX-License-Identifier: BSL-1.0

#include "support/coroutine_test.hpp"

#include <dynasio/testing/manual_clock.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace dynasio::http {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

struct noting final : alarm
{
    void fire(boost::system::error_code reason) noexcept override
    {
        ++fired;
        why = reason;
        if (then)
            then();
    }

    std::atomic<int> fired{0};
    boost::system::error_code why;
    std::function<void()> then;
};

TEST(manual_clock, fires_in_order_and_at_the_moment_that_was_asked_for)
{
    testing::manual_clock c;
    auto const begin = c.now();
    std::vector<time_point> seen;
    noting a;
    noting b;
    a.then = [&] { seen.push_back(c.now()); };
    b.then = a.then;
    c.arm(a, begin + 2s);
    c.arm(b, begin + 1s);
    EXPECT_EQ(c.pending_alarms(), 2U);
    EXPECT_EQ(c.next_deadline(), begin + 1s);
    auto const wall = c.wall_now();
    c.advance(3s);
    EXPECT_EQ(seen, (std::vector{begin + 1s, begin + 2s}));
    EXPECT_EQ(c.now(), begin + 3s);
    EXPECT_EQ(c.wall_now() - wall, 3s);
    EXPECT_FALSE(c.advance_to_next());
}

TEST(manual_clock, stops_at_the_last_moments_of_both_times)
{
    testing::manual_clock c;
    noting a;
    c.arm(a, c.now() + 1s);
    c.advance(time_point::duration::max());
    EXPECT_EQ(a.fired, 1);
    EXPECT_EQ(c.now(), no_deadline);
    EXPECT_EQ(c.wall_now(), wall_time::max());
}

TEST(manual_clock, lets_an_alarm_arm_itself_and_disarm_others_while_it_fires)
{
    testing::manual_clock c;
    noting a;
    noting b;
    c.arm(a, c.now() + 1s);
    c.arm(b, c.now() + 1s);
    a.then = [&]
    {
        EXPECT_EQ(c.disarm(b), a.fired == 1);
        if (a.fired < 3)
            c.arm(a, c.now() + 1s);
    };
    c.advance(10s);
    EXPECT_EQ(a.fired, 3);
    EXPECT_EQ(b.fired, 0);
    EXPECT_FALSE(c.disarm(a));
}

TEST(manual_clock, fires_all_when_stopped_and_at_once_afterwards)
{
    testing::manual_clock c;
    noting a;
    c.arm(a, c.now() + 1s);
    c.stop();
    EXPECT_EQ(a.why, asio::error::operation_aborted);
    c.arm(a, c.now() + 1s);
    EXPECT_EQ(a.fired, 2);
}

TEST(real_clock, leaves_no_work_behind_when_all_alarms_are_taken_back)
{
    asio::io_context context(1);
    auto const c = make_clock(context.get_executor());
    noting a;
    noting b;
    c->arm(a, c->now() + 1h);
    c->arm(b, c->now() + 1ms);
    auto const limit = c->now() + 20s;
    while (b.fired == 0 && c->now() < limit)
        context.run_one_until(limit);
    EXPECT_EQ(b.fired, 1);
    EXPECT_TRUE(c->disarm(a));
    context.restart();
    context.run_for(20s);
    EXPECT_TRUE(context.stopped());
    EXPECT_EQ(a.fired, 0);
}

TEST(real_clock, wakes_sleepers_when_the_context_goes)
{
    auto context = std::make_unique<asio::io_context>(1);
    auto c = make_clock(context->get_executor());
    asio::co_spawn(*context, sleep_until(c, c->now() + 1h), [](std::exception_ptr) {});
    context->poll();
    c.reset();       // the sleeper has it still
    context.reset(); // the leak check of the sanitizers says whether the sleeper went with it
}

TEST(real_clock, never_returns_from_disarm_while_the_alarm_fires_elsewhere)
{
    asio::io_context context(4);
    auto const c = make_clock(context.get_executor());
    std::vector<std::thread> threads;
    auto work = asio::make_work_guard(context);
    for (int i = 0; i != 3; ++i)
        threads.emplace_back([&] { context.run(); });
    for (int i = 0; i != 2000; ++i)
    {
        int plain = 0; // ThreadSanitizer and the stack tell when `fire` comes too late
        noting a;
        a.then = [&] { ++plain; };
        c->arm(a, c->now() + std::chrono::microseconds(i % 60));
        while (i % 2 == 0 && c->now().time_since_epoch().count() % 7 != 0)
        {}
        bool const taken_back = c->disarm(a);
        EXPECT_EQ(plain, taken_back ? 0 : 1);
    }
    work.reset();
    for (auto& t : threads)
        t.join();
}

TEST(sleep_until, ends_on_the_executor_of_the_sleeper)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto const c = make_clock(co_await asio::this_coro::executor);
            auto const thread = std::this_thread::get_id();
            auto const until = c->now() + 5ms;
            co_await sleep_until(c, until);
            EXPECT_GE(c->now(), until);
            EXPECT_EQ(std::this_thread::get_id(), thread);
            co_await sleep_until(c, until); // long ago
        });
}

TEST(sleep_until, can_be_cancelled_and_stopped)
{
    for (bool const by_stop : {false, true})
    {
        asio::io_context context(1);
        auto const c = std::make_shared<testing::manual_clock>();
        asio::cancellation_signal signal;
        std::exception_ptr thrown;
        asio::co_spawn(context, sleep_until(c, no_deadline),
            asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e) { thrown = e; }));
        context.poll();
        EXPECT_EQ(c->pending_alarms(), 1U);
        if (by_stop)
            c->stop();
        else
            signal.emit(asio::cancellation_type::terminal);
        context.restart();
        context.run_for(20s);
        EXPECT_THROW(std::rethrow_exception(thrown), boost::system::system_error);
        EXPECT_EQ(c->pending_alarms(), 0U);
    }
}

} // namespace
} // namespace dynasio::http
