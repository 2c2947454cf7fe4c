// SPDX-License-Identifier: BSL-1.0
//
// What a call tells of its attempts and pauses while it lasts, and what it gives back when it ends in one.

#include "client_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/aws/retry_strategy.hpp>
#include <dynasio/observer.hpp>

#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using duration = std::chrono::steady_clock::duration;

constexpr auto throttling = R"({"__type":"x#ThrottlingException"})";

class attempt_lines final : public observer
{
public:
    void call_begins(observed_call const& c) noexcept override { add("begins", c); }
    void attempt_begins(observed_call const& c, unsigned n) noexcept override
    {
        add("attempt " + std::to_string(n), c);
    }
    void attempt_failed(observed_call const& c, attempt const&) noexcept override
    {
        add("failed", c);
        if (on_failed)
            on_failed();
    }
    void pause_begins(observed_call const&, duration p) noexcept override { pauses.push_back(p); }
    void call_ended(observed_call const& c, call_metadata const&, error const*) noexcept override
    {
        add("ended", c);
    }

    std::vector<std::string> lines;
    std::vector<duration> pauses;
    std::function<void()> on_failed;

private:
    void add(std::string what, observed_call const& c)
    {
        lines.push_back(std::move(what) + " " + std::string(c.host));
    }
};

/// Always the same delay; keeps what it is told of the time.
class same_delay final : public aws::retry_strategy
{
public:
    explicit same_delay(std::chrono::nanoseconds d) : delay_(d) {}

    std::optional<std::chrono::nanoseconds> next_delay(aws::retry_candidate const& candidate) override
    {
        elapsed.push_back(candidate.elapsed);
        return delay_;
    }

    std::vector<std::chrono::nanoseconds> elapsed;

private:
    std::chrono::nanoseconds const delay_;
};

class observed_attempts : public ::testing::Test
{
protected:
    observed_attempts() { options.observer = seen; }

    /// Begins a GetItem.
    void begin()
    {
        if (!owner)
            owner.emplace(world.context.get_executor(), options);
        asio::co_spawn(world.context, get(*owner, known, ended), report_failure);
        settle();
    }

    static asio::awaitable<void> get(client c, call_metadata& known, std::size_t& ended)
    {
        auto const request = get_request();
        auto const how = call_options().metadata(known);
        co_await c.try_get_item(request, how);
        ++ended;
    }

    void settle()
    {
        world.context.restart();
        world.context.poll();
    }

    void cancel()
    {
        owner->cancel();
        settle();
    }

    scripted_client world;
    client_options options = world.options(3);
    std::shared_ptr<attempt_lines> const seen = std::make_shared<attempt_lines>();
    std::optional<client> owner;
    call_metadata known;
    std::size_t ended = 0;
};

TEST_F(observed_attempts, name_the_host_that_they_go_to)
{
    options.credentials = aws::static_credentials({"AKID", sigv4::secret("secret")}, "111122223333");
    world.server->expect("GetItem").reply(500, "");
    world.server->expect("GetItem").reply(200, "{}");
    begin();
    world.clock->advance(1s);
    settle();
    std::string const host = "111122223333.ddb.us-east-1.amazonaws.com";
    EXPECT_EQ(seen->lines,
        (std::vector<std::string>{"begins dynamodb.us-east-1.amazonaws.com", "attempt 1 " + host,
            "failed " + host, "attempt 2 " + host, "ended " + host}));
}

TEST_F(observed_attempts, have_pauses_that_are_not_negative)
{
    options.retry_strategy = std::make_shared<same_delay>(0ns);
    seen->on_failed = [this] { world.clock->advance(5ms); }; // an observer that needs some time
    world.server->expect("GetItem").reply(500, "");
    world.server->expect("GetItem").reply(200, "{}");
    begin();
    EXPECT_EQ(ended, 1u);
    EXPECT_EQ(seen->pauses, std::vector<duration>{0ns});
}

TEST_F(observed_attempts, have_waited_what_they_have_waited)
{
    options.call_timeout = 10h;
    options.retry_strategy = std::make_shared<same_delay>(1h);
    world.server->expect("GetItem").reply(500, "");
    begin();
    world.clock->advance(1s);
    settle();
    EXPECT_EQ(ended, 0u);
    cancel();
    EXPECT_EQ(ended, 1u);
    EXPECT_EQ(known.waited, 1s);
}

TEST_F(observed_attempts, have_waited_for_the_rate)
{
    options.retry.mode = aws::retry_mode::adaptive;
    options.retry.max_attempts = 1;
    world.server->expect("GetItem").reply(400, throttling);
    begin();
    known = call_metadata();
    begin();
    world.clock->advance(1s);
    settle();
    EXPECT_EQ(ended, 1u);
    cancel();
    EXPECT_EQ(ended, 2u);
    EXPECT_EQ(known.waited, 1s);
}

/// Else one cancellation in an outage would leave no retries to later calls.
TEST_F(observed_attempts, pay_for_no_retry_that_was_not_sent)
{
    constexpr std::size_t calls = 36;
    for (std::size_t i = 0; i != calls; ++i)
    {
        world.server->expect("GetItem").reply(500, "");
        begin();
    }
    auto const full = world.options().retry.initial_tokens;
    EXPECT_LT(owner->statistics().retry_tokens, full);
    cancel();
    EXPECT_EQ(ended, calls);
    EXPECT_EQ(owner->statistics().retry_tokens, full);
}

TEST_F(observed_attempts, pay_for_a_retry_that_was_sent)
{
    options.retry.max_attempts = 2;
    for (int i = 0; i != 2; ++i)
        world.server->expect("GetItem").reply(500, "");
    begin();
    world.clock->advance(1s);
    settle();
    EXPECT_EQ(ended, 1u);
    EXPECT_LT(owner->statistics().retry_tokens, world.options().retry.initial_tokens);
}

TEST_F(observed_attempts, begin_for_a_strategy_when_they_are_sent)
{
    auto const strategy = std::make_shared<same_delay>(0ns);
    options.retry_strategy = strategy;
    options.retry.mode = aws::retry_mode::adaptive;
    options.retry.max_attempts = 2;
    world.server->expect("GetItem").reply(400, throttling);
    world.server->expect("GetItem").reply(500, "");
    world.server->expect("GetItem").reply(500, "");
    world.server->expect("GetItem").reply(200, "{}");
    for (std::size_t calls = 1; calls != 3; ++calls)
    {
        begin();
        for (int i = 0; i != 20 && ended != calls; ++i)
        {
            world.clock->advance(
                1s); // the attempt waits for the rate, that of the second call before it begins
            settle();
        }
        EXPECT_EQ(ended, calls);
    }
    EXPECT_EQ(strategy->elapsed, (std::vector<std::chrono::nanoseconds>{0ns, 0ns}));
}

/// Throws what is no `std::exception`.
class throwing_transport final : public http::transport
{
public:
    asio::awaitable<http::send_result> send(http::request const&, http::time_point) override
    {
        throw 42;
        co_return http::transport_error();
    }
    void stop() noexcept override {}
};

TEST_F(observed_attempts, end_when_a_transport_throws_anything)
{
    options.transport = std::make_shared<throwing_transport>();
    begin();
    EXPECT_EQ(ended, 1u);
    ASSERT_FALSE(seen->lines.empty());
    EXPECT_TRUE(seen->lines.back().starts_with("ended "));
}

TEST_F(observed_attempts, name_the_retry_mode_to_the_service)
{
    options.retry.mode = aws::retry_mode::adaptive;
    world.server->expect("GetItem").reply(200, "{}");
    begin();
    std::string const agent(world.server->requests().at(0).headers.find("user-agent").value_or(""));
    EXPECT_NE(agent.find(" cfg/retry-mode#adaptive"), std::string::npos) << agent;
}

} // namespace
} // namespace dynasio::tests
