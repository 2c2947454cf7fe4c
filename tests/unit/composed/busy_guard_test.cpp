// SPDX-License-Identifier: BSL-1.0

#include "composed/busy_guard.hpp"

#include <gtest/gtest.h>

namespace dynasio::composed {
namespace {

TEST(busy_guard, refuses_a_second_holder_and_leaves_the_first_in_place)
{
    bool busy = false;
    {
        busy_guard const first(busy);
        EXPECT_TRUE(busy);
        EXPECT_THROW(busy_guard second(busy), std::logic_error);
        EXPECT_TRUE(busy);
    }
    EXPECT_FALSE(busy);
    EXPECT_NO_THROW(busy_guard third(busy));
}

} // namespace
} // namespace dynasio::composed
