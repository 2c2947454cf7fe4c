// SPDX-License-Identifier: BSL-1.0

#include "clock/backoff.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace dynasio::http {
namespace {

using namespace std::chrono_literals;
using duration = time_point::duration;

constexpr auto many = std::numeric_limits<unsigned>::max();

TEST(backoff, doubles_up_to_the_cap)
{
    EXPECT_EQ(backoff(100ms, 1s, 0), 100ms);
    EXPECT_EQ(backoff(100ms, 1s, 1), 200ms);
    EXPECT_EQ(backoff(100ms, 1s, 3), 800ms);
    EXPECT_EQ(backoff(100ms, 1s, 4), 1s);
    EXPECT_EQ(backoff(100ms, 1s, many), 1s);
    EXPECT_EQ(backoff(5s, 1s, 0), 1s);
}

TEST(backoff, is_a_share_of_it)
{
    EXPECT_EQ(backoff(100ms, 1s, 3, 0.5), 400ms);
    EXPECT_EQ(backoff(100ms, 1s, many, 0.25), 250ms);
    EXPECT_EQ(backoff(100ms, 1s, 7, 0.0), 0ms);
    EXPECT_EQ(backoff(5s, 1s, 0, 0.5), 500ms);
}

TEST(backoff, takes_any_share)
{
    EXPECT_EQ(backoff(100ms, 1s, 0, -1.0), 0ms);
    EXPECT_EQ(backoff(100ms, 1s, 0, 7.0), 100ms);
    EXPECT_EQ(backoff(100ms, 1s, 0, std::numeric_limits<double>::quiet_NaN()), 0ms);
}

TEST(backoff, does_not_overflow)
{
    EXPECT_EQ(backoff(1ns, duration::max(), many), duration::max());
    EXPECT_LT(backoff(1ns, duration::max(), many, 1.0 - 1e-16), duration::max());
    EXPECT_GT(backoff(1ns, duration::max(), many, 1.0 - 1e-16), duration::max() / 2);
}

TEST(backoff, of_nothing_is_nothing)
{
    EXPECT_EQ(backoff(0ms, 1s, many), 0ms);
    EXPECT_EQ(backoff(1s, 0ms, many), 0ms);
}

} // namespace
} // namespace dynasio::http
