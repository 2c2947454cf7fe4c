// SPDX-License-Identifier: BSL-1.0
//
// How a client replaces AWS credentials before they expire.

#include "credentials_client.hpp"

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace dynasio::tests;
namespace aws = dynasio::aws;
using dynasio::call_options;
using dynasio::testing::gate;

std::string round_name(std::size_t n)
{
    return "round" + std::to_string(n);
}

/// Each `get` ends when its gate is open, with keys for an hour from then.
struct refreshed_client : credentials_client
{
    refreshed_client()
        : credentials_client(
              [this](aws::provider_context const& with, std::size_t n) { return get(with.clock, n); })
    {
        gates[0].open();
        c.emplace(make());
        call();
        EXPECT_EQ(last(), round_name(0));
    }

    asio::awaitable<aws::credentials_result> get(std::shared_ptr<dynasio::http::clock> time, std::size_t n)
    {
        if (auto const e = co_await gates.at(n).wait())
            throw boost::system::system_error(e, "get");
        if (fails.at(n))
            co_return aws::credentials_error(aws::errc::credentials_failed, "out of order");
        co_return keys(round_name(n), time->wall_now() + lives.at(n));
    }

    /// Whether a call ends without the passing of time.
    bool call(call_options options = {})
    {
        server->expect("GetItem").reply(200, "{}");
        outcome.reset();
        spawn_get(*c, options, outcome);
        poll();
        return outcome.has_value();
    }

    [[nodiscard]] std::string last() const { return signed_by(server->requests().size() - 1); }
    [[nodiscard]] std::size_t asked() const { return provider->deadlines.size(); }

    std::vector<gate> gates = std::vector<gate>(10);
    std::vector<bool> fails = std::vector<bool>(10);
    std::vector<std::chrono::nanoseconds> lives = std::vector<std::chrono::nanoseconds>(10, 1h);
    std::optional<dynasio::client> c;
    std::optional<get_outcome> outcome;
};

TEST(credentials_refresh, begins_in_the_background_by_a_call_within_the_window)
{
    refreshed_client s;
    EXPECT_EQ(s.clock->pending_alarms(), 0u) << "an idle client leaves no work";
    s.clock->advance(54min);
    EXPECT_TRUE(s.call());
    EXPECT_EQ(s.asked(), 1u);
    s.clock->advance(4min); // jitter ends within half of the window
    for (int i = 0; i < 5; ++i)
    {
        EXPECT_TRUE(s.call()) << "it does not wait";
        EXPECT_EQ(s.last(), round_name(0));
    }
    EXPECT_EQ(s.asked(), 2u) << "one refresh for all";
    s.gates[1].open();
    s.poll();
    EXPECT_TRUE(s.call());
    EXPECT_EQ(s.last(), round_name(1));
    EXPECT_EQ(s.asked(), 2u);
    EXPECT_EQ(s.clock->pending_alarms(), 0u);
    EXPECT_EQ(s.server->report(), "");
}

TEST(credentials_refresh, that_fails_keeps_what_works_and_is_not_repeated_at_once)
{
    refreshed_client s;
    s.fails[1] = s.fails[2] = true;
    for (auto& g : s.gates)
        g.open();
    s.clock->advance(58min);
    for (int i = 0; i < 5; ++i)
    {
        EXPECT_TRUE(s.call());
        EXPECT_TRUE(s.outcome && s.outcome->has_value());
        EXPECT_EQ(s.last(), round_name(0));
    }
    EXPECT_EQ(s.asked(), 2u);
    s.clock->advance(10s);
    EXPECT_TRUE(s.call());
    EXPECT_EQ(s.asked(), 3u);
    s.clock->advance(20s);
    EXPECT_TRUE(s.call());
    EXPECT_EQ(s.asked(), 4u);
    EXPECT_TRUE(s.call());
    EXPECT_EQ(s.last(), round_name(3));
}

TEST(credentials_refresh, is_waited_for_in_the_last_window_and_used_by_the_call)
{
    refreshed_client s;
    s.clock->advance(59min);
    EXPECT_FALSE(s.call());
    s.gates[1].open();
    s.poll();
    ASSERT_TRUE(s.outcome && s.outcome->has_value());
    EXPECT_EQ(s.last(), round_name(1));
    EXPECT_EQ(s.clock->pending_alarms(), 0u);
}

TEST(credentials_refresh, that_fails_in_the_last_window_leaves_the_call_what_works)
{
    refreshed_client s;
    s.fails[1] = true;
    s.clock->advance(59min + 10s);
    EXPECT_FALSE(s.call());
    s.gates[1].open();
    s.poll();
    ASSERT_TRUE(s.outcome && s.outcome->has_value());
    EXPECT_EQ(s.last(), round_name(0));
}

TEST(credentials_refresh, that_takes_long_is_waited_for_half_of_what_is_left)
{
    struct
    {
        std::chrono::steady_clock::duration timeout;
        std::chrono::nanoseconds before_end;
        std::chrono::nanoseconds patience;
    } const cases[] = {{30s, 10s, 5s}, {4s, 60s, 2s}};
    for (auto const& one : cases)
    {
        refreshed_client s;
        s.provider->longest = 1min;
        s.clock->advance(1h - one.before_end);
        auto const begin = s.clock->now();
        EXPECT_FALSE(s.call(call_options().timeout(one.timeout)));
        while (!s.outcome && s.clock->advance_to_next())
            s.poll();
        ASSERT_TRUE(s.outcome && s.outcome->has_value());
        EXPECT_EQ(s.last(), round_name(0));
        EXPECT_EQ(s.clock->now() - begin, one.patience);
        EXPECT_TRUE(s.call()) << "nobody waits for it any more";
        EXPECT_EQ(s.last(), round_name(0));
        EXPECT_EQ(s.asked(), 2u);
        s.gates[1].open();
        s.poll();
        EXPECT_TRUE(s.call());
        EXPECT_EQ(s.last(), round_name(1));
        EXPECT_EQ(s.clock->pending_alarms(), 0u);
    }
}

TEST(credentials_refresh, that_returns_expired_ones_replaces_nothing_that_works)
{
    refreshed_client s;
    s.lives[1] = -1s;
    s.gates[1].open();
    s.gates[2].open();
    s.clock->advance(58min);
    EXPECT_TRUE(s.call());
    EXPECT_TRUE(s.call());
    EXPECT_EQ(s.last(), round_name(0));
    s.clock->advance(10s);
    EXPECT_TRUE(s.call());
    EXPECT_TRUE(s.call());
    EXPECT_EQ(s.last(), round_name(2));
}

TEST(credentials_refresh, of_expired_ones_is_waited_for_to_its_end)
{
    refreshed_client s;
    s.fails[1] = true;
    s.clock->advance(1h);
    EXPECT_FALSE(s.call());
    s.gates[1].open();
    s.poll();
    ASSERT_TRUE(s.outcome && s.outcome->has_error());
    EXPECT_EQ(s.outcome->error(), aws::errc::credentials_failed);
}

TEST(credentials_refresh, that_was_cut_by_the_end_of_the_client_is_no_result)
{
    refreshed_client s;
    s.clock->advance(59min);
    std::optional<get_outcome> outcome;
    auto const request = get_request();
    asio::co_spawn(s.context, s.c->try_get_item(request),
        [&](std::exception_ptr, get_outcome ended) { outcome.emplace(std::move(ended)); });
    s.poll();
    EXPECT_FALSE(outcome);
    s.c.reset();
    s.poll();
    ASSERT_TRUE(outcome && outcome->has_error());
    EXPECT_EQ(outcome->error().code(), asio::error::operation_aborted);
    EXPECT_EQ(s.clock->pending_alarms(), 0u);
}

/// As that of an instance.
class lasting_provider final : public aws::credentials_provider
{
public:
    std::string_view name() const noexcept override { return "lasting"; }
    bool outlive_expiration() const noexcept override { return true; }
    asio::awaitable<aws::credentials_result> get(aws::provider_context const& with) override
    {
        ++asked;
        if (fails)
            co_return aws::credentials_error(aws::errc::credentials_failed, "out of order");
        co_return keys("round" + std::to_string(asked), with.clock->wall_now() + life);
    }

    std::size_t asked = 0;
    bool fails = false;
    std::chrono::nanoseconds life = 1h;
};

struct lasting_client : scripted_client
{
    lasting_client() : c(make(1, provider)) {}

    bool call()
    {
        server->expect("GetItem").reply(200, "{}");
        bool succeeded = false;
        run(
            [&]() -> asio::awaitable<void>
            {
                auto const request = get_request();
                auto const outcome = co_await c.try_get_item(request);
                succeeded = outcome.has_value();
            });
        return succeeded;
    }

    std::shared_ptr<lasting_provider> const provider = std::make_shared<lasting_provider>();
    dynasio::client const c;
};

TEST(credentials_refresh, of_those_that_outlive_their_end_goes_on_with_expired_ones)
{
    lasting_client s;
    EXPECT_TRUE(s.call());
    s.provider->fails = true;
    s.clock->advance(2h);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(s.call());
    EXPECT_EQ(s.provider->asked, 2u);
    s.clock->advance(15min);
    EXPECT_TRUE(s.call());
    EXPECT_EQ(s.provider->asked, 3u);
    s.provider->fails = false;
    s.provider->life = -1h; // a metadata service that returns old ones
    s.clock->advance(15min);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(s.call());
    EXPECT_EQ(s.provider->asked, 4u);
    s.provider->life = 1h;
    s.clock->advance(15min);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(s.call());
    EXPECT_EQ(s.provider->asked, 5u);
}

} // namespace
