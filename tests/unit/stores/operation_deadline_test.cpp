// SPDX-License-Identifier: BSL-1.0

#include "stores/operation_deadline.hpp"

#include <gtest/gtest.h>

namespace dynasio::detail {
namespace {

using namespace std::chrono_literals;

TEST(jittered, doubles_up_to_the_cap)
{
    EXPECT_EQ(jittered(100ms, 1s, 0, 0.5), 50ms);
    EXPECT_EQ(jittered(100ms, 1s, 1, 0.5), 100ms);
    EXPECT_EQ(jittered(100ms, 1s, 3, 0.5), 400ms);
    EXPECT_EQ(jittered(100ms, 1s, 4, 0.5), 500ms);
    EXPECT_EQ(jittered(100ms, 1s, 4'000'000'000u, 0.5), 500ms);
}

TEST(jittered, begins_at_nothing)
{
    EXPECT_EQ(jittered(100ms, 1s, 7, 0.0), 0ms);
    EXPECT_EQ(jittered(5s, 1s, 0, 0.5), 500ms);
}

} // namespace
} // namespace dynasio::detail
