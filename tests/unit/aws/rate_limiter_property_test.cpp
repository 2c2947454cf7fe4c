// SPDX-License-Identifier: BSL-1.0
//
// Rules that the client rate limiter keeps whatever its callers do.

#include "aws/retry/rate_limiter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using dynasio::aws::detail::rate_limiter;
using dynasio::http::time_point;

time_point const property_start = time_point(1000h);

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
        double const elapsed = std::chrono::duration<double>(now_ - std::exchange(last_, now_)).count();
        if (limiter_.limits())
            paid_ += elapsed * fastest_;
        fastest_ = limiter_.fill_rate();
        EXPECT_LE(passed_, paid_ + 1e-3);
    }

    std::mt19937 random_;
    rate_limiter limiter_{property_start};
    std::vector<rate_limiter::ticket> waiting_;
    time_point now_ = property_start;
    time_point last_ = property_start;
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
