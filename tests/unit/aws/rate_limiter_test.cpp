// SPDX-License-Identifier: BSL-1.0
//
// The client rate limiter of the adaptive mode, on moments that the test chooses.

#include "aws/retry/rate_limiter.hpp"

#include "support/data_cases.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>
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

/// Random callers: they come, wait, leave, and are throttled now and then.
class limiter_run
{
public:
    explicit limiter_run(unsigned seed) : random_(seed) {}

    void step()
    {
        now_ += std::chrono::microseconds(roll(200'000));
        switch (roll(7))
        {
        case 0:
        case 1:
            come();
            break;
        case 2:
        case 3:
            claim();
            break;
        case 4:
            leave();
            break;
        default:
            limiter_.on_response(roll(20) == 0, now_);
        }
        check();
    }

    [[nodiscard]] int passed() const { return passed_; }

private:
    int roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }

    void come()
    {
        bool const alone = waiting_.empty();
        double const had = tokens_now();
        if (limiter_.try_take(now_))
        {
            note_pass(had);
            EXPECT_TRUE(
                !limiter_.limits() || alone || had + 1e-6 >= static_cast<double>(waiting_.size()) + 1);
        }
        else
            waiting_.push_back(limiter_.begin_wait());
    }

    void claim()
    {
        if (waiting_.empty())
            return;
        // Mostly the one whose turn it is.
        auto const which = waiting_.begin() + (roll(4) == 0 ? roll(static_cast<int>(waiting_.size())) : 0);
        auto const wait = limiter_.wait_of(*which, now_);
        double const had = limiter_.tokens();
        if (!limiter_.claim(*which, now_))
        {
            EXPECT_GT(wait, 0ns);
            return;
        }
        EXPECT_LE(wait, 4us); // what a millionth of a token takes
        note_pass(had);
        waiting_.erase(which);
    }

    void leave()
    {
        if (waiting_.empty())
            return;
        auto const which = waiting_.begin() + roll(static_cast<int>(waiting_.size()));
        double const had = limiter_.tokens();
        limiter_.leave(*which);
        waiting_.erase(which);
        EXPECT_EQ(limiter_.tokens(), had);
    }

    double tokens_now()
    {
        static_cast<void>(limiter_.wait_for_new(now_)); // fills the bucket
        return limiter_.tokens();
    }

    void note_pass(double had)
    {
        if (!limiter_.limits())
            return;
        ++passed_;
        EXPECT_GE(had + 1e-6, 1.0) << "no token";
    }

    void check()
    {
        EXPECT_GE(limiter_.tokens(), 0);
        EXPECT_LE(limiter_.tokens(), limiter_.max_tokens());
        EXPECT_GE(limiter_.fill_rate(), 0.5);
        EXPECT_LE(limiter_.fill_rate(), std::max(0.5, 2 * limiter_.measured_rate()) + 1e-9);
        EXPECT_GE(limiter_.max_tokens(), limiter_.fill_rate());
        EXPECT_EQ(limiter_.waiting(), waiting_.size());
        // The passes since the limit began are paid for by what the bucket gets at the largest rate of the time.
        double const elapsed = fractional(now_ - std::exchange(last_, now_)).count();
        if (limiter_.limits())
            paid_ += elapsed * fastest_;
        fastest_ = limiter_.fill_rate();
        EXPECT_LE(passed_, paid_ + 1e-3);
    }

    std::mt19937 random_;
    rate_limiter limiter_{limiter_start};
    std::vector<rate_limiter::ticket> waiting_;
    time_point now_ = limiter_start;
    time_point last_ = limiter_start;
    double paid_ = 0;
    double fastest_ = 0.5;
    int passed_ = 0;
};

TEST(RateLimiter, TokensAreNeverNegativeAndPassesKeepToTheRate)
{
    int passed = 0;
    for (unsigned seed = 1; seed <= 50; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        limiter_run run(seed);
        for (int i = 0; i < 2000 && !testing::Test::HasFailure(); ++i)
            run.step();
        passed += run.passed();
    }
    EXPECT_GT(passed, 5000);
}

} // namespace
