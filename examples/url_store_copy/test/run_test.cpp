// SPDX-License-Identifier: BSL-1.0
//
// What carries the coroutines of a copy.

#include "files/in_pool.hpp"
#include "run/queue.hpp"
#include "run/worker_group.hpp"
#include "support/coroutine_test.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace examples::copier {
namespace {

using dynasio::tests::run_coroutine;

/// Waits until it is cancelled, and says so.
asio::awaitable<void> wait_for_ever(asio::io_context& context, bool& was_cancelled)
{
    asio::steady_timer timer(context, asio::steady_timer::time_point::max());
    boost::system::error_code failure;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, failure));
    was_cancelled = failure == asio::error::operation_aborted;
}

asio::awaitable<void> fail()
{
    throw std::runtime_error("the reason");
    co_return;
}

TEST(copy_pool, results_and_failures_come_back)
{
    asio::io_context context;
    asio::thread_pool pool(1);
    auto const here = std::this_thread::get_id();
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            auto asking = in_pool(pool, [] { return std::this_thread::get_id(); });
            auto const there = co_await std::move(asking);
            EXPECT_NE(there, here);
            EXPECT_EQ(std::this_thread::get_id(), here);
            auto failing = in_pool(pool, [] { throw std::runtime_error("the reason"); });
            std::string reason;
            try
            {
                co_await std::move(failing);
            }
            catch (std::runtime_error const& e)
            {
                reason = e.what();
            }
            EXPECT_EQ(reason, "the reason");
            EXPECT_EQ(std::this_thread::get_id(), here);
        });
}

TEST(copy_pool, a_stopped_context_may_go_when_the_pool_has_been_joined)
{
    asio::thread_pool pool(1);
    std::atomic<bool> begun = false;
    std::atomic<bool> go_on = false;
    {
        asio::io_context context;
        auto call = [&]
        {
            begun = true;
            while (!go_on)
                std::this_thread::yield();
        };
        asio::co_spawn(context, in_pool(pool, call), [](std::exception_ptr) {});
        while (!begun)
            context.poll();
        context.stop();
        go_on = true;
        pool.join();
    }
}

TEST(copy_queue, keeps_the_order_and_its_limit)
{
    asio::io_context context;
    bounded_queue<int> queue(context.get_executor(), 2);
    int pushed = 0;
    std::vector<int> popped;
    auto const push = [&]() -> asio::awaitable<void>
    {
        for (; pushed < 10; ++pushed)
            co_await queue.push(pushed);
        queue.close();
    };
    auto const pop = [&]() -> asio::awaitable<void>
    {
        while (auto const one = co_await queue.pop())
        {
            popped.push_back(*one);
            EXPECT_LE(pushed, static_cast<int>(popped.size()) + 2);
        }
    };
    asio::co_spawn(context, push(), [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    context.poll();
    EXPECT_EQ(pushed, 2);
    run_coroutine(context, pop);
    std::vector<int> const expected{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    EXPECT_EQ(popped, expected);
}

TEST(copy_queue, all_who_wait_see_the_end)
{
    asio::io_context context;
    bounded_queue<int> queue(context.get_executor(), 2);
    int ended = 0;
    auto const pop = [&]() -> asio::awaitable<void>
    {
        if (!co_await queue.pop())
            ++ended;
    };
    for (int i = 0; i < 3; ++i)
        asio::co_spawn(context, pop(), [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    context.poll();
    EXPECT_EQ(ended, 0);
    queue.close();
    context.restart();
    context.poll();
    EXPECT_EQ(ended, 3);
}

TEST(copy_workers, the_first_failure_cancels_the_others)
{
    asio::io_context context;
    worker_group group(context.get_executor());
    bool was_cancelled = false;
    std::string reason;
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            group.start(wait_for_ever(context, was_cancelled));
            group.start(fail());
            try
            {
                co_await group.wait();
            }
            catch (std::runtime_error const& e)
            {
                reason = e.what();
            }
        });
    EXPECT_TRUE(was_cancelled);
    EXPECT_EQ(reason, "the reason");
}

TEST(copy_workers, cancelling_is_no_failure)
{
    asio::io_context context;
    worker_group group(context.get_executor());
    bounded_queue<int> queue(context.get_executor(), 1);
    bool was_cancelled = false;
    bool was_started = false;
    auto const pop = [&]() -> asio::awaitable<void> { (void)co_await queue.pop(); };
    auto const late = [&]() -> asio::awaitable<void>
    {
        was_started = true;
        co_return;
    };
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            group.start(wait_for_ever(context, was_cancelled));
            group.start(pop());
            group.cancel();
            group.start(late());
            co_await group.wait();
        });
    EXPECT_TRUE(was_cancelled);
    EXPECT_FALSE(was_started);
}

} // namespace
} // namespace examples::copier
