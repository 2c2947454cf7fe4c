// SPDX-License-Identifier: BSL-1.0

#include "support/coroutine_test.hpp"

#include <dynasio/http/message.hpp>
#include <dynasio/testing/manual_clock.hpp>

#include <boost/asio/error.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

namespace dynasio::http {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

struct told final : alarm
{
    void fire(boost::system::error_code reason) noexcept override
    {
        ++times;
        why = reason;
    }

    int times = 0;
    boost::system::error_code why;
};

TEST(interruption, tells_the_one_that_watches_once)
{
    interruption stop;
    told a;
    stop.watch(a);
    EXPECT_FALSE(stop.interrupted());
    stop.interrupt();
    stop.interrupt();
    EXPECT_TRUE(stop.interrupted());
    EXPECT_EQ(a.times, 1);
    EXPECT_EQ(a.why, asio::error::operation_aborted);
    stop.unwatch();
    EXPECT_TRUE(stop.interrupted());
}

TEST(interruption, tells_those_at_once_that_watch_later)
{
    interruption stop;
    stop.interrupt();
    for (int i = 0; i < 2; ++i)
    {
        told a;
        stop.watch(a);
        EXPECT_EQ(a.times, 1);
        EXPECT_EQ(a.why, asio::error::operation_aborted);
        stop.unwatch();
    }
}

TEST(interruption, does_not_tell_those_that_watch_no_more)
{
    interruption stop;
    told first;
    told second;
    stop.watch(first);
    stop.unwatch();
    stop.unwatch();
    stop.watch(second);
    stop.interrupt();
    EXPECT_EQ(first.times, 0);
    EXPECT_EQ(second.times, 1);
}

TEST(interruption, is_not_copied_with_a_request)
{
    interruption stop;
    request original;
    original.stop = stop;
    request const copy = original;
    request assigned;
    assigned.stop = stop;
    assigned = original;
    EXPECT_EQ(original.stop.get(), &stop);
    EXPECT_EQ(copy.stop.get(), nullptr);
    EXPECT_EQ(assigned.stop.get(), nullptr);
}

/// Fires slowly, and notes whether it is used after its end.
struct slow_alarm final : alarm
{
    explicit slow_alarm(std::atomic<int>& t) : told_times(t) {}
    ~slow_alarm() { alive = false; }

    void fire(boost::system::error_code) noexcept override
    {
        std::this_thread::yield();
        EXPECT_TRUE(alive);
        ++told_times;
    }

    std::atomic<bool> alive = true;
    std::atomic<int>& told_times;
};

TEST(interruption, waits_for_the_one_that_is_being_told_on_another_thread)
{
    for (int round = 0; round < 2000; ++round)
    {
        interruption stop;
        std::atomic<int> times{0};
        std::atomic<bool> go{false};
        std::thread other(
            [&]
            {
                go = true;
                stop.interrupt();
            });
        while (!go)
            std::this_thread::yield();
        int const least = stop.interrupted() ? 1 : 0;
        {
            slow_alarm a(times);
            stop.watch(a);
            stop.unwatch();
        }
        other.join();
        EXPECT_GE(times, least);
        EXPECT_LE(times, 1);
    }
}

TEST(sleep_until, ends_when_it_is_interrupted)
{
    for (bool const before : {false, true})
    {
        asio::io_context context(1);
        auto const clock = std::make_shared<testing::manual_clock>();
        interruption stop;
        if (before)
            stop.interrupt();
        std::optional<boost::system::error_code> ended;
        auto const sleeping = [&]() -> asio::awaitable<void>
        {
            boost::system::error_code why;
            try
            {
                co_await sleep_until(clock, clock->now() + 1h, &stop);
            }
            catch (boost::system::system_error const& e)
            {
                why = e.code();
            }
            ended = why;
        };
        asio::co_spawn(context, sleeping(), dynasio::tests::report_failure);
        context.poll();
        EXPECT_EQ(ended.has_value(), before);
        stop.interrupt();
        EXPECT_EQ(ended.has_value(), before) << "it resumes on its executor";
        context.restart();
        context.poll();
        ASSERT_TRUE(ended);
        EXPECT_EQ(*ended, asio::error::operation_aborted);
        EXPECT_EQ(clock->pending_alarms(), 0u);
    }
}

TEST(sleep_until, can_end_before_its_interruption)
{
    asio::io_context context(1);
    auto const clock = std::make_shared<testing::manual_clock>();
    interruption stop;
    bool ended = false;
    auto const sleeping = [&]() -> asio::awaitable<void>
    {
        co_await sleep_until(clock, clock->now() + 1s, &stop);
        ended = true;
    };
    asio::co_spawn(context, sleeping(), dynasio::tests::report_failure);
    context.poll();
    clock->advance(1s);
    stop.interrupt(); // its alarm was first
    context.restart();
    context.poll();
    EXPECT_TRUE(ended);
}

} // namespace
} // namespace dynasio::http
