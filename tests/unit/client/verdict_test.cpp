// SPDX-License-Identifier: BSL-1.0
//
// What a call of several attempts says of its write: an attempt that may have been applied is not forgotten, whatever comes
// after it.

#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/http/errc.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using dynasio::testing::scripted_transport;
using dynasio::tests::conditional_put;
using dynasio::tests::get_request;
using dynasio::tests::scripted_client;

/// How an attempt ends.
enum class ending
{
    lost,      ///< sent, and no response came
    fault,     ///< the server failed, before or after the write
    unsent,    ///< there was no connection
    throttled, ///< refused, to be sent again
    condition, ///< refused: the condition failed
    invalid,   ///< refused for ever
    success,
};

constexpr char const* names[] = {
    "lost", "fault", "unsent", "throttled", "condition failed", "invalid", "success"};

bool may_have_been_applied(ending e)
{
    return e == ending::lost || e == ending::fault;
}

std::string body_of(char const* code)
{
    return std::string(R"({"__type":"com.amazonaws.dynamodb.v20120810#)") + code + R"(","message":"x"})";
}

void script(scripted_transport::expectation attempt, ending e)
{
    switch (e)
    {
    case ending::lost:
        attempt.fail(dynasio::http::errc::closed_early, dynasio::http::stage::receiving);
        break;
    case ending::fault:
        attempt.reply(500, body_of("InternalServerError"));
        break;
    case ending::unsent:
        attempt.fail(dynasio::http::errc::connect_timeout, dynasio::http::stage::connecting);
        break;
    case ending::throttled:
        attempt.reply(400, body_of("ThrottlingException"));
        break;
    case ending::condition:
        attempt.reply(400, body_of("ConditionalCheckFailedException"));
        break;
    case ending::invalid:
        attempt.reply(400, body_of("ValidationException"));
        break;
    case ending::success:
        attempt.reply(200, "{}");
        break;
    }
}

constexpr ending repeated[] = {ending::lost, ending::fault, ending::unsent, ending::throttled};
constexpr ending last[] = {ending::lost, ending::fault, ending::unsent, ending::throttled, ending::condition,
    ending::invalid, ending::success};

template <class Call>
void for_all_of_three_attempts(char const* operation, Call call)
{
    int calls = 0;
    for (auto const first : repeated)
        for (auto const second : repeated)
            for (auto const third : last)
            {
                auto const name = [](ending e) { return names[static_cast<int>(e)]; };
                SCOPED_TRACE(std::string(name(first)) + ", " + name(second) + ", " + name(third));
                scripted_client world;
                for (auto const each : {first, second, third})
                    script(world.server->expect(operation), each);
                call(world, may_have_been_applied(first) || may_have_been_applied(second), third);
                ++calls;
            }
    EXPECT_EQ(calls, 4 * 4 * 7);
}

TEST(verdict, of_a_write_remembers_every_attempt)
{
    for_all_of_three_attempts("PutItem",
        [](scripted_client& world, bool earlier, ending third)
        {
            auto const c = world.make(3);
            world.run(
                [&]() -> boost::asio::awaitable<void>
                {
                    auto const request = conditional_put();
                    auto const outcome = co_await c.try_put_item(request);
                    EXPECT_EQ(outcome.has_value(), third == ending::success);
                    if (outcome)
                        co_return;
                    auto const& e = outcome.error();
                    EXPECT_EQ(e.may_have_been_applied(), earlier || may_have_been_applied(third)) << e;
                    EXPECT_EQ(e.details().attempts.size(), 3u);
                    if (third == ending::condition)
                    {
                        EXPECT_EQ(e.code(),
                            earlier ? make_error_code(dynasio::client_errc::outcome_unknown)
                                    : make_error_code(dynasio::errc::conditional_check_failed));
                        EXPECT_EQ(e.is_conditional_failure(), !earlier);
                    }
                    if (third == ending::invalid)
                    {
                        EXPECT_EQ(e, dynasio::errc::validation);
                    }
                });
        });
}

TEST(verdict, of_a_read_is_always_that_nothing_was_applied)
{
    for_all_of_three_attempts("GetItem",
        [](scripted_client& world, bool, ending third)
        {
            auto const c = world.make(3);
            world.run(
                [&]() -> boost::asio::awaitable<void>
                {
                    auto const request = get_request();
                    auto const outcome = co_await c.try_get_item(request);
                    EXPECT_EQ(outcome.has_value(), third == ending::success);
                    if (!outcome)
                    {
                        EXPECT_FALSE(outcome.error().may_have_been_applied()) << outcome.error();
                    }
                });
        });
}

} // namespace
