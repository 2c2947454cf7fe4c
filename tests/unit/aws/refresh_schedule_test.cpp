// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/cache/refresh_schedule.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace dynasio::aws::detail {
namespace {

using namespace std::chrono_literals;
using http::wall_time;
using need = refresh_need;

constexpr wall_time start{1'700'000'000s};

/// Credentials that were obtained at the start, for an hour unless said otherwise.
refresh_schedule hourly(double random = 0, bool outlive = false, std::chrono::nanoseconds life = 1h)
{
    refresh_schedule result{refresh_windows()};
    result.obtained(start + life, start, random, outlive);
    return result;
}

TEST(refresh_schedule, wants_nothing_for_credentials_that_do_not_expire)
{
    refresh_schedule s{refresh_windows()};
    s.obtained(std::nullopt, start, 0, false);
    EXPECT_EQ(s.need(wall_time::max()), need::none);
    EXPECT_EQ(s.left(start), std::chrono::nanoseconds::max());
}

TEST(refresh_schedule, has_two_windows_before_the_end)
{
    auto const s = hourly();
    EXPECT_EQ(s.need(start), need::none);
    EXPECT_EQ(s.need(start + 55min - 1ns), need::none);
    EXPECT_EQ(s.need(start + 55min), need::early);
    EXPECT_EQ(s.need(start + 59min - 1ns), need::early);
    EXPECT_EQ(s.need(start + 59min), need::urgent);
    EXPECT_EQ(s.need(start + 1h - 1ns), need::urgent);
    EXPECT_EQ(s.need(start + 1h), need::mandatory);
    EXPECT_EQ(s.left(start + 59min), 1min);
    EXPECT_EQ(s.left(start + 2h), 0s);
}

TEST(refresh_schedule, begins_up_to_half_of_the_window_later_at_random)
{
    auto const s = hourly(0.999999);
    EXPECT_EQ(s.need(start + 56min), need::none);
    EXPECT_EQ(s.need(start + 57min), need::early);
}

TEST(refresh_schedule, has_shorter_windows_for_short_lives)
{
    auto const s = hourly(0, false, 1min);
    EXPECT_EQ(s.need(start + 30s - 1ns), need::none);
    EXPECT_EQ(s.need(start + 30s), need::early);
    EXPECT_EQ(s.need(start + 54s - 1ns), need::early);
    EXPECT_EQ(s.need(start + 54s), need::urgent);
}

TEST(refresh_schedule, waits_after_a_failure_but_not_beyond_the_last_window)
{
    auto s = hourly();
    s.failed(start + 55min, 0);
    EXPECT_EQ(s.need(start + 55min + 5s - 1ns), need::none);
    EXPECT_EQ(s.need(start + 55min + 5s), need::early);
    s.failed(start + 56min, 0.999999);
    EXPECT_EQ(s.need(start + 56min + 19s), need::none);
    EXPECT_EQ(s.need(start + 56min + 20s), need::early);
    for (int i = 0; i < 10; ++i)
        s.failed(start + 57min, 0.999999);
    EXPECT_EQ(s.need(start + 58min - 1ms), need::none);
    EXPECT_EQ(s.need(start + 58min), need::early);
    s.failed(start + 59min - 1s, 0.999999);
    EXPECT_EQ(s.need(start + 59min), need::urgent) << "the window comes before the pause ends";
    s.failed(start + 59min, 0.999999);
    EXPECT_EQ(s.need(start + 59min + 1s), need::none) << "they still work";
    EXPECT_EQ(s.need(start + 1h), need::mandatory);
}

TEST(refresh_schedule, forgets_failures_when_credentials_were_obtained)
{
    auto s = hourly();
    for (int i = 0; i < 10; ++i)
        s.failed(start + 57min, 0);
    s.obtained(start + 2h, start + 57min, 0, false);
    EXPECT_EQ(s.need(start + 2h - 5min), need::early);
    s.failed(start + 2h - 5min, 0);
    EXPECT_EQ(s.need(start + 2h - 5min + 5s), need::early);
}

TEST(refresh_schedule, of_expired_credentials_asks_at_once)
{
    refresh_schedule s{refresh_windows()};
    s.obtained(start, start, 0, false);
    EXPECT_EQ(s.need(start), need::mandatory);
    s.failed(start, 0);
    EXPECT_EQ(s.need(start), need::mandatory);
    EXPECT_FALSE(s.outlive());
}

TEST(refresh_schedule, of_credentials_that_outlive_their_end_asks_10_to_15_minutes_later)
{
    for (double const random : {0.0, 0.999999})
    {
        auto const pause = random == 0 ? 10min : 15min;
        auto s = hourly(0, true);
        EXPECT_EQ(s.need(start + 1h), need::mandatory) << "nobody has asked in time";
        s.failed(start + 1h, random);
        EXPECT_EQ(s.need(start + 1h + pause - 1s), need::none);
        EXPECT_EQ(s.need(start + 1h + pause), need::early) << "in the background";
        s.obtained(start + 30min, start + 2h, random, true); // a metadata service that is stuck
        EXPECT_EQ(s.need(start + 2h), need::none);
        EXPECT_EQ(s.need(start + 2h + pause), need::early);
        s.obtained(start + 4h, start + 3h, 0, true);
        EXPECT_EQ(s.need(start + 3h), need::none);
        EXPECT_EQ(s.need(start + 4h), need::mandatory);
    }
}

TEST(refresh_schedule, survives_times_at_the_end_of_the_clock)
{
    refresh_schedule s{refresh_windows()};
    s.obtained(wall_time::max(), start, 0.5, false);
    EXPECT_EQ(s.need(start), need::none);
    s.obtained(wall_time::max(), wall_time::min(), 0.5, false);
    EXPECT_EQ(s.need(start), need::none);
    refresh_windows longest;
    longest.advisory = longest.mandatory = std::chrono::nanoseconds::max();
    validate(longest);
    refresh_schedule wide(longest);
    wide.obtained(start + 1h, start, 0.5, true);
    EXPECT_EQ(wide.need(start), need::none);
    EXPECT_EQ(wide.need(start + 55min), need::urgent);
    wide.failed(start + 2h, 0.5);
    EXPECT_EQ(wide.need(start + 3h), need::none);
}

TEST(refresh_windows, are_checked)
{
    refresh_windows w;
    validate(w);
    w.advisory = w.mandatory = 0s;
    validate(w);
    w.mandatory = 1s;
    EXPECT_THROW(validate(w), std::invalid_argument);
    w.advisory = w.mandatory = -1ns;
    EXPECT_THROW(validate(w), std::invalid_argument);
}

} // namespace
} // namespace dynasio::aws::detail
