// SPDX-License-Identifier: BSL-1.0

#include "clock/add_saturated.hpp"

#include <dynasio/clock.hpp>

#include <gtest/gtest.h>

namespace dynasio::http {
namespace {

using namespace std::chrono_literals;
using duration = time_point::duration;

constexpr time_point start{1000h};

TEST(add_saturated, is_the_sum_within_the_clocks_range)
{
    EXPECT_EQ(add_saturated(start, 5s), start + 5s);
    EXPECT_EQ(add_saturated(start, -5s), start - 5s);
    EXPECT_EQ(add_saturated(start, 0s), start);
    EXPECT_EQ(add_saturated(time_point(-5s), 5s), time_point());
    EXPECT_EQ(add_saturated(no_deadline, -1s), no_deadline - 1s);
    EXPECT_EQ(add_saturated(time_point::min(), 1s), time_point::min() + 1s);
}

TEST(add_saturated, ends_at_the_last_point_in_time)
{
    EXPECT_EQ(add_saturated(start, duration::max()), no_deadline);
    EXPECT_EQ(add_saturated(no_deadline, 1ns), no_deadline);
    EXPECT_EQ(add_saturated(no_deadline, duration::max()), no_deadline);
    EXPECT_EQ(add_saturated(no_deadline - 1ns, 1ns), no_deadline);
    EXPECT_EQ(add_saturated(no_deadline - 1ns, 2ns), no_deadline);
    EXPECT_EQ(add_saturated(time_point(), duration::max()), no_deadline);
}

TEST(add_saturated, ends_at_the_first_point_in_time)
{
    EXPECT_EQ(add_saturated(time_point::min(), -1ns), time_point::min());
    EXPECT_EQ(add_saturated(time_point(-1ns), duration::min()), time_point::min());
    EXPECT_EQ(add_saturated(time_point::min(), duration::min()), time_point::min());
    EXPECT_EQ(add_saturated(time_point(), duration::min()), time_point::min());
    EXPECT_EQ(add_saturated(start, duration::min()), time_point::min() + start.time_since_epoch());
    EXPECT_EQ(add_saturated(time_point::min(), duration::max()), time_point(-1ns));
    EXPECT_EQ(add_saturated(no_deadline, duration::min()), time_point(-1ns));
}

TEST(add_saturated, works_on_every_clock)
{
    constexpr wall_time now{1'700'000'000s};
    EXPECT_EQ(add_saturated(now, 5s), now + 5s);
    EXPECT_EQ(add_saturated(now, wall_time::duration::max()), wall_time::max());
}

} // namespace
} // namespace dynasio::http
