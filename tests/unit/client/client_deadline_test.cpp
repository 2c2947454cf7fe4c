// SPDX-License-Identifier: BSL-1.0
//
// Timeouts and deadlines of calls, on a clock moved by hand.

#include "client_requests.hpp"
#include "support/scripted_client.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using dynasio::call_options;
using dynasio::client_errc;
using dynasio::tests::get_request;
using dynasio::tests::scripted_client;
using duration = call_options::duration;
using time_point = call_options::time_point;

/// How long a call takes whose request is never answered.
template <class Make>
duration time_of_hanging_call(Make make)
{
    scripted_client s;
    dynasio::testing::gate const never;
    s.server->expect("GetItem").hold(never);
    auto c = s.make();
    auto const begin = s.clock->now();
    auto const options = make(begin);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request, options);
            CO_ASSERT_ERROR(outcome, client_errc::deadline_exceeded);
        });
    return s.clock->now() - begin;
}

/// Whether a call succeeds whose first attempt hangs for an hour.
void expect_no_limit(call_options options)
{
    scripted_client s;
    dynasio::testing::gate const never;
    s.server->expect("GetItem").hold(never);
    s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make(2);
    auto const begin = s.clock->now();
    options.attempt_timeout(1h);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request, options);
            EXPECT_TRUE(outcome.has_value());
        });
    EXPECT_GE(s.clock->now() - begin, 1h);
}

TEST(call_deadline, that_has_passed_ends_the_call_without_a_request)
{
    scripted_client s;
    auto c = s.make(3);
    auto const now = s.clock->now();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            for (auto const deadline : {now, now - 1ns, time_point(), time_point::min()})
            {
                auto const options = call_options().deadline(deadline);
                auto const outcome = co_await c.try_get_item(request, options);
                auto const seen = outcome ? dynasio::error() : outcome.error();
                EXPECT_EQ(seen, client_errc::deadline_exceeded);
                EXPECT_EQ(seen.details().operation, "GetItem");
                EXPECT_EQ(seen.details().context, "deadline exceeded before the next request");
                EXPECT_TRUE(seen.details().attempts.empty());
                EXPECT_FALSE(seen.may_have_been_applied());
            }
        });
    EXPECT_TRUE(s.server->requests().empty());
    EXPECT_EQ(s.clock->now(), now);
}

TEST(call_deadline, bounds_the_call_where_it_is_sooner_than_the_timeout)
{
    EXPECT_EQ(
        time_of_hanging_call([](time_point now) { return call_options().deadline(now + 200ms); }), 200ms);
    EXPECT_EQ(
        time_of_hanging_call([](time_point now) { return call_options().deadline(now + 200ms).timeout(5s); }),
        200ms);
    EXPECT_EQ(
        time_of_hanging_call([](time_point now) { return call_options().deadline(now + 5s).timeout(300ms); }),
        300ms);
}

TEST(call_deadline, may_be_as_far_away_as_can_be)
{
    expect_no_limit(call_options().deadline(time_point::max()));
    expect_no_limit(call_options().timeout(duration::max()));
    expect_no_limit(call_options().timeout(duration::max()).deadline(time_point::max()));
}

TEST(call_deadline, lets_an_attempt_take_any_time)
{
    EXPECT_EQ(time_of_hanging_call([](time_point now)
                  { return call_options().deadline(now + 5h).attempt_timeout(duration::max()); }),
        5h);
}

TEST(call_timeout, of_0_or_less_is_used_up)
{
    scripted_client s;
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            for (auto const timeout : {duration(0), duration(-1), duration::min()})
                for (auto const& options :
                    {call_options().timeout(timeout), call_options().attempt_timeout(timeout)})
                {
                    auto const outcome = co_await c.try_get_item(request, options);
                    auto const seen = outcome ? dynasio::error() : outcome.error();
                    EXPECT_EQ(seen, client_errc::deadline_exceeded);
                    EXPECT_TRUE(seen.is_timeout());
                }
        });
    EXPECT_TRUE(s.server->requests().empty());
}

TEST(call_timeout, just_below_no_limit_is_no_limit)
{
    using std::chrono::nanoseconds;
    for (auto const below : {nanoseconds(0), nanoseconds(1), nanoseconds(1h), nanoseconds(24h * 365 * 200)})
        EXPECT_EQ(time_of_hanging_call(
                      [=](time_point now)
                      {
                          return call_options()
                              .timeout(duration::max() - below)
                              .attempt_timeout(duration::max() - below)
                              .deadline(now + 5h);
                      }),
            5h);
}

TEST(call_options, of_no_attempts_are_refused)
{
    scripted_client s;
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request, call_options().max_attempts(0));
            CO_ASSERT_ERROR(outcome, client_errc::bad_input);
            EXPECT_EQ(outcome.error().details().context, "call_options::max_attempts: must be at least 1");
        });
    EXPECT_TRUE(s.server->requests().empty());
}

} // namespace
