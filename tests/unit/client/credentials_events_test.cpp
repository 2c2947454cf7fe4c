// SPDX-License-Identifier: BSL-1.0

#include "credentials_client.hpp"

#include <dynasio/observer.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace dynasio::tests;
namespace aws = dynasio::aws;

/// Remembers what it is told of AWS credentials, a line each.
class credentials_lines final : public dynasio::observer
{
public:
    void credentials_refreshed(dynasio::observed_credentials const& got) noexcept override
    {
        lines.push_back(std::string(got.provider) + " refreshed in "
            + std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(got.took).count()) + " ms"
            + (got.in_background ? " behind" : "") + (got.expiration ? "" : " for good"));
    }
    void credentials_failed(dynasio::observed_credentials_failure const& failed) noexcept override
    {
        lines.push_back(std::string(failed.provider) + " failed: " + failed.code.message() + ": "
            + std::string(failed.text) + (failed.kept_in_use ? ", kept" : ""));
    }

    std::vector<std::string> lines;
};

TEST(credentials_events, tell_of_each_refresh_and_each_failure)
{
    int asked = 0;
    auto const watcher = std::make_shared<credentials_lines>();
    credentials_client s(
        [&](aws::provider_context const& with, std::size_t) -> asio::awaitable<aws::credentials_result>
        {
            auto const clock = with.clock;
            co_await dynasio::http::sleep_until(clock, clock->now() + 30ms);
            ++asked;
            if (asked == 1 || asked == 3)
                co_return aws::credentials_error(aws::errc::credentials_failed, "out of order");
            co_return keys("sEcReT" + std::to_string(asked), clock->wall_now() + 1h);
        });
    auto options = s.options();
    options.credentials = s.provider;
    options.observer = watcher;
    dynasio::client const c(s.context.get_executor(), options);
    s.server->expect("GetItem").reply(200, "{}").times(3);
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request);
            EXPECT_TRUE(outcome.has_error());
            for (auto const pause : {0s, 3480s, 20s})
            {
                co_await dynasio::http::sleep_until(s.clock, s.clock->now() + pause);
                co_await c.get_item(request);
            }
            co_await dynasio::http::sleep_until(s.clock, s.clock->now() + 1s);
        });
    EXPECT_EQ(watcher->lines,
        (std::vector<std::string>{"directed failed: credentials could not be obtained: out of order",
            "directed refreshed in 30 ms",
            "directed failed: credentials could not be obtained: out of order, kept",
            "directed refreshed in 30 ms behind"}));
}

TEST(credentials_events, say_that_those_of_an_instance_are_used_after_their_end)
{
    auto const watcher = std::make_shared<credentials_lines>();
    credentials_client s(
        [](aws::provider_context const& with, std::size_t n)
        {
            auto const failure = aws::credentials_error(aws::errc::credentials_failed, "out of order");
            return at_once(
                n == 0 ? aws::credentials_result(keys("first", with.clock->wall_now() + 1h)) : failure);
        });
    s.provider->outlive = true;
    auto options = s.options();
    options.credentials = s.provider;
    options.observer = watcher;
    dynasio::client const c(s.context.get_executor(), options);
    s.server->expect("GetItem").reply(200, "{}").times(2);
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            co_await c.get_item(request);
            co_await dynasio::http::sleep_until(s.clock, s.clock->now() + 2h);
            co_await c.get_item(request);
        });
    EXPECT_EQ(s.signed_by(1), "first");
    EXPECT_EQ(watcher->lines,
        (std::vector<std::string>{"directed refreshed in 0 ms",
            "directed failed: credentials could not be obtained: out of order, kept"}));
}

TEST(credentials_events, are_none_for_those_that_never_change)
{
    auto const watcher = std::make_shared<credentials_lines>();
    scripted_client s;
    auto options = s.options();
    options.observer = watcher;
    dynasio::client const c(s.context.get_executor(), options);
    s.server->expect("GetItem").reply(200, "{}");
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            co_await c.get_item(request);
        });
    EXPECT_EQ(watcher->lines, std::vector<std::string>());
}

} // namespace
