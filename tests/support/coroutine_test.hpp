// SPDX-License-Identifier: BSL-1.0
//
// Tests that are coroutines. GoogleTest's ASSERT_* return from the function, which a coroutine cannot do: the
// CO_ASSERT_* here throw, and the runner stops the test. Each test has a limit of real time, and fails when
// its io_context has not run out of work after it: a timer, connection or coroutine that was forgotten shows.

#ifndef DYNASIO_TESTS_SUPPORT_COROUTINE_TEST_HPP
#define DYNASIO_TESTS_SUPPORT_COROUTINE_TEST_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <utility>

namespace dynasio::tests {

/// Ends a coroutine whose failure has been reported to GoogleTest.
struct assertion_failed
{};

/// Longer than anything a test does, sanitizers and slow machines included.
inline constexpr std::chrono::seconds test_limit{120};

/// Tells GoogleTest of an exception that a test's coroutine ended with.
inline void report_failure(std::exception_ptr failure)
{
    try
    {
        if (failure)
            std::rethrow_exception(failure);
    }
    catch (assertion_failed const&)
    {} // has been reported
    catch (boost::system::system_error const& e)
    {
        ADD_FAILURE() << "the test ended with " << e.code() << ": " << e.what();
    }
    catch (std::exception const& e)
    {
        ADD_FAILURE() << "the test ended with an exception: " << e.what();
    }
}

/// Runs the coroutine that `body` makes on `context`, from this thread, until the context has run out of
/// work.
template <class Body>
void run_coroutine(boost::asio::io_context& context, Body&& body, std::chrono::seconds limit = test_limit)
{
    bool ended = false;
    auto finish = [&ended](std::exception_ptr failure)
    {
        ended = true;
        report_failure(failure);
    };
    boost::asio::co_spawn(context, std::forward<Body>(body)(), finish);
    context.run_for(limit);
    if (!ended)
        ADD_FAILURE() << "the test did not end within " << limit.count() << " s of real time";
    else if (!context.stopped())
        ADD_FAILURE() << "the test ended, but left work behind that did not end within " << limit.count()
                      << " s";
}

/// The same on a context of its own. `body` gets nothing; ask `this_coro::executor`.
template <class Body>
void run_coroutine(Body&& body, std::chrono::seconds limit = test_limit)
{
    boost::asio::io_context context(1);
    run_coroutine(context, std::forward<Body>(body), limit);
}

} // namespace dynasio::tests

#define DYNASIO_CO_ASSERT(check)                                      \
    do                                                                \
    {                                                                 \
        ::testing::AssertionResult const co_assert_outcome = (check); \
        if (!co_assert_outcome)                                       \
        {                                                             \
            ADD_FAILURE() << co_assert_outcome.message();             \
            throw ::dynasio::tests::assertion_failed();               \
        }                                                             \
    } while (false)

#define CO_ASSERT_TRUE(condition)                                 \
    DYNASIO_CO_ASSERT((condition) ? ::testing::AssertionSuccess() \
                                  : ::testing::AssertionFailure() << #condition " is false")
#define CO_ASSERT_FALSE(condition)                                                         \
    DYNASIO_CO_ASSERT((condition) ? ::testing::AssertionFailure() << #condition " is true" \
                                  : ::testing::AssertionSuccess())
#define CO_ASSERT_EQ(a, b) DYNASIO_CO_ASSERT(::testing::internal::EqHelper::Compare(#a, #b, a, b))
#define CO_ASSERT_NE(a, b) DYNASIO_CO_ASSERT(::testing::internal::CmpHelperNE(#a, #b, a, b))
/// The result has a value; its error is printed otherwise.
#define CO_ASSERT_VALUE(outcome)            \
    DYNASIO_CO_ASSERT((outcome).has_value() \
            ? ::testing::AssertionSuccess() \
            : ::testing::AssertionFailure() << #outcome " failed: " << (outcome).error())
/// The result has an error with this code.
#define CO_ASSERT_ERROR(outcome, expected)                                                \
    DYNASIO_CO_ASSERT((outcome).has_value()                                               \
            ? ::testing::AssertionFailure() << #outcome " succeeded, expected " #expected \
            : (outcome).error().code() == (expected) ? ::testing::AssertionSuccess()      \
                                                     : ::testing::AssertionFailure()      \
                << #outcome ": expected " #expected ", got " << (outcome).error())

#endif
