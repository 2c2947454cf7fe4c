// SPDX-License-Identifier: BSL-1.0
//
// 500 calls in flight for 20 seconds of a clock moved by hand, while keys that live for a second come and go.

#include "support/credentials_soak.hpp"

#include <dynasio/testing/manual_clock.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

class credentials_soak : public ::testing::Test
{
protected:
    static constexpr auto delay = 200ms;

    credentials_soak()
    {
        client_options options;
        options.region = "us-east-1";
        options.credentials = provider;
        options.transport = transport;
        options.clock = clock;
        options.credentials_refresh = soak_windows();
        options.random_seed = 7;
        options.retry.max_attempts = 1;
        c.emplace(context.get_executor(), options);
    }

    void start(std::chrono::steady_clock::duration time)
    {
        for (int i = 0; i < 500; ++i)
            boost::asio::co_spawn(
                context, soak(*c, clock, clock->now() + time, delay, counts), boost::asio::detached);
    }

    /// Until all have ended, or `until` holds.
    template <class Condition>
    void run(Condition until)
    {
        for (int steps = 0; steps < 1'000'000 && !until(); ++steps)
        {
            context.restart();
            if (context.poll() == 0 && !clock->advance_to_next())
                return;
        }
    }
    void run()
    {
        run([] { return false; });
        EXPECT_EQ(clock->pending_alarms(), 0u);
    }

    /// Runs until the clock has moved on by `time`.
    void run_for(std::chrono::steady_clock::duration time)
    {
        auto const end = clock->now() + time;
        run([&] { return clock->now() >= end; });
    }

    [[nodiscard]] nanoseconds longest_wait() const { return nanoseconds(counts.longest_wait.load()); }

    boost::asio::io_context context{1};
    std::shared_ptr<testing::manual_clock> const clock = std::make_shared<testing::manual_clock>();
    std::shared_ptr<aging_provider> const provider = std::make_shared<aging_provider>(1s);
    std::shared_ptr<key_checking_transport> const transport =
        std::make_shared<key_checking_transport>(clock, provider, delay);
    soak_counts counts;
    std::optional<client> c;
};

TEST_F(credentials_soak, no_call_fails_or_waits_and_there_is_one_refresh_a_life)
{
    start(20s);
    run();
    EXPECT_EQ(counts.failed, 0u);
    EXPECT_GE(counts.succeeded, 500u * 95u);
    EXPECT_EQ(longest_wait(), 0ns);
    EXPECT_EQ(transport->with_expired_keys, 0u);
    auto const obtained = provider->obtained();
    // From 400 to 650 ms of each life have passed when its refresh begins, then the next call comes, and it takes 50 ms.
    EXPECT_GE(obtained.size(), 20s / 800ms);
    EXPECT_LE(obtained.size(), 20s / 450ms + 1);
    for (std::size_t i = 1; i < obtained.size(); ++i)
        EXPECT_GE(obtained[i] - obtained[i - 1], 450ms);
}

TEST_F(credentials_soak, a_source_that_fails_for_a_while_is_not_noticed)
{
    for (auto const mood : {source_mood::fails, source_mood::returns_expired, source_mood::hangs})
    {
        start(3s);
        run_for(1s);
        provider->mood = mood;
        run_for(300ms);
        provider->mood = source_mood::works;
        run();
        EXPECT_EQ(counts.failed, 0u) << static_cast<int>(mood);
        EXPECT_EQ(transport->with_expired_keys, 0u);
        // Half of the last window, at most.
        EXPECT_LE(longest_wait(), 50ms);
    }
}

TEST_F(credentials_soak, a_source_that_fails_for_longer_than_a_life_costs_calls_only_behind_its_end)
{
    start(5s);
    run_for(1s);
    auto const last = provider->obtained().back();
    provider->mood = source_mood::fails;
    auto const begin = clock->wall_now();
    run([&] { return counts.failed != 0; });
    EXPECT_GE(clock->wall_now() - last, 1s) << "keys that work were not used";
    EXPECT_LT(clock->wall_now() - begin, 2s);
    EXPECT_EQ(transport->with_expired_keys, 0u);
    provider->mood = source_mood::works;
    run_for(100ms);
    auto const failed = counts.failed.load();
    run();
    EXPECT_EQ(counts.failed, failed) << "there are keys again";
}

} // namespace
} // namespace dynasio::tests
