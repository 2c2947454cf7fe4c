// SPDX-License-Identifier: BSL-1.0
//
// What becomes of AWS credentials that the service refuses, and of the calls that they have signed.

#include "credentials_client.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace dynasio::tests;
namespace aws = dynasio::aws;

constexpr auto expired_token = R"({"__type":"x#ExpiredTokenException","message":"the token has expired"})";

/// What the second of two calls, or attempts, is signed with after the service has refused the first.
struct refused_case
{
    std::string wire_error;
    bool expire;       ///< the credentials have an expiration
    bool same_again;   ///< the provider gives the same again
    unsigned attempts; ///< that the call may have
    std::size_t sent;  ///< requests of the first call
    bool succeeds;     ///< the first call
};

class client_refused_credentials : public ::testing::TestWithParam<refused_case>
{};

TEST_P(client_refused_credentials, are_asked_for_anew)
{
    auto const& p = GetParam();
    credentials_client s(
        [&](aws::provider_context const& with, std::size_t n)
        {
            auto const until = with.clock->wall_now() + 1h;
            return at_once(keys(p.same_again ? "same" : "round" + std::to_string(n),
                p.expire ? std::optional(until) : std::nullopt));
        });
    s.server->expect("GetItem").reply(400, R"({"__type":"x#)" + p.wire_error + R"(","message":"no"})");
    if (p.succeeds)
        s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make(p.attempts);
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request);
            EXPECT_EQ(s.server->requests().size(), p.sent);
            if (p.succeeds)
            {
                CO_ASSERT_VALUE(outcome);
                co_return;
            }
            CO_ASSERT_TRUE(outcome.has_error());
            EXPECT_EQ(outcome.error().details().wire_code, p.wire_error);
            EXPECT_EQ(outcome.error().details().attempts.size(), 1u);
            EXPECT_TRUE(outcome.error().from_service());
        });
    ASSERT_EQ(s.provider->invalidated.size(), 1u);
    EXPECT_EQ(s.provider->invalidated[0], s.signed_by(0));
    // Whatever became of the call, the next one uses others, if there are others.
    s.server->expect("GetItem").reply(200, "{}");
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            co_await c.try_get_item(request);
        });
    EXPECT_EQ(s.provider->deadlines.size(), 2u);
    EXPECT_EQ(s.signed_by(p.sent), p.same_again ? "same" : "round1");
}

INSTANTIATE_TEST_SUITE_P(cases, client_refused_credentials,
    ::testing::Values(refused_case{"ExpiredTokenException", true, false, 2, 2, true},
        refused_case{"ExpiredToken", true, false, 2, 2, true},
        refused_case{"UnrecognizedClientException", true, false, 2, 2, true},
        refused_case{"ExpiredTokenException", true, false, 1, 1, false},
        refused_case{"ExpiredTokenException", true, true, 3, 1, false},
        refused_case{"ExpiredTokenException", false, false, 3, 1, false},
        refused_case{"UnrecognizedClientException", false, false, 3, 1, false}));

TEST(client_refused_credentials_of, other_errors_are_kept)
{
    credentials_client s([](aws::provider_context const& with, std::size_t n)
        { return at_once(keys("round" + std::to_string(n), with.clock->wall_now() + 1h)); });
    s.server->expect("GetItem").reply(400, R"({"__type":"x#AccessDeniedException","message":"no"})");
    s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make(2);
    std::optional<get_outcome> outcome;
    for (int i = 0; i < 2; ++i)
    {
        s.spawn_get(c, {}, outcome);
        s.poll();
    }
    EXPECT_EQ(s.provider->deadlines.size(), 1u);
    EXPECT_TRUE(s.provider->invalidated.empty());
}

TEST(client_refused_credentials_of, a_late_call_do_not_take_their_successors_along)
{
    dynasio::testing::gate g;
    credentials_client s([](aws::provider_context const& with, std::size_t n)
        { return at_once(keys("round" + std::to_string(n), with.clock->wall_now() + 1h)); });
    s.server->expect("GetItem").reply(400, expired_token).hold(g);
    s.server->expect("GetItem").reply(400, expired_token);
    s.server->expect("GetItem").reply(200, "{}").times(2);
    auto c = s.make(2);
    std::optional<get_outcome> late;
    std::optional<get_outcome> early;
    s.spawn_get(c, {}, late);
    s.poll();
    s.spawn_get(c, {}, early);
    s.poll();
    s.clock->advance(1s); // the pause of the retry
    s.poll();
    ASSERT_TRUE(early);
    EXPECT_TRUE(early->has_value());
    g.open();
    s.poll();
    s.clock->advance(1s);
    s.poll();
    ASSERT_TRUE(late);
    EXPECT_TRUE(late->has_value());
    EXPECT_EQ(s.signed_by(3), "round1");
    EXPECT_EQ(s.provider->deadlines.size(), 2u);
}

TEST(client_refused_credentials_of, many_calls_are_replaced_once)
{
    dynasio::testing::gate const g;
    credentials_client s([](aws::provider_context const& with, std::size_t n)
        { return at_once(keys("round" + std::to_string(n), with.clock->wall_now() + 1h)); });
    s.server->expect("GetItem").reply(400, expired_token).hold(g).times(20);
    s.server->expect("GetItem").reply(200, "{}").times(20);
    auto c = s.make(2);
    std::optional<get_outcome> outcomes[20];
    for (auto& outcome : outcomes)
        s.spawn_get(c, {}, outcome);
    s.poll();
    g.open();
    s.run([&]() -> asio::awaitable<void>
        { co_await dynasio::http::sleep_until(s.clock, s.clock->now() + 1s); });
    for (auto const& outcome : outcomes)
        EXPECT_TRUE(outcome && outcome->has_value());
    EXPECT_EQ(s.provider->deadlines.size(), 2u);
}

TEST(client_refused_credentials_of, a_fixed_provider_are_not_tried_again)
{
    scripted_client s;
    s.server->expect("GetItem").reply(
        400, R"({"__type":"x#UnrecognizedClientException","message":"The security token is invalid"})");
    auto c = s.make(4);
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request);
            CO_ASSERT_ERROR(outcome, dynasio::errc::unrecognized_client);
            EXPECT_EQ(outcome.error().details().context, "");
        });
}

} // namespace
