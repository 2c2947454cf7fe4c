// SPDX-License-Identifier: BSL-1.0
//
// Places among the attempts that wait for the rate of a client.

#include "call/send_rate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using dynasio::call::send_rate;
using dynasio::http::time_point;

time_point const rate_start = time_point(1000h);

TEST(send_rate, a_place_is_given_up_with_its_turn)
{
    send_rate rate(rate_start);
    rate.on_response(true, rate_start);
    {
        send_rate::turn const first(rate, rate_start);
        send_rate::turn const second(rate, rate_start);
        EXPECT_EQ(rate.waiting(), 2u);
        EXPECT_EQ(first.wait(), 2s);
        EXPECT_EQ(second.wait(), 4s);
    }
    EXPECT_EQ(rate.waiting(), 0u);
}

TEST(send_rate, a_turn_comes_when_there_is_a_token)
{
    send_rate rate(rate_start);
    rate.on_response(true, rate_start);
    send_rate::turn turn(rate, rate_start);
    EXPECT_FALSE(turn.has_come(rate_start + 1s));
    EXPECT_EQ(turn.wait(), 1s);
    EXPECT_TRUE(turn.has_come(rate_start + 2s));
    EXPECT_EQ(rate.waiting(), 0u);
}

TEST(send_rate, is_shared_by_threads)
{
    send_rate rate(rate_start);
    rate.on_response(true, rate_start);
    std::atomic<int> passed = 0;
    std::atomic<long> ticks = 0; // of a clock that all threads move
    auto const work = [&]
    {
        auto const now = [&] { return rate_start + ++ticks * 10ms; };
        for (int i = 0; i < 500; ++i)
        {
            if (rate.try_take(now()))
                ++passed;
            else if (send_rate::turn turn(rate, now()); turn.has_come(now()))
                ++passed;
            rate.on_response(i % 50 == 0, now());
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(work);
    for (auto& each : threads)
        each.join();
    EXPECT_EQ(rate.waiting(), 0u);
    EXPECT_GT(passed, 10);
    EXPECT_LT(passed, 2000);
}

} // namespace
