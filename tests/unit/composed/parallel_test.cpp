// SPDX-License-Identifier: BSL-1.0

#include "support/coroutine_test.hpp"

#include "composed/parallel.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using work = std::function<asio::awaitable<void>(detail::worker_group&, std::size_t)>;

/// Ends only when cancelled.
asio::awaitable<void> wait_for_ever()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> count_after_yields(int& counter, std::size_t yields)
{
    for (std::size_t i = 0; i <= yields; ++i)
    {
        ++counter;
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    }
}

TEST(parallel, ends_when_all_have_ended)
{
    int counter = 0;
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            work const body = [&](detail::worker_group&, std::size_t i)
            { return count_after_yields(counter, i); };
            co_await detail::run_workers(5, body);
            EXPECT_EQ(counter, 1 + 2 + 3 + 4 + 5);
        });
}

TEST(parallel, workers_on_many_threads_share_state_without_locks)
{
    asio::thread_pool pool(4);
    int counter = 0;
    work const body = [&](detail::worker_group&, std::size_t) { return count_after_yields(counter, 999); };
    asio::co_spawn(pool, detail::run_workers(8, body), asio::use_future).get();
    EXPECT_EQ(counter, 8 * 1000);
    pool.join();
}

TEST(parallel, an_exception_cancels_the_others_and_is_thrown)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            int cancelled = 0;
            auto const one = [](int& count, std::size_t i) -> asio::awaitable<void>
            {
                if (i == 2)
                    throw std::runtime_error("two");
                try
                {
                    co_await wait_for_ever();
                }
                catch (boost::system::system_error const& e)
                {
                    count += e.code() == asio::error::operation_aborted;
                }
            };
            work const body = [&](detail::worker_group&, std::size_t i) { return one(cancelled, i); };
            std::string thrown;
            try
            {
                co_await detail::run_workers(4, body);
            }
            catch (std::runtime_error const& e)
            {
                thrown = e.what();
            }
            EXPECT_EQ(thrown, "two");
            EXPECT_EQ(cancelled, 3);
        });
}

/// Asio of Boost 1.83 throws out of `run` when a coroutine is cancelled before it begins; that of 1.81 does not.
bool cancels_before_the_beginning()
{
    asio::io_context context(1);
    asio::cancellation_signal signal;
    auto const nothing = []() -> asio::awaitable<void> { co_return; };
    asio::co_spawn(
        context, nothing(), asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
    signal.emit(asio::cancellation_type::terminal);
    try
    {
        context.run_for(test_limit);
        return true;
    }
    catch (boost::system::system_error const&)
    {
        return false;
    }
}

TEST(parallel, cancellation_reaches_every_worker_before_the_caller_goes_on)
{
    for (auto const steps : {0, 1, 2, 10}) // in every phase of the beginning
    {
        SCOPED_TRACE(steps);
        if (steps == 0 && !cancels_before_the_beginning())
            continue;
        asio::io_context context(1);
        asio::cancellation_signal signal;
        int ended = 0;
        bool finished = false;
        auto const one = [](int& count) -> asio::awaitable<void>
        {
            try
            {
                co_await wait_for_ever();
            }
            catch (boost::system::system_error const&)
            {
                ++count;
            }
            throw boost::system::system_error(asio::error::operation_aborted);
        };
        work const body = [&](detail::worker_group&, std::size_t) { return one(ended); };
        asio::co_spawn(context, detail::run_workers(3, body),
            asio::bind_cancellation_slot(signal.slot(),
                [&](std::exception_ptr failure)
                {
                    finished = true;
                    EXPECT_TRUE(failure);
                    EXPECT_TRUE(ended == 3 || steps < 10); // not yet begun is ended too
                }));
        for (int i = 0; i < steps; ++i)
            context.poll_one();
        signal.emit(asio::cancellation_type::terminal);
        context.restart();
        context.run_for(test_limit);
        EXPECT_TRUE(finished);
    }
}

TEST(parallel, a_context_that_goes_takes_everything_along)
{
    auto const witness = std::make_shared<int>();
    {
        asio::io_context context(1);
        work const body = [witness](detail::worker_group&, std::size_t) { return wait_for_ever(); };
        asio::co_spawn(context, detail::run_workers(3, body), [witness](std::exception_ptr) {});
        context.poll();
    }
    EXPECT_EQ(witness.use_count(), 1);
}

} // namespace
} // namespace dynasio::tests
