// SPDX-License-Identifier: BSL-1.0
//
// A cancelled call ends with what is known of it, in both forms.

#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace {

namespace asio = boost::asio;
using dynasio::tests::conditional_put;
using dynasio::tests::scripted_client;

/// Where the call is cancelled, and what that means for its write.
struct cancelled_case
{
    bool while_sending;
    bool first_attempt_lost; ///< else it never got a connection
    bool throws;
    bool may_have_been_applied;
};

class client_cancelled : public ::testing::TestWithParam<cancelled_case>
{};

asio::awaitable<std::optional<dynasio::error>> failure_of(dynasio::client c, bool throws)
{
    auto const request = conditional_put();
    std::optional<dynasio::error> failure;
    if (!throws)
    {
        auto const outcome = co_await c.try_put_item(request);
        if (!outcome)
            failure = outcome.error();
        co_return failure;
    }
    try
    {
        co_await c.put_item(request);
    }
    catch (dynasio::operation_error const& e)
    {
        failure = e.error();
    }
    co_return failure;
}

TEST_P(client_cancelled, tells_whether_its_write_may_have_been_applied)
{
    auto const [while_sending, first_attempt_lost, throws, may_have_been_applied] = GetParam();
    scripted_client s;
    dynasio::testing::gate const never;
    s.server->expect("PutItem").fail(dynasio::http::errc::closed_early,
        first_attempt_lost ? dynasio::http::stage::receiving : dynasio::http::stage::connecting);
    if (while_sending)
        s.server->expect("PutItem").hold(never);

    asio::cancellation_signal signal;
    std::optional<dynasio::error> failure;
    bool ended = false;
    auto const c = s.make(2);
    asio::co_spawn(s.context, failure_of(c, throws),
        asio::bind_cancellation_slot(signal.slot(),
            [&](std::exception_ptr e, std::optional<dynasio::error> seen)
            {
                dynasio::tests::report_failure(e);
                failure = std::move(seen);
                ended = true;
            }));
    for (int steps = 0; !ended && steps < 1000; ++steps)
    {
        s.context.restart();
        if (s.context.poll() != 0)
            continue;
        if (s.server->requests().size() < (while_sending ? 2u : 1u))
            s.clock->advance_to_next(); // the wait for the second attempt
        else
            signal.emit(asio::cancellation_type::terminal);
    }
    ASSERT_TRUE(ended);
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(failure->code(), asio::error::operation_aborted);
    EXPECT_EQ(failure->details().operation, "PutItem");
    EXPECT_EQ(failure->details().attempts.size(), while_sending ? 2u : 1u);
    EXPECT_EQ(failure->may_have_been_applied(), may_have_been_applied);
    EXPECT_EQ(s.server->report(), "");
}

INSTANTIATE_TEST_SUITE_P(cases, client_cancelled,
    ::testing::Values(cancelled_case{true, false, true, true}, cancelled_case{true, false, false, true},
        cancelled_case{false, false, true, false}, cancelled_case{false, false, false, false},
        cancelled_case{false, true, true, true}, cancelled_case{false, true, false, true}));

} // namespace
