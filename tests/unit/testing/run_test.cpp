// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/run.hpp>

#include <dynasio/testing/gate.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace dynasio::testing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

struct run_world
{
    asio::io_context context{1};
    std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();

    asio::awaitable<std::string> sleep(std::chrono::steady_clock::duration d)
    {
        co_await http::sleep_until(clock, clock->now() + d);
        co_return "slept";
    }

    asio::awaitable<void> wait_for_ever(bool& left)
    {
        auto const on_leaving = std::shared_ptr<void>(nullptr, [&left](void*) { left = true; });
        gate const closed;
        auto waiting = closed.wait();
        co_await std::move(waiting);
    }

    static asio::awaitable<int> spin()
    {
        for (;;)
            co_await asio::post(asio::deferred);
    }
};

TEST(Run, MovesTheClockWhereOnlyTimeCanHelp)
{
    run_world world;
    auto const begun = world.clock->now();
    EXPECT_EQ(run(world.context, *world.clock, [&] { return world.sleep(48h); }), "slept");
    EXPECT_EQ(world.clock->now() - begun, 48h);
    EXPECT_EQ(run(world.context, *world.clock, [&] { return world.sleep(0s); }), "slept")
        << "the context is used again";
}

TEST(Run, ReturnsWhatCannotBeCopiedOrMadeByDefault)
{
    struct odd
    {
        explicit odd(int n) : value(std::make_unique<int>(n)) {}
        std::unique_ptr<int> value;
    };
    run_world world;
    auto const body = []() -> asio::awaitable<odd>
    {
        odd result(7);
        co_return result;
    };
    EXPECT_EQ(*run(world.context, *world.clock, body).value, 7);
}

TEST(Run, ThrowsWhatTheCoroutineThrows)
{
    run_world world;
    auto const body = [&]() -> asio::awaitable<void>
    {
        co_await http::sleep_until(world.clock, world.clock->now() + 1s);
        throw std::domain_error("on purpose");
    };
    EXPECT_THROW(run(world.context, *world.clock, body), std::domain_error);
}

TEST(Run, AsksAtRestBeforeItMovesTheClock)
{
    run_world world;
    gate const g;
    auto const begun = world.clock->now();
    auto const body = [&]() -> asio::awaitable<bool>
    {
        auto waiting = g.wait(world.clock, world.clock->now() + 1h);
        auto const e = co_await std::move(waiting);
        co_return !e;
    };
    run_options options;
    int asked = 0;
    options.at_rest = [&]
    {
        ++asked;
        g.open();
        return true;
    };
    EXPECT_TRUE(run(world.context, *world.clock, body, options));
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(world.clock->now(), begun);
}

TEST(Run, CancelsWhatNeverEndsAndSaysSo)
{
    run_world world;
    bool left = false;
    EXPECT_THROW(run(world.context, *world.clock, [&] { return world.wait_for_ever(left); }), never_ends);
    EXPECT_TRUE(left);
}

TEST(Run, BoundsHandlersAndRounds)
{
    run_world world;
    run_options options;
    options.max_handlers = 1000;
    EXPECT_THROW(run(world.context, *world.clock, [] { return run_world::spin(); }, options), never_ends);

    run_world other;
    options.max_rounds = 10;
    auto const sleeper = [&]() -> asio::awaitable<void>
    {
        for (;;)
            co_await http::sleep_until(other.clock, other.clock->now() + 1s);
    };
    auto const begun = other.clock->now();
    EXPECT_THROW(run(other.context, *other.clock, sleeper, options), never_ends);
    EXPECT_LE(other.clock->now() - begun, 10s);
    EXPECT_EQ(other.clock->pending_alarms(), 0U);
}

TEST(Run, LeavesACoroutineThatCannotBeCancelledToItsContext)
{
    bool left = false;
    {
        run_world world;
        auto const stubborn = [&]() -> asio::awaitable<void>
        {
            co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
            auto const on_leaving = std::shared_ptr<void>(nullptr, [&left](void*) { left = true; });
            asio::steady_timer timer(world.context, 24h); // which the context destroys
            co_await timer.async_wait(asio::deferred);
        };
        EXPECT_THROW(run(world.context, *world.clock, stubborn), never_ends);
        EXPECT_FALSE(left);
    }
    EXPECT_TRUE(left);
}

TEST(Settle, RunsWhatIsReadyAndCountsIt)
{
    asio::io_context context(1);
    int count = 0;
    asio::post(context,
        [&]
        {
            ++count;
            asio::post(context, [&] { ++count; });
        });
    EXPECT_EQ(settle(context, 1), 1U);
    EXPECT_EQ(count, 1);
    EXPECT_EQ(settle(context), 1U);
    EXPECT_EQ(count, 2);
    EXPECT_EQ(settle(context), 0U);
}

} // namespace
} // namespace dynasio::testing
