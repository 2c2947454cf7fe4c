// SPDX-License-Identifier: BSL-1.0
//
// The adaptive retry mode: attempts that wait for the rate of the client.

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "support/stepped_operation.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/observer.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

http::send_result slow_down()
{
    return respond_with(400, R"({"__type":"x#ThrottlingException","message":"slow down"})");
}

/// Notes the pauses.
class pause_observer final : public observer
{
public:
    void pause_begins(observed_call const&, std::chrono::steady_clock::duration pause) noexcept override
    {
        pauses.push_back(pause);
    }

    std::vector<std::chrono::steady_clock::duration> pauses;
};

/// A client in the adaptive mode, whose server responds with `script` in order, then with success.
struct adaptive_world : scripted_client
{
    explicit adaptive_world(std::vector<http::send_result> script, unsigned max_attempts = 1)
        : responses(std::move(script)), pauses(std::make_shared<pause_observer>())
    {
        auto respond = [this](http::request const&) -> http::send_result
        {
            auto const number = sent.size();
            sent.push_back(clock->now());
            return number < responses.size() ? responses[number] : respond_with(200, "{}");
        };
        transport = std::make_shared<stepping_server>(respond);
        auto wanted = options(max_attempts);
        wanted.retry.mode = aws::retry_mode::adaptive;
        wanted.observer = pauses;
        owner.emplace(context.get_executor(), wanted);
    }

    asio::awaitable<result<get_item_output>> get(call_options how = {})
    {
        auto const request = get_request();
        return owner->try_get_item(request, how);
    }

    std::vector<http::send_result> responses;
    std::shared_ptr<pause_observer> pauses;
    std::vector<http::time_point> sent;
    std::optional<client> owner;
};

TEST(adaptive_retry, is_off_unless_asked_for)
{
    scripted_client world;
    auto const c = world.make();
    EXPECT_EQ(call::state_of(c)->rate(), nullptr);
    EXPECT_EQ(aws::retry_options().mode, aws::retry_mode::standard);
}

TEST(adaptive_retry, a_first_attempt_waits_once_the_service_has_throttled)
{
    adaptive_world world({respond_with(200, "{}"), slow_down()});
    call_metadata metadata;
    world.run(
        [&]() -> asio::awaitable<void>
        {
            EXPECT_TRUE(co_await world.get());
            EXPECT_FALSE(co_await world.get());
            EXPECT_TRUE(co_await world.get(call_options().metadata(metadata)));
        });
    ASSERT_EQ(world.sent.size(), 3u);
    EXPECT_EQ(world.sent[1], world.sent[0]);
    EXPECT_EQ(world.sent[2] - world.sent[1], 2s) << "half a token a second";
    EXPECT_EQ(world.pauses->pauses, std::vector<std::chrono::steady_clock::duration>{2s});
    EXPECT_EQ(metadata.waited, 2s);
    EXPECT_EQ(metadata.attempts, 1u);
}

TEST(adaptive_retry, a_retry_waits_for_its_backoff_then_for_the_rate)
{
    adaptive_world world({slow_down(), slow_down()}, 3);
    world.run([&]() -> asio::awaitable<void> { EXPECT_TRUE(co_await world.get()); });
    ASSERT_EQ(world.sent.size(), 3u);
    // The token of the first retry comes after 2 s, which the backoff of less than 1 s shortens.
    EXPECT_GE(world.sent[1] - world.sent[0], 2s);
    EXPECT_LE(world.sent[1] - world.sent[0], 2s + 1us);
    auto const& pauses = world.pauses->pauses;
    ASSERT_EQ(pauses.size(), 4u);
    EXPECT_LT(pauses[0], 1s);
    EXPECT_GE(pauses[0] + pauses[1], 2s);
    EXPECT_LE(pauses[0] + pauses[1], 2s + 1us);
    EXPECT_GE(world.sent[2] - world.sent[1], 2s);
}

TEST(adaptive_retry, a_call_waits_until_its_deadline)
{
    adaptive_world world({slow_down()});
    call_metadata metadata;
    world.run(
        [&]() -> asio::awaitable<void>
        {
            EXPECT_FALSE(co_await world.get());
            auto const before = world.clock->now();
            auto const outcome = co_await world.get(call_options().timeout(1900ms).metadata(metadata));
            CO_ASSERT_TRUE(outcome.has_error());
            EXPECT_EQ(outcome.error(), client_errc::deadline_exceeded);
            EXPECT_NE(outcome.error().details().context.find("the client's rate limit"), std::string::npos)
                << outcome.error();
            EXPECT_FALSE(outcome.error().may_have_been_applied());
            EXPECT_TRUE(outcome.error().details().attempts.empty());
            EXPECT_EQ(world.clock->now() - before, 1900ms);
            EXPECT_EQ(metadata.waited, 1900ms);
            // Its place is free.
            EXPECT_TRUE(co_await world.get(call_options().timeout(200ms)));
        });
    EXPECT_EQ(world.sent.size(), 2u);
}

TEST(adaptive_retry, a_call_is_sent_when_the_rate_grows_in_time)
{
    // Two places at half a token a second: the second one's deadline is too early by the rate at which it begins to wait.
    adaptive_world world({slow_down()});
    world.run(
        [&]() -> asio::awaitable<void>
        {
            EXPECT_FALSE(co_await world.get());
            auto waits = [&]() -> asio::awaitable<void>
            {
                EXPECT_TRUE(co_await world.get());
                call::state_of(*world.owner)->rate()->on_response(false, world.clock->now() + 1s);
            };
            asio::co_spawn(world.context, waits(), asio::detached);
            co_await asio::post(asio::deferred);
            EXPECT_TRUE(co_await world.get(call_options().timeout(3900ms)));
        });
    EXPECT_EQ(world.sent.size(), 3u);
}

TEST(adaptive_retry, what_the_service_has_said_stays_when_there_is_no_time)
{
    adaptive_world world({slow_down()}, 4);
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const outcome = co_await world.get(call_options().timeout(1500ms));
            CO_ASSERT_TRUE(outcome.has_error());
            EXPECT_EQ(outcome.error(), errc::throttling);
            EXPECT_NE(outcome.error().details().context.find("rate limit"), std::string::npos);
        });
    EXPECT_EQ(call::state_of(*world.owner)->quota().available(), 500u) << "a retry that was not made is free";
}

TEST(adaptive_retry, an_attempt_without_a_response_says_nothing_of_the_rate)
{
    http::transport_error lost;
    lost.code = http::errc::closed_early;
    lost.reached = http::stage::receiving;
    adaptive_world world({lost, respond_with(500, "{}"), slow_down(), lost});
    world.run(
        [&]() -> asio::awaitable<void>
        {
            for (int i = 0; i < 5; ++i)
                EXPECT_EQ((co_await world.get()).has_value(), i == 4);
        });
    ASSERT_EQ(world.sent.size(), 5u);
    EXPECT_EQ(world.sent[2], world.sent[0]) << "no throttling until now";
    EXPECT_EQ(world.sent[3] - world.sent[2], 2s);
    EXPECT_GE(world.sent[4] - world.sent[3], 2s - 1us) << "a success would have let the rate grow";
}

/// The place of a call that is cancelled is free for those behind it.
TEST(adaptive_retry, a_cancelled_wait_gives_its_place_back)
{
    adaptive_world world({slow_down()});
    asio::cancellation_signal stop;
    std::optional<error> cancelled;
    std::optional<http::time_point> began;
    world.run(
        [&]() -> asio::awaitable<void>
        {
            EXPECT_FALSE(co_await world.get());
            began = world.clock->now();
            auto waits = [&]() -> asio::awaitable<void>
            {
                auto const outcome = co_await world.get();
                if (!outcome)
                    cancelled = outcome.error();
            };
            asio::co_spawn(world.context, waits(), asio::bind_cancellation_slot(stop.slot(), asio::detached));
            co_await asio::post(asio::deferred);
            EXPECT_EQ(call::state_of(*world.owner)->rate()->waiting(), 1u);
            asio::post(world.context, [&] { stop.emit(asio::cancellation_type::terminal); });
            EXPECT_TRUE(co_await world.get());
        });
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(cancelled->code(), asio::error::operation_aborted);
    EXPECT_EQ(call::state_of(*world.owner)->rate()->waiting(), 0u);
    ASSERT_EQ(world.sent.size(), 2u);
    EXPECT_LE(world.sent[1] - *began, 3s) << "as if nobody had been ahead, but for the time to notice";
}

/// A put that is throttled twice in the adaptive mode.
class throttled_put final : public stepped_operation
{
public:
    throttled_put()
        : stepped_operation([this](http::request const&)
              { return server->received() < 3 ? slow_down() : respond_with(200, "{}"); }, 3)
    {
        auto options = world.options(3);
        options.retry.mode = aws::retry_mode::adaptive;
        owner.emplace(world.context.get_executor(), options);
        state_ = call::state_of(*owner);
    }

    asio::awaitable<void> run() override
    {
        auto const request = conditional_put();
        return keep(owner->try_put_item(request));
    }

    void check(bool interrupted) override
    {
        EXPECT_FALSE(failure);
        if (auto const state = state_.lock())
        {
            EXPECT_EQ(state->rate()->waiting(), 0u);
        }
        if (!outcome_)
            return;
        EXPECT_TRUE(interrupted) << *outcome_;
        EXPECT_EQ(outcome_->code(), asio::error::operation_aborted);
    }

private:
    asio::awaitable<void> keep(asio::awaitable<result<put_item_output>> put)
    {
        auto const done = co_await std::move(put);
        if (!done)
            outcome_ = done.error();
    }

    std::weak_ptr<call::client_state> state_;
    std::optional<error> outcome_;
};

TEST(adaptive_retry, ends_when_it_is_interrupted_at_any_step)
{
    auto const make = [] { return std::make_unique<throttled_put>(); };
    for (auto const how : {interruption::cancel, interruption::destroy_client, interruption::destroy_context})
    {
        SCOPED_TRACE(static_cast<int>(how));
        interrupt_at_every_step(make, how, 10);
    }
}

/// A service that carries out `per_second` requests a second; 40 callers that always have one more. How many requests it
/// throttled and carried out in a minute.
struct busy_minute
{
    unsigned throttled = 0;
    unsigned done = 0;
};

asio::awaitable<void> call_until(client c, std::shared_ptr<http::clock> clock, http::time_point end)
{
    while (clock->now() < end)
    {
        auto const request = get_request();
        if (!co_await c.try_get_item(request))
            co_await http::sleep_until(clock, clock->now() + 100ms);
    }
}

busy_minute run_busy_minute(aws::retry_mode mode, double per_second)
{
    scripted_client world;
    busy_minute seen;
    double capacity = per_second;
    auto last = world.clock->now();
    auto respond = [&](http::request const&)
    {
        std::chrono::duration<double> const elapsed =
            world.clock->now() - std::exchange(last, world.clock->now());
        capacity = std::min(per_second, capacity + elapsed.count() * per_second);
        if (capacity < 1)
        {
            ++seen.throttled;
            return slow_down();
        }
        --capacity;
        ++seen.done;
        return respond_with(200, "{}");
    };
    world.transport = std::make_shared<stepping_server>(respond);
    auto options = world.options(4);
    options.retry.mode = mode;
    options.retry.initial_tokens = 1'000'000;
    client const c(world.context.get_executor(), options);
    int ended = 0;
    constexpr int callers = 40;
    auto const end = world.clock->now() + 1min;
    // Nothing takes time but the waits; the first moment's requests are those that the capacity has.
    for (int i = 0; i < callers; ++i)
        asio::co_spawn(world.context, call_until(c, world.clock, end), [&](std::exception_ptr) { ++ended; });
    for (int steps = 0; ended < callers && steps < 1'000'000; ++steps)
    {
        world.context.restart();
        if (world.context.poll() == 0 && !world.clock->advance_to_next())
            break;
    }
    EXPECT_EQ(ended, callers);
    return seen;
}

TEST(adaptive_retry, fewer_requests_are_throttled_and_the_service_stays_busy)
{
    auto const standard = run_busy_minute(aws::retry_mode::standard, 20);
    auto const adaptive = run_busy_minute(aws::retry_mode::adaptive, 20);
    EXPECT_LT(adaptive.throttled * 3, standard.throttled)
        << adaptive.throttled << " against " << standard.throttled;
    EXPECT_GT(adaptive.done, 600u) << "half of what the service can do";
    EXPECT_LE(adaptive.done, 21u * 60);
}

} // namespace
} // namespace dynasio::tests
