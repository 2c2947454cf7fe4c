// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_UNIT_STORES_MALFORMED_RESPONSE_FIXTURE_HPP
#define DYNASIO_TESTS_UNIT_STORES_MALFORMED_RESPONSE_FIXTURE_HPP

#include "support/scripted_client.hpp"

#include <dynasio/stores/store_error.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace dynasio::tests {

/// Responses with a request id, and what the operations that get them fail with.
struct malformed_response_fixture : ::testing::Test
{
    void expect(std::string const& operation, std::string body)
    {
        http::fields headers;
        headers.add("x-amzn-requestid", "REQ-1");
        world.server->expect(operation).reply(200, std::move(body), std::move(headers));
    }

    /// What an operation fails with; for `unfinished`, the failed request behind it.
    template <class T>
    static boost::asio::awaitable<error> failure_of(boost::asio::awaitable<T> operation)
    {
        error seen;
        try
        {
            (void)co_await std::move(operation);
        }
        catch (operation_error const& e)
        {
            seen = e.error();
        }
        catch (store_error const& e)
        {
            EXPECT_EQ(e.code(), store_errc::unfinished);
            seen = e.details().cause.value_or(error());
        }
        co_return seen;
    }

    static void check(error const& e, std::string const& operation, bool may_have_been_applied)
    {
        SCOPED_TRACE(operation);
        EXPECT_EQ(e, client_errc::malformed_response);
        EXPECT_EQ(e.details().operation, operation);
        EXPECT_EQ(e.details().http_status, 200u);
        EXPECT_EQ(e.details().request_id, "REQ-1");
        EXPECT_EQ(e.may_have_been_applied(), may_have_been_applied);
        EXPECT_FALSE(e.details().context.empty());
    }

    scripted_client world;
};

} // namespace dynasio::tests

#endif
