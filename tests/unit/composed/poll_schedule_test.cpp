// SPDX-License-Identifier: BSL-1.0

#include "composed/poll_schedule.hpp"

#include "support/scripted_client.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace dynasio::composed {
namespace {

using namespace std::chrono_literals;
using duration = poll_schedule::duration;

/// When the looks are, the first at once, counted from the first one.
std::vector<duration> looks_until(duration deadline, duration first, duration longest)
{
    tests::scripted_client scripted;
    std::vector<duration> looks{0s};
    auto const begin = scripted.clock->now();
    scripted.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const c = scripted.make();
            poll_schedule polls(c, begin + deadline, first, longest);
            while (co_await polls.next())
                looks.push_back(scripted.clock->now() - begin);
            // And never again.
            auto const end = scripted.clock->now();
            bool const again = co_await polls.next();
            EXPECT_FALSE(again);
            EXPECT_EQ(scripted.clock->now(), end);
        });
    return looks;
}

TEST(poll_schedule, pauses_double_up_to_the_longest_and_lose_up_to_a_half)
{
    EXPECT_EQ(poll_pause(100ms, 20s, 0, 0.0), 100ms);
    EXPECT_EQ(poll_pause(100ms, 20s, 0, 0.5), 75ms);
    EXPECT_EQ(poll_pause(100ms, 20s, 3, 0.0), 800ms);
    EXPECT_EQ(poll_pause(100ms, 20s, 8, 0.0), 20s);
    EXPECT_EQ(poll_pause(100ms, 20s, 4'000'000'000u, 0.0), 20s);
    EXPECT_EQ(poll_pause(10s, 1s, 0, 0.0), 1s);
}

TEST(poll_schedule, looks_again_until_shortly_before_the_deadline)
{
    auto const looks = looks_until(10s, 100ms, 1s);
    ASSERT_GE(looks.size(), 12u);
    for (std::size_t i = 1; i + 1 < looks.size(); ++i)
    {
        auto const whole = std::min<duration>(100ms * (1 << std::min<std::size_t>(i - 1, 5)), 1s);
        EXPECT_GE(looks[i] - looks[i - 1], whole / 2) << i;
        EXPECT_LE(looks[i] - looks[i - 1], whole) << i;
    }
    EXPECT_LT(looks.back(), 10s);
    EXPECT_GE(looks.back(), 9s);
}

TEST(poll_schedule, keeps_a_second_or_half_of_the_time_for_the_last_look)
{
    EXPECT_EQ(looks_until(5s, 60s, 60s), (std::vector<duration>{0s, 4s}));
    EXPECT_EQ(looks_until(1s, 60s, 60s), (std::vector<duration>{0s, 500ms}));
}

TEST(poll_schedule, does_not_look_again_after_the_deadline)
{
    EXPECT_EQ(looks_until(0s, 100ms, 1s), (std::vector<duration>{0s}));
    EXPECT_EQ(looks_until(-1s, 100ms, 1s), (std::vector<duration>{0s}));
}

TEST(poll_schedule, looks_for_ever_without_a_deadline)
{
    tests::scripted_client scripted;
    auto const begin = scripted.clock->now();
    scripted.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const c = scripted.make();
            poll_schedule polls(c, http::no_deadline, 1s, 1h);
            for (int i = 0; i < 100; ++i)
            {
                bool const again = co_await polls.next();
                EXPECT_TRUE(again);
            }
        });
    EXPECT_GT(scripted.clock->now() - begin, 40h);
}

} // namespace
} // namespace dynasio::composed
