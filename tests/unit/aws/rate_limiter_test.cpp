// SPDX-License-Identifier: BSL-1.0
//
// The client rate limiter of the adaptive mode, on moments that the test chooses.

#include "aws/retry/rate_limiter.hpp"

#include "support/data_cases.hpp"

#include <cmath>
#include <vector>

namespace {

using namespace std::chrono_literals;
using dynasio::aws::detail::cubic_rate;
using dynasio::aws::detail::rate_limiter;
using dynasio::http::time_point;
using fractional = std::chrono::duration<double>;

time_point const limiter_start = time_point(1000h);

time_point limiter_time(double seconds)
{
    return limiter_start + std::chrono::round<time_point::duration>(fractional(seconds));
}

void expect_rate(double found, boost::json::value const& expected)
{
    double const wanted = expected.to_number<double>();
    EXPECT_NEAR(found, wanted, 1e-6 * std::abs(wanted));
}

/// A limiter that the service has throttled once, at 10 attempts per second, so that it allows 7.
rate_limiter throttled_limiter()
{
    rate_limiter limiter(limiter_start);
    for (int i = 1; i <= 100; ++i)
        limiter.on_response(false, limiter_start + i * 100ms);
    limiter.on_response(true, limiter_start + 10s);
    return limiter;
}

TEST(RateLimiter, CubicVectors)
{
    DYNASIO_REQUIRE_TEST_DATA("retry/adaptive.json");
    using namespace dynasio::tests;
    auto const file = load_test_data("retry/adaptive.json");
    auto const& cubic = file.at("cubic_success").as_object();
    double const last_max = cubic.at("last_max_rate").to_number<double>();
    double const throttled = cubic.at("time_of_last_throttle").to_number<double>();
    run_cases("retry/adaptive.json, cubic_success", cases_of(cubic.at("attempts")), {},
        [&](boost::json::object const& test)
        {
            ASSERT_EQ(test.size(), 2u);
            auto const at = test.at("seconds_since_unix_epoch").to_number<double>();
            expect_rate(
                cubic_rate(last_max, fractional(at - throttled)), test.at("expected_calculated_rate"));
        });
}

TEST(RateLimiter, SendingRateVectors)
{
    DYNASIO_REQUIRE_TEST_DATA("retry/adaptive.json");
    using namespace dynasio::tests;
    auto const file = load_test_data("retry/adaptive.json");
    rate_limiter limiter(limiter_start);
    run_cases("retry/adaptive.json, client_sending_rates",
        cases_of(file.at("client_sending_rates").at("attempts")), {},
        [&](boost::json::object const& test)
        {
            ASSERT_EQ(test.size(), 4u);
            auto const at = limiter_time(test.at("seconds_since_unix_epoch").to_number<double>());
            limiter.try_take(at);
            limiter.on_response(test.at("throttled").as_bool(), at);
            expect_rate(limiter.measured_rate(), test.at("expected_tokens_retrieved_per_second"));
            expect_rate(limiter.fill_rate(), test.at("expected_token_refill_rate"));
        });
}

TEST(RateLimiter, ConstantsAreThoseOfTheVectors)
{
    DYNASIO_REQUIRE_TEST_DATA("retry/adaptive.json");
    auto const file = dynasio::tests::load_test_data("retry/adaptive.json");
    auto const& constants = file.at("constants").as_object();
    rate_limiter limiter(limiter_start);
    limiter.on_response(true, limiter_start); // nothing was measured
    EXPECT_EQ(limiter.fill_rate(), constants.at("min_fill_rate").to_number<double>());
    EXPECT_EQ(limiter.max_tokens(), constants.at("min_capacity").to_number<double>());
    EXPECT_NEAR(throttled_limiter().fill_rate(), 10 * constants.at("beta").to_number<double>(), 0.3);
}

TEST(RateLimiter, NothingWaitsBeforeTheFirstThrottling)
{
    rate_limiter limiter(limiter_start);
    for (int i = 0; i < 10'000; ++i)
    {
        ASSERT_TRUE(limiter.try_take(limiter_start));
        limiter.on_response(false, limiter_start);
    }
    EXPECT_FALSE(limiter.limits());
    limiter.on_response(true, limiter_start);
    EXPECT_TRUE(limiter.limits());
    EXPECT_FALSE(limiter.try_take(limiter_start));
}

TEST(RateLimiter, WaitersComeInTheirOrderAtTheFillRate)
{
    auto limiter = throttled_limiter();
    auto const now = limiter_start + 10s;
    double const rate = limiter.fill_rate();
    ASSERT_FALSE(limiter.try_take(now));
    std::vector<rate_limiter::ticket> tickets;
    for (int i = 0; i < 3; ++i)
    {
        EXPECT_NEAR(fractional(limiter.wait_for_new(now)).count(), (i + 1) / rate, 1e-8);
        tickets.push_back(limiter.begin_wait());
    }
    auto const at = now + limiter.wait_of(tickets[0], now);
    EXPECT_FALSE(limiter.claim(tickets[0], at - 1us));
    EXPECT_FALSE(limiter.claim(tickets[1], at));
    EXPECT_FALSE(limiter.try_take(at)) << "it came later than those that wait";
    EXPECT_TRUE(limiter.claim(tickets[0], at));
    EXPECT_FALSE(limiter.claim(tickets[1], at));
    EXPECT_NEAR(fractional(limiter.wait_of(tickets[1], at)).count(), 1 / rate, 1e-6);
    EXPECT_TRUE(limiter.claim(tickets[1], at + limiter.wait_of(tickets[1], at)));
    EXPECT_EQ(limiter.waiting(), 1u);
}

TEST(RateLimiter, WhoLeavesCostsThoseBehindNothing)
{
    auto limiter = throttled_limiter();
    auto const now = limiter_start + 10s;
    auto const first = limiter.begin_wait();
    auto const second = limiter.begin_wait();
    auto const third = limiter.begin_wait();
    auto const least = limiter.wait_of(first, now);
    limiter.leave(second);
    EXPECT_EQ(limiter.wait_of(first, now), least);
    EXPECT_NEAR(fractional(limiter.wait_of(third, now)).count(), 2 / limiter.fill_rate(), 1e-8);
    limiter.leave(first);
    EXPECT_EQ(limiter.wait_of(third, now), least);
    EXPECT_TRUE(limiter.claim(third, now + least));
    EXPECT_EQ(limiter.waiting(), 0u);
}

TEST(RateLimiter, WaitsFollowTheRate)
{
    auto limiter = throttled_limiter();
    auto const now = limiter_start + 10s;
    auto const ticket = limiter.begin_wait();
    auto const before = limiter.wait_of(ticket, now);
    limiter.on_response(true, now);
    EXPECT_GT(limiter.wait_of(ticket, now), before);
    EXPECT_FALSE(limiter.claim(ticket, now + before));
    EXPECT_TRUE(limiter.claim(ticket, now + before + limiter.wait_of(ticket, now + before)));
}

TEST(RateLimiter, AnEarlierMomentIsTheLatestOneSeen)
{
    auto limiter = throttled_limiter();
    auto const ticket = limiter.begin_wait();
    auto const later = limiter_start + 10s + 100ms;
    auto const wait = limiter.wait_of(ticket, later);
    EXPECT_EQ(limiter.wait_of(ticket, time_point::min()), wait);
    limiter.on_response(false, limiter_start);
    EXPECT_GE(limiter.tokens(), 0);
    EXPECT_TRUE(limiter.claim(ticket, time_point::max()));
}

TEST(RateLimiter, AMomentRoundedDownIsEnough)
{
    auto limiter = throttled_limiter();
    auto const now = limiter_start + 10s;
    auto const ticket = limiter.begin_wait();
    EXPECT_TRUE(limiter.claim(ticket, now + limiter.wait_of(ticket, now) - 100ns));
    EXPECT_EQ(limiter.tokens(), 0);
}

TEST(RateLimiter, ALongPauseLeavesNoMoreThanOneSecondOfTokens)
{
    auto limiter = throttled_limiter();
    auto const later = limiter_start + 20h;
    int taken = 0;
    while (taken < 1000 && limiter.try_take(later))
        ++taken;
    EXPECT_EQ(taken, static_cast<int>(limiter.max_tokens() + 1e-6));
    EXPECT_EQ(limiter.max_tokens(), limiter.fill_rate());
}

} // namespace
