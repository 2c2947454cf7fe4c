// SPDX-License-Identifier: BSL-1.0

#include "clock/alarm_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace dynasio::http {
namespace {

using namespace std::chrono_literals;

time_point const start{1000h};

struct test_alarm final : alarm
{
    void fire(boost::system::error_code) noexcept override {}
};

TEST(alarm_queue, gives_alarms_in_order_of_time_whatever_is_taken_back)
{
    std::mt19937 random(7);
    std::vector<test_alarm> alarms(500);
    std::vector<int> when(alarms.size());
    alarm_queue q;
    for (std::size_t i = 0; i != alarms.size(); ++i)
        q.push(alarms[i], start + std::chrono::seconds(when[i] = static_cast<int>(random() % 100)));
    for (std::size_t i = 0; i < alarms.size(); i += 3)
        EXPECT_TRUE(q.erase(alarms[i]));
    for (std::size_t i = 1; i < alarms.size(); i += 3)
        q.push(alarms[i], start + std::chrono::seconds(when[i] = static_cast<int>(random() % 100)));
    std::vector<int> expected;
    for (std::size_t i = 0; i != alarms.size(); ++i)
        if (i % 3 != 0)
            expected.push_back(when[i]);
    std::sort(expected.begin(), expected.end());
    std::vector<int> seen;
    while (auto* const a = q.pop_due(time_point::max()))
        seen.push_back(when[static_cast<std::size_t>(static_cast<test_alarm*>(a) - alarms.data())]);
    EXPECT_EQ(seen, expected);
    EXPECT_FALSE(q.erase(alarms[0]));
}

TEST(alarm_queue, tells_when_the_earliest_changes)
{
    test_alarm a;
    test_alarm b;
    alarm_queue q;
    EXPECT_TRUE(q.push(a, start + 2s));
    EXPECT_FALSE(q.push(b, start + 3s));
    EXPECT_TRUE(q.push(b, start + 1s));
    EXPECT_EQ(q.pop_due(start), nullptr);
    EXPECT_EQ(q.pop_due(start + 1s), &b);
    EXPECT_EQ(q.earliest(), start + 2s);
}

} // namespace
} // namespace dynasio::http
