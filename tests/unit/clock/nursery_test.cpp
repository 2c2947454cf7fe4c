// SPDX-License-Identifier: BSL-1.0
//
// Concurrent children. Most tests here wait for children that end only when cancelled: what the parent sees before they
// have ended would be wrong.

#include "support/coroutine_test.hpp"

#include "clock/nursery.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <stdexcept>
#include <string>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using http::child_group;
using http::nursery;
using http::on_failure;
using http::run_children;
using child_body = std::function<asio::awaitable<void>(child_group&, std::size_t)>;

/// Ends only when cancelled.
asio::awaitable<void> wait_for_ever()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::use_awaitable);
}

/// Ends only when cancelled, after some more steps; counts then.
asio::awaitable<void> count_cancellation(int& counter)
{
    try
    {
        co_await wait_for_ever();
    }
    catch (boost::system::system_error const&)
    {}
    co_await asio::this_coro::throw_if_cancelled(false);
    for (int i = 0; i < 5; ++i)
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    ++counter;
}

asio::awaitable<void> count_after_yields(int& counter, std::size_t yields)
{
    for (std::size_t i = 0; i <= yields; ++i)
    {
        ++counter;
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    }
}

asio::awaitable<void> fail(std::string what)
{
    throw std::runtime_error(what);
    co_return;
}

/// The text of the exception; empty for none.
std::string text_of(std::exception_ptr failure)
{
    try
    {
        if (failure)
            std::rethrow_exception(failure);
        return {};
    }
    catch (boost::system::system_error const& e)
    {
        return e.code() == asio::error::operation_aborted ? "aborted" : e.what();
    }
    catch (std::exception const& e)
    {
        return e.what();
    }
}

/// `run_children` as it ended: the text of its failure.
asio::awaitable<std::string> outcome_of(asio::awaitable<void> children)
{
    std::exception_ptr failure;
    try
    {
        co_await std::move(children);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    co_return text_of(failure);
}

TEST(nursery, ends_when_all_have_ended)
{
    int counter = 0;
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            child_body const body = [&](child_group&, std::size_t i)
            { return count_after_yields(counter, i); };
            co_await run_children(5, body);
            EXPECT_EQ(counter, 1 + 2 + 3 + 4 + 5);
            co_await run_children(0, body);
            EXPECT_EQ(counter, 1 + 2 + 3 + 4 + 5);
        });
}

TEST(nursery, children_on_many_threads_share_state_without_locks)
{
    asio::thread_pool pool(4);
    int counter = 0;
    child_body const body = [&](child_group&, std::size_t) { return count_after_yields(counter, 999); };
    asio::co_spawn(pool, run_children(8, body), asio::use_future).get();
    EXPECT_EQ(counter, 8 * 1000);
    pool.join();
}

#ifdef __SANITIZE_ADDRESS__
constexpr int many = 1'000; // an exception takes milliseconds there
#else
constexpr int many = 20'000;
#endif

TEST(nursery, thousands_of_children_end_and_fail_and_are_cancelled)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            int counter = 0;
            child_body const at_once = [&](child_group&, std::size_t) -> asio::awaitable<void>
            {
                ++counter;
                co_return;
            };
            co_await run_children(many, at_once);
            EXPECT_EQ(counter, many);

            child_body const fails = [&](child_group&, std::size_t i) { return fail(std::to_string(i)); };
            auto thrown = co_await outcome_of(run_children(many, fails));
            EXPECT_EQ(thrown, "0");

            counter = 0;
            child_body const last_fails = [&](child_group&, std::size_t i)
            { return i == many - 1 ? fail("last") : count_cancellation(counter); };
            thrown = co_await outcome_of(run_children(many, last_fails));
            EXPECT_EQ(thrown, "last");
            EXPECT_EQ(counter, many - 1);
        });
}

TEST(nursery, an_exception_cancels_the_others_and_is_thrown_when_they_have_ended)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            int cancelled = 0;
            bool late = false;
            // Those behind the failing one have not begun when it fails.
            auto const one = [&](std::size_t i) -> asio::awaitable<void>
            {
                late = late || i > 2;
                if (i == 2)
                    throw std::runtime_error("two");
                co_await count_cancellation(cancelled);
            };
            child_body const body = [&](child_group&, std::size_t i) { return one(i); };
            auto const thrown = co_await outcome_of(run_children(4, body));
            EXPECT_EQ(thrown, "two");
            EXPECT_EQ(cancelled, 2);
            EXPECT_FALSE(late);
        });
}

TEST(nursery, the_first_failure_wins)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            auto const one = [](std::size_t i) -> asio::awaitable<void>
            {
                if (i == 1)
                {
                    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
                    throw std::runtime_error("first");
                }
                try
                {
                    co_await wait_for_ever();
                }
                catch (boost::system::system_error const&)
                {}
                throw std::runtime_error("later");
            };
            child_body const body = [&](child_group&, std::size_t i) { return one(i); };
            auto const thrown = co_await outcome_of(run_children(3, body));
            EXPECT_EQ(thrown, "first");
        });
}

TEST(nursery, others_go_on_after_a_failure_where_wanted)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            int counter = 0;
            auto const one = [&](std::size_t i) -> asio::awaitable<void>
            {
                if (i % 2 == 0)
                    throw std::runtime_error(std::to_string(i));
                co_await count_after_yields(counter, 9);
            };
            child_body const body = [&](child_group&, std::size_t i) { return one(i); };
            auto const thrown = co_await outcome_of(run_children(4, body, on_failure::keep_others));
            EXPECT_EQ(thrown, "0");
            EXPECT_EQ(counter, 20);
        });
}

TEST(nursery, a_child_cancels_one_other_and_starts_more)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            int cancelled = 0;
            int counter = 0;
            auto const one = [&](child_group& all, std::size_t i) -> asio::awaitable<void>
            {
                if (i == 1)
                {
                    all.start(count_after_yields(counter, 9));
                    all.cancel_child(0);
                    all.cancel_child(2); // has not begun
                    co_return;
                }
                if (i == 0)
                    co_await count_cancellation(cancelled);
            };
            child_body const body = [&](child_group& all, std::size_t i) { return one(all, i); };
            co_await run_children(3, body);
            EXPECT_EQ(cancelled, 1);
            EXPECT_EQ(counter, 10);
        });
}

TEST(nursery, a_child_may_cancel_itself_in_its_last_step)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            auto const one = [](child_group& all, std::size_t i) -> asio::awaitable<void>
            {
                all.cancel_child(i);
                co_return;
            };
            child_body const body = [&](child_group& all, std::size_t i) { return one(all, i); };
            auto const thrown = co_await outcome_of(run_children(2, body));
            EXPECT_EQ(thrown, "");
        });
}

TEST(nursery, the_number_of_a_child_that_has_ended_is_used_again)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            auto const executor = co_await asio::this_coro::executor;
            nursery const owner(on_failure::cancel_others);
            std::vector<child_group*> const one_group(1, &*owner);
            int counter = 0;
            owner->start(executor, count_after_yields(counter, 0));
            co_await http::wait_for_any(one_group);

            int cancelled = 0;
            auto const cancels = [](child_group& all) -> asio::awaitable<void>
            {
                all.cancel_child(0);
                co_return;
            };
            owner->start(executor, count_cancellation(cancelled));
            owner->start(executor, cancels(*owner));
            co_await http::wait_for_any(one_group);
            EXPECT_EQ(cancelled, 1);
        });
}

TEST(nursery, no_child_begins_after_cancellation)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            int counter = 0;
            auto const one = [&](child_group& all) -> asio::awaitable<void>
            {
                EXPECT_FALSE(all.cancelled());
                all.cancel(asio::cancellation_type::terminal);
                EXPECT_TRUE(all.cancelled());
                all.start(count_after_yields(counter, 9));
                co_return; // is cancelled too, and ends all the same
            };
            child_body const body = [&](child_group& all, std::size_t) { return one(all); };
            auto const thrown = co_await outcome_of(run_children(1, body));
            EXPECT_EQ(thrown, "aborted");

            nursery const owner(on_failure::cancel_others);
            owner->cancel(asio::cancellation_type::terminal);
            owner->start(co_await asio::this_coro::executor, count_after_yields(counter, 9));
            EXPECT_FALSE(owner->idle());
            std::vector<child_group*> const one_group(1, &*owner);
            co_await http::wait_for_any(one_group);
            EXPECT_TRUE(owner->idle());
            EXPECT_EQ(text_of(owner->take_failure()), "aborted");
            EXPECT_EQ(counter, 0);
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

TEST(nursery, cancellation_reaches_every_child_before_the_parent_goes_on)
{
    for (int steps = 0; steps <= 12; ++steps) // in every phase of the beginning
    {
        SCOPED_TRACE(steps);
        if (steps == 0 && !cancels_before_the_beginning())
            continue;
        asio::io_context context(1);
        asio::cancellation_signal signal;
        int begun = 0;
        int ended = 0;
        bool finished = false;
        auto const one = [&]() -> asio::awaitable<void>
        {
            ++begun;
            co_await count_cancellation(ended);
            throw boost::system::system_error(asio::error::operation_aborted);
        };
        child_body const body = [&](child_group&, std::size_t) { return one(); };
        asio::co_spawn(context, run_children(3, body),
            asio::bind_cancellation_slot(signal.slot(),
                [&](std::exception_ptr failure)
                {
                    finished = true;
                    EXPECT_EQ(text_of(failure), "aborted");
                    EXPECT_EQ(ended, begun);
                    EXPECT_TRUE(ended == 3 || steps < 10);
                }));
        for (int i = 0; i < steps; ++i)
            context.poll_one();
        signal.emit(asio::cancellation_type::terminal);
        context.restart();
        context.run_for(test_limit);
        EXPECT_TRUE(finished);
    }
}

TEST(nursery, every_type_that_the_parent_lets_through_arrives_as_it_is)
{
    for (auto const type :
        {asio::cancellation_type::terminal, asio::cancellation_type::partial, asio::cancellation_type::total})
    {
        asio::io_context context(1);
        asio::cancellation_signal signal;
        bool finished = false;
        int seen = 0;
        auto const child = [&]() -> asio::awaitable<void>
        {
            try
            {
                co_await wait_for_ever();
            }
            catch (boost::system::system_error const&)
            {}
            auto const state = co_await asio::this_coro::cancellation_state;
            seen += state.cancelled() == type;
        };
        child_body const body = [&](child_group&, std::size_t) { return child(); };
        auto const parent = [&](bool all_types) -> asio::awaitable<void>
        {
            if (all_types)
                co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
            co_await run_children(2, body);
            finished = true;
        };
        asio::co_spawn(context, parent(true),
            asio::bind_cancellation_slot(
                signal.slot(), [](std::exception_ptr failure) { EXPECT_EQ(text_of(failure), ""); }));
        context.poll();
        signal.emit(type);
        context.restart();
        context.run_for(test_limit);
        EXPECT_TRUE(finished);
        EXPECT_EQ(seen, 2);

        // By default only the terminal one is let through.
        if (type == asio::cancellation_type::terminal)
            continue;
        finished = false;
        asio::co_spawn(
            context, parent(false), asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
        context.restart();
        context.poll();
        signal.emit(type);
        context.restart();
        context.poll();
        EXPECT_FALSE(finished);
        signal.emit(asio::cancellation_type::terminal);
        context.restart();
        context.run_for(test_limit);
        EXPECT_TRUE(finished);
    }
}

TEST(nursery, cancellation_meets_children_that_end_by_themselves)
{
    asio::thread_pool pool(4);
    for (int round = 0; round < 300; ++round)
    {
        // Of the parent; the children have another one.
        auto const strand = asio::make_strand(pool.get_executor());
        asio::cancellation_signal signal;
        asio::steady_timer delay(strand, std::chrono::microseconds(round));
        bool over = false;
        std::promise<void> ended;
        std::promise<void> cancelled;
        int counter = 0;
        child_body const body = [&](child_group&, std::size_t i)
        { return count_after_yields(counter, i + static_cast<std::size_t>(round % 7)); };
        auto const parent = [&]() -> asio::awaitable<void>
        {
            delay.async_wait(
                [&](auto const&)
                {
                    if (!over)
                        signal.emit(asio::cancellation_type::terminal);
                    cancelled.set_value();
                });
            co_await run_children(4, body);
        };
        asio::co_spawn(strand, parent(),
            asio::bind_cancellation_slot(signal.slot(),
                [&](std::exception_ptr)
                {
                    over = true;
                    ended.set_value();
                }));
        ended.get_future().get();
        cancelled.get_future().get();
    }
    pool.join();
}

TEST(nursery, children_on_another_executor)
{
    asio::io_context parents(1);
    asio::io_context others(1);
    for (bool const cancelled : {false, true})
    {
        asio::cancellation_signal signal;
        int counter = 0;
        std::optional<std::string> outcome;
        child_body const body = [&](child_group&, std::size_t) { return count_after_yields(counter, 9); };
        auto const parent = [&]() -> asio::awaitable<void>
        {
            co_await run_children(2, body, on_failure::cancel_others, others.get_executor());
            EXPECT_TRUE(parents.get_executor().running_in_this_thread());
        };
        asio::co_spawn(parents, parent(),
            asio::bind_cancellation_slot(
                signal.slot(), [&](std::exception_ptr failure) { outcome = text_of(failure); }));
        parents.restart();
        parents.poll();
        if (cancelled)
            signal.emit(asio::cancellation_type::terminal);
        parents.poll();
        EXPECT_FALSE(outcome);
        others.restart();
        others.run_for(test_limit);
        EXPECT_FALSE(outcome);
        parents.restart();
        parents.run_for(test_limit);
        EXPECT_EQ(outcome, cancelled ? "aborted" : "");
        EXPECT_EQ(counter, cancelled ? 0 : 20);
    }
}

TEST(nursery, children_of_another_context_that_goes_count_as_aborted)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            std::optional<asio::io_context> others(1);
            asio::post(co_await asio::this_coro::executor, [&] { others.reset(); });
            int counter = 0;
            child_body const body = [&](child_group&, std::size_t) { return count_after_yields(counter, 9); };
            auto const thrown =
                co_await outcome_of(run_children(2, body, on_failure::cancel_others, others->get_executor()));
            EXPECT_EQ(thrown, "aborted");
            EXPECT_EQ(counter, 0);
        });
}

TEST(nursery, a_context_that_goes_takes_everything_along)
{
    for (int steps = 0; steps <= 12; ++steps)
    {
        SCOPED_TRACE(steps);
        auto const witness = std::make_shared<int>();
        {
            asio::io_context context(1);
            child_body const body = [witness](child_group&, std::size_t) -> asio::awaitable<void>
            {
                auto const held = witness;
                co_await wait_for_ever();
            };
            asio::co_spawn(context, run_children(3, body), [witness](std::exception_ptr) {});
            for (int i = 0; i < steps; ++i)
                context.poll_one();
        }
        EXPECT_EQ(witness.use_count(), 1);
    }
}

TEST(nursery, a_pool_that_stops_takes_everything_along)
{
    auto const witness = std::make_shared<int>();
    for (int round = 0; round < 50; ++round)
    {
        asio::thread_pool pool(2);
        std::promise<void> begun;
        child_body const body = [&, witness](child_group&, std::size_t i) -> asio::awaitable<void>
        {
            auto const held = witness;
            if (i == 1)
                begun.set_value();
            co_await wait_for_ever();
        };
        asio::co_spawn(pool, run_children(3, body), [witness](std::exception_ptr) {});
        begun.get_future().get();
        pool.stop();
        pool.join();
    }
    EXPECT_EQ(witness.use_count(), 1);
}

TEST(nursery, outlives_its_context)
{
    std::optional<asio::io_context> context(1);
    nursery const owner(on_failure::cancel_others);
    nursery const unbegun(on_failure::cancel_others);
    nursery const ended(on_failure::cancel_others);
    // A strand knows its context even longer than other executors do.
    owner->start(asio::make_strand(*context), wait_for_ever());
    ended->start(asio::make_strand(*context), fail("one"));
    context->poll();
    unbegun->start(asio::make_strand(*context), wait_for_ever());
    context.reset();
    EXPECT_TRUE(owner->idle());
    EXPECT_TRUE(unbegun->idle());
    EXPECT_EQ(text_of(owner->take_failure()), "aborted");
    EXPECT_EQ(text_of(unbegun->take_failure()), "aborted");
    EXPECT_EQ(text_of(ended->take_failure()), "one");
}

TEST(nursery, that_goes_cancels_its_children)
{
    asio::io_context context(1);
    auto const executor = context.get_executor();
    int cancelled = 0;
    {
        nursery owner(on_failure::cancel_others);
        owner->start(executor, count_cancellation(cancelled));
        owner->start(executor, count_cancellation(cancelled));
        context.poll();
        nursery other;
        EXPECT_FALSE(other);
        other = std::move(owner);
        context.poll();
        EXPECT_EQ(cancelled, 0);
        nursery const unbegun(on_failure::cancel_others);
        unbegun->start(executor, count_cancellation(cancelled));
        other = nursery(on_failure::keep_others);
        EXPECT_TRUE(other->idle());
    }
    context.restart();
    context.run_for(test_limit);
    EXPECT_TRUE(context.stopped());
    EXPECT_EQ(cancelled, 2);
}

TEST(nursery, can_be_waited_for_among_others_and_used_again)
{
    run_coroutine(
        [&]() -> asio::awaitable<void>
        {
            auto const executor = co_await asio::this_coro::executor;
            nursery const quick(on_failure::keep_others);
            nursery const slow(on_failure::cancel_others);
            int counter = 0;
            slow->start(executor, wait_for_ever());
            for (int round = 0; round < 3; ++round)
            {
                quick->start(executor, round == 1 ? fail("one") : count_after_yields(counter, 9));
                std::vector<child_group*> both{&*slow, &*quick};
                co_await http::wait_for_any(both);
                EXPECT_TRUE(quick->idle());
                EXPECT_FALSE(slow->idle());
                EXPECT_EQ(text_of(quick->take_failure()), round == 1 ? "one" : "");
            }
            EXPECT_EQ(counter, 20);
        });
}

TEST(nursery, is_used_again_on_many_threads)
{
    asio::thread_pool pool(4);
    int counter = 0;
    auto const parent = [&]() -> asio::awaitable<void>
    {
        auto const executor = co_await asio::this_coro::executor;
        nursery const owner(on_failure::keep_others);
        std::vector<child_group*> const one_group(1, &*owner);
        for (int round = 0; round < 1000; ++round)
        {
            owner->start(executor, count_after_yields(counter, 0));
            owner->start(executor, count_after_yields(counter, 1)); // the first one may have ended
            co_await http::wait_for_any(one_group);
            EXPECT_EQ(counter, 3 * (round + 1));
        }
    };
    asio::co_spawn(pool, parent(), asio::use_future).get();
    pool.join();
}

TEST(nursery, a_cancelled_wait_lets_the_children_go_on)
{
    asio::io_context context(1);
    asio::cancellation_signal signal;
    int counter = 0;
    nursery const owner(on_failure::cancel_others);
    owner->start(context.get_executor(), count_after_yields(counter, 99));
    std::string outcome;
    asio::co_spawn(context, http::wait_for_any({&*owner}),
        asio::bind_cancellation_slot(
            signal.slot(), [&](std::exception_ptr failure) { outcome = text_of(failure); }));
    for (int i = 0; i < 10; ++i)
        context.poll_one();
    EXPECT_LT(counter, 100);
    signal.emit(asio::cancellation_type::terminal);
    context.run_for(test_limit);
    EXPECT_EQ(outcome, "aborted");
    EXPECT_EQ(counter, 100);
    EXPECT_FALSE(owner->take_failure());
}

} // namespace
} // namespace dynasio::tests
