// SPDX-License-Identifier: BSL-1.0
//
// How calls wait for AWS credentials: a provider that the test directs, a scripted server, and a clock moved by hand.

#include "clock/one_shot_event.hpp"
#include "credentials_client.hpp"
#include "support/shifted_clock.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using namespace std::chrono_literals;
using namespace dynasio::tests;
namespace aws = dynasio::aws;
using dynasio::call_options;
using dynasio::client_errc;

TEST(client_credentials, that_never_come_end_the_call_at_its_deadline)
{
    dynasio::testing::gate const never;
    credentials_client s([&](auto const&, auto) { return behind(never, keys("late")); });
    auto c = s.make(3);
    auto const begin = s.clock->now();
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = conditional_put();
            auto const options = call_options().timeout(1s);
            auto const outcome = co_await c.try_put_item(request, options);
            EXPECT_EQ(s.clock->now() - begin, 1s);
            CO_ASSERT_ERROR(outcome, client_errc::deadline_exceeded);
            EXPECT_TRUE(outcome.error().is_timeout());
            EXPECT_FALSE(outcome.error().may_have_been_applied());
            auto const& details = outcome.error().details();
            EXPECT_EQ(
                details.context, "deadline exceeded while waiting for AWS credentials of provider directed");
            CO_ASSERT_EQ(details.attempts.size(), 1u);
            EXPECT_EQ(details.attempts[0].duration, 1s);
            never.open();
        });
    EXPECT_TRUE(s.server->requests().empty());
}

TEST(client_credentials, that_never_come_for_a_second_attempt_leave_the_first_uncertain)
{
    dynasio::testing::gate const never;
    credentials_client s([&](aws::provider_context const& with, std::size_t n)
        { return n == 0 ? at_once(keys("first", with.clock->wall_now())) : behind(never, keys("late")); });
    s.server->expect("PutItem").fail(dynasio::http::errc::closed_early, dynasio::http::stage::receiving);
    auto c = s.make(3);
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = conditional_put();
            auto const options = call_options().timeout(2s);
            auto const outcome = co_await c.try_put_item(request, options);
            CO_ASSERT_ERROR(outcome, client_errc::deadline_exceeded);
            EXPECT_TRUE(outcome.error().may_have_been_applied());
            EXPECT_EQ(outcome.error().details().attempts.size(), 2u);
            never.open();
        });
    EXPECT_EQ(s.signed_by(0), "first"); // although they had expired when they came
}

TEST(client_credentials, that_come_late_sign_with_the_time_at_which_they_came)
{
    credentials_client s(
        [](aws::provider_context const& with, std::size_t) -> asio::awaitable<aws::credentials_result>
        {
            co_await dynasio::http::sleep_until(with.clock, with.clock->now() + 7s);
            co_return keys("late");
        });
    s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make();
    auto const begin = s.clock->now();
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request);
            CO_ASSERT_VALUE(outcome);
        });
    EXPECT_EQ(s.clock->now() - begin, 7s);
    EXPECT_EQ(s.server->requests().at(0).headers.find("x-amz-date"), "20231114T221327Z");
    EXPECT_EQ(s.server->deadlines().at(0) - begin, 7s + 10s); // the attempt has its whole timeout
}

TEST(client_credentials, that_come_after_the_deadline_sign_nothing)
{
    asio::io_context context;
    auto const clock = std::make_shared<shifted_clock>(dynasio::http::make_clock(context.get_executor()));
    auto const server = std::make_shared<dynasio::testing::scripted_transport>();
    dynasio::client_options options;
    options.region = "us-east-1";
    options.clock = clock;
    options.transport = server;
    options.credentials = std::make_shared<directed_provider>(
        [&](auto const&, auto)
        {
            clock->shift(1h); // nobody has been told yet
            return at_once(keys("late"));
        });
    dynasio::client const c(context.get_executor(), options);
    std::optional<get_outcome> outcome;
    run_coroutine(context, [&] { return credentials_client::call(c, {}, outcome); });
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->error(), client_errc::deadline_exceeded);
    EXPECT_TRUE(server->requests().empty());
}

TEST(client_credentials, failures_of_any_kind_are_errors_of_the_call)
{
    struct
    {
        directed_provider::directive what;
        boost::system::error_code code;
        std::string text;
    } const cases[] = {
        {[](auto const&, auto)
            {
                return at_once(
                    aws::credentials_error(aws::errc::credentials_not_configured, "nothing is set"));
            },
            aws::errc::credentials_not_configured, "nothing is set"},
        {[](auto const&, auto) -> asio::awaitable<aws::credentials_result>
            {
                throw boost::system::system_error(asio::error::connection_refused, "no metadata");
                co_return keys("x");
            },
            asio::error::connection_refused, "provider directed: no metadata"},
        {[](auto const&, auto) -> asio::awaitable<aws::credentials_result>
            { throw std::runtime_error("outside of a coroutine"); }, aws::errc::credentials_failed,
            "provider directed: outside of a coroutine"},
        {[](auto const&, auto) -> asio::awaitable<aws::credentials_result>
            {
                throw 7;
                co_return keys("x");
            },
            aws::errc::credentials_failed, "an exception of unknown type"},
        {[](auto const&, auto) { return at_once(credentials_ptr()); }, aws::errc::credentials_failed,
            "returned null"},
    };
    for (auto const& test : cases)
    {
        SCOPED_TRACE(test.text);
        credentials_client s(test.what);
        auto c = s.make(3);
        s.run(
            [&]() -> asio::awaitable<void>
            {
                auto const request = get_request();
                auto const outcome = co_await c.try_get_item(request);
                CO_ASSERT_ERROR(outcome, test.code);
                EXPECT_NE(outcome.error().details().context.find(test.text), std::string::npos)
                    << outcome.error();
            });
        EXPECT_TRUE(s.server->requests().empty());
        EXPECT_EQ(s.provider->deadlines.size(), 1u);
    }
}

TEST(client_credentials, are_asked_for_once_by_50_calls_when_they_expire)
{
    dynasio::testing::gate const gates[2];
    std::optional<dynasio::http::wall_time> until;
    credentials_client s(
        [&](aws::provider_context const& with, std::size_t n)
        {
            until = with.clock->wall_now() + 1h;
            return behind(gates[n], keys("round" + std::to_string(n), until));
        });
    auto c = s.make();
    for (std::size_t round = 0; round < 2; ++round)
    {
        s.server->expect("GetItem").reply(200, "{}").times(51);
        std::optional<get_outcome> outcomes[51];
        for (std::size_t i = 0; i < 50; ++i)
            s.spawn_get(c, {}, outcomes[i]);
        s.poll();
        EXPECT_TRUE(s.server->requests().size() == 51 * round);
        gates[round].open();
        s.poll();
        s.spawn_get(c, {}, outcomes[50]); // uses what is there
        s.poll();
        for (auto const& outcome : outcomes)
        {
            ASSERT_TRUE(outcome);
            EXPECT_TRUE(outcome->has_value()) << outcome->error();
        }
        EXPECT_EQ(s.provider->deadlines.size(), round + 1);
        EXPECT_EQ(s.signed_by(51 * round + 50), "round" + std::to_string(round));
        s.clock->advance(1h);
    }
    EXPECT_EQ(s.server->report(), "");
    EXPECT_EQ(s.clock->pending_alarms(), 0u);
}

TEST(client_credentials, are_used_until_they_are_to_be_replaced)
{
    credentials_client s([](aws::provider_context const& with, std::size_t n)
        { return at_once(keys("round" + std::to_string(n), with.clock->wall_now() + 1h)); });
    s.server->expect("GetItem").reply(200, "{}").times(3);
    auto c = s.make();
    std::optional<get_outcome> outcome;
    for (auto const wait : {0ns, std::chrono::nanoseconds(55min - 1ns), std::chrono::nanoseconds(5min + 1ns)})
    {
        s.clock->advance(wait);
        s.spawn_get(c, {}, outcome);
        s.poll();
    }
    ASSERT_EQ(s.server->requests().size(), 3u);
    EXPECT_EQ(s.signed_by(1), "round0");
    EXPECT_EQ(s.signed_by(2), "round1");
}

TEST(client_credentials, expire_by_the_clock_of_the_server)
{
    credentials_client s([](aws::provider_context const&, std::size_t n)
        { return at_once(keys("round" + std::to_string(n), dynasio::http::wall_time(1'700'003'600s))); });
    dynasio::http::fields date; // two hours ahead of the clock here
    date.add("date", "Wed, 15 Nov 2023 00:13:20 GMT");
    s.server->expect("GetItem").reply(200, "{}", date).times(2);
    auto c = s.make();
    std::optional<get_outcome> outcome;
    for (int i = 0; i < 2; ++i)
    {
        s.spawn_get(c, {}, outcome);
        s.poll();
    }
    EXPECT_EQ(s.signed_by(1), "round1");
}

TEST(client_credentials, are_waited_for_under_the_deadline_of_each_call)
{
    dynasio::testing::gate const g;
    credentials_client s([&](auto const&, auto) { return behind(g, keys("late")); });
    s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make();
    std::optional<get_outcome> outcomes[3];
    for (int i = 0; i < 3; ++i)
        s.spawn_get(c, call_options().timeout((i + 1) * 1s), outcomes[i]);
    s.poll();
    s.clock->advance(2500ms);
    s.poll();
    g.open();
    s.poll();
    for (auto const& outcome : outcomes)
        ASSERT_TRUE(outcome);
    // The first call has started the flight, which went on after its end.
    EXPECT_EQ(outcomes[0]->error(), client_errc::deadline_exceeded);
    EXPECT_EQ(outcomes[1]->error(), client_errc::deadline_exceeded);
    EXPECT_TRUE(outcomes[2]->has_value());
    EXPECT_EQ(s.provider->deadlines.size(), 1u);
    EXPECT_EQ(s.clock->pending_alarms(), 0u);
}

TEST(client_credentials, go_on_for_others_when_one_call_is_cancelled)
{
    for (std::size_t cancelled = 0; cancelled < 3; ++cancelled)
    {
        dynasio::testing::gate const g;
        credentials_client s([&](auto const&, auto) { return behind(g, keys("late")); });
        s.server->expect("GetItem").reply(200, "{}").times(2);
        auto c = s.make();
        std::optional<get_outcome> outcomes[3];
        asio::cancellation_signal signals[3];
        for (std::size_t i = 0; i < 3; ++i)
            s.spawn_get(c, {}, outcomes[i], signals[i].slot());
        s.poll();
        signals[cancelled].emit(asio::cancellation_type::terminal);
        s.poll();
        EXPECT_EQ(g.waiting(), 1u);
        for (std::size_t i = 0; i < 3; ++i)
            EXPECT_EQ(outcomes[i].has_value(), i == cancelled);
        ASSERT_TRUE(outcomes[cancelled]);
        EXPECT_EQ(outcomes[cancelled]->error().code(), asio::error::operation_aborted);
        EXPECT_FALSE(outcomes[cancelled]->error().may_have_been_applied());
        g.open();
        s.poll();
        for (std::size_t i = 0; i < 3; ++i)
            EXPECT_TRUE(outcomes[i] && outcomes[i]->has_value() == (i != cancelled));
        EXPECT_EQ(s.server->report(), "");
        EXPECT_EQ(s.clock->pending_alarms(), 0u);
    }
}

TEST(client_credentials, pass_a_failure_to_all_who_wait_and_are_asked_for_again_later)
{
    dynasio::testing::gate const g;
    credentials_client s(
        [&](auto const&, std::size_t n)
        {
            return n == 0 ? behind(g, aws::credentials_error(aws::errc::credentials_failed, "denied"))
                          : at_once(keys("second"));
        });
    s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make();
    std::optional<get_outcome> outcomes[6];
    for (std::size_t i = 0; i < 5; ++i)
        s.spawn_get(c, {}, outcomes[i]);
    s.poll();
    g.open();
    s.poll();
    for (std::size_t i = 0; i < 5; ++i)
    {
        ASSERT_TRUE(outcomes[i]);
        EXPECT_EQ(outcomes[i]->error().code(), make_error_code(aws::errc::credentials_failed));
        EXPECT_EQ(outcomes[i]->error().details().context, "denied");
    }
    s.spawn_get(c, {}, outcomes[5]);
    s.poll();
    EXPECT_TRUE(outcomes[5] && outcomes[5]->has_value());
    EXPECT_EQ(s.provider->deadlines.size(), 2u);
}

TEST(client_credentials, are_bounded_by_the_timeout_of_the_provider)
{
    dynasio::testing::gate const never;
    credentials_client s([&](auto const&, auto) { return behind(never, keys("late")); });
    s.provider->longest = 5s;
    auto c = s.make();
    auto const begin = s.clock->now();
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request);
            CO_ASSERT_ERROR(outcome, aws::errc::credentials_failed);
            EXPECT_EQ(
                outcome.error().details().context, "provider directed: no credentials within its timeout");
        });
    EXPECT_EQ(s.clock->now() - begin, 5s);
    ASSERT_EQ(s.provider->deadlines.size(), 1u);
    EXPECT_EQ(s.provider->deadlines[0] - begin, 5s);
    s.poll();
    EXPECT_EQ(never.waiting(), 0u); // it was cancelled
}

TEST(client_credentials, of_a_provider_that_ignores_cancellation_hold_nobody_up)
{
    std::vector<std::unique_ptr<dynasio::http::one_shot_event>> events;
    credentials_client s(
        [&](auto const&, std::size_t n) -> asio::awaitable<aws::credentials_result>
        {
            if (n == 1)
                co_return keys("second");
            auto& event = *events.emplace_back(std::make_unique<dynasio::http::one_shot_event>());
            auto const ignore = [](asio::cancellation_type) {};
            co_await event.async_wait(ignore);
            co_return keys("first");
        });
    s.server->expect("GetItem").reply(200, "{}").times(2);
    auto c = s.make();
    std::optional<get_outcome> outcomes[3];
    s.spawn_get(c, call_options().timeout(1h), outcomes[0]);
    s.poll();
    s.clock->advance(10s);
    s.poll();
    ASSERT_TRUE(outcomes[0]);
    EXPECT_EQ(outcomes[0]->error().code(), make_error_code(aws::errc::credentials_failed));
    s.spawn_get(c, {}, outcomes[1]);
    s.poll();
    EXPECT_TRUE(outcomes[1] && outcomes[1]->has_value());
    events.at(0)->wake({});
    s.poll();
    s.spawn_get(c, {}, outcomes[2]);
    s.poll();
    EXPECT_EQ(s.signed_by(1), "second"); // the first came too late to be used
}

TEST(client_credentials, of_a_destroyed_client_are_not_waited_for)
{
    dynasio::testing::gate const never;
    credentials_client s([&](auto const&, auto) { return behind(never, keys("late")); });
    std::optional<get_outcome> outcomes[3];
    {
        auto const request = get_request();
        auto const c = s.make();
        for (auto& outcome : outcomes)
            asio::co_spawn(s.context, c.try_get_item(request),
                [&outcome](std::exception_ptr e, get_outcome found)
                {
                    dynasio::tests::report_failure(e);
                    outcome = std::move(found);
                });
        s.poll();
        EXPECT_EQ(never.waiting(), 1u);
    }
    s.poll();
    for (auto const& outcome : outcomes)
    {
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->error().code(), asio::error::operation_aborted);
    }
    EXPECT_EQ(never.waiting(), 0u);
    EXPECT_EQ(s.clock->pending_alarms(), 0u);
}

TEST(client_credentials, end_with_the_execution_context)
{
    // After each number of handlers: before, during and after the flight.
    for (int handlers = 0; handlers < 40; ++handlers)
    {
        dynasio::testing::gate const g;
        auto s =
            std::make_unique<credentials_client>([&](auto const&, auto) { return behind(g, keys("late")); });
        s->server->expect("GetItem").reply(200, "{}").times(3);
        std::optional<get_outcome> outcomes[3];
        {
            auto const c = s->make();
            for (auto& outcome : outcomes)
                s->spawn_get(c, {}, outcome);
        }
        for (int i = 0; i < handlers; ++i)
        {
            if (i == handlers / 2)
                g.open();
            if (s->context.poll_one() == 0)
                s->context.restart();
        }
        s->clock->stop();
        s.reset();
    }
}

TEST(client_credentials, end_with_an_execution_context_that_has_a_real_clock)
{
    auto const provider = std::make_shared<directed_provider>(
        [](aws::provider_context const& with, std::size_t) -> asio::awaitable<aws::credentials_result>
        {
            co_await dynasio::http::sleep_until(with.clock, with.deadline);
            co_return keys("late");
        });
    std::optional<get_outcome> outcome;
    {
        asio::io_context context;
        dynasio::client_options options;
        options.region = "us-east-1";
        options.credentials = provider;
        dynasio::client const c(context.get_executor(), options);
        asio::co_spawn(context, credentials_client::call(c, {}, outcome), asio::detached);
        context.poll();
        EXPECT_EQ(provider->deadlines.size(), 1u);
    }
    EXPECT_FALSE(outcome);
}

TEST(client_credentials, of_a_provider_that_uses_its_client_end_at_the_timeout)
{
    std::optional<dynasio::client> c;
    std::optional<get_outcome> inner;
    credentials_client s(
        [&](auto const&, auto) -> asio::awaitable<aws::credentials_result>
        {
            auto const request = get_request();
            inner = co_await c->try_get_item(request);
            co_return keys("late");
        });
    c = s.make();
    std::optional<get_outcome> outcome;
    s.spawn_get(*c, {}, outcome);
    s.poll();
    EXPECT_FALSE(outcome);
    s.clock->advance(10s);
    s.poll();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->error().code(), make_error_code(aws::errc::credentials_failed));
    ASSERT_TRUE(inner);
    EXPECT_EQ(inner->error().code(), make_error_code(aws::errc::credentials_failed));
    c.reset();
}

} // namespace
