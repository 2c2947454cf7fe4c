// SPDX-License-Identifier: BSL-1.0
//
// A 200 from something in between is no success.

#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <gtest/gtest.h>

namespace {

using dynasio::client_errc;
using dynasio::tests::conditional_put;
using dynasio::tests::get_request;
using dynasio::tests::scripted_client;

constexpr char const* not_dynamodb[] = {
    "<html>please sign in</html>", "[]", "\"ok\"", "{\"Attributes\":{", "{} trailing"};

TEST(foreign_success, of_a_write_leaves_it_open_and_is_not_asked_again)
{
    for (auto const* const body : not_dynamodb)
    {
        SCOPED_TRACE(body);
        scripted_client s;
        s.server->expect("PutItem").reply(200, body);
        auto c = s.make(3);
        s.run(
            [&]() -> boost::asio::awaitable<void>
            {
                auto const request = conditional_put();
                auto const outcome = co_await c.try_put_item(request);
                CO_ASSERT_ERROR(outcome, client_errc::malformed_response);
                EXPECT_TRUE(outcome.error().may_have_been_applied());
                EXPECT_EQ(outcome.error().details().http_status, 200u);
                EXPECT_FALSE(outcome.error().details().context.empty());
            });
    }
}

TEST(foreign_success, of_a_read_is_asked_again)
{
    for (auto const* const body : not_dynamodb)
    {
        SCOPED_TRACE(body);
        scripted_client s;
        s.server->expect("GetItem").reply(200, body);
        s.server->expect("GetItem").reply(200, "{}");
        auto c = s.make(3);
        s.run(
            [&]() -> boost::asio::awaitable<void>
            {
                auto const request = get_request();
                auto const outcome = co_await c.try_get_item(request);
                EXPECT_TRUE(outcome.has_value());
            });
    }
}

} // namespace
