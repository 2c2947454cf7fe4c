// SPDX-License-Identifier: BSL-1.0
//
// Two calls of one client whose credentials come from two roles: the roles are assumed once for both, and `client::cancel` ends
// both while they wait, wherever the search is.

#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"
#include "unit/client/stepped_search.hpp"
#include "unit/client/two_roles.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using put_outcome = result<put_item_output>;
using names = std::vector<std::string>;

/// How far a search has come.
enum class stage
{
    not_begun,
    pause, ///< before the second attempt at the first role
    first_role,
    second_role,
    ended,
};

/// What has been asked when the search is there. A pause comes before the second attempt.
names asked_until(stage s)
{
    names const all{ask_for_first, ask_for_first, ask_for_second};
    constexpr std::size_t counts[] = {0, 1, 2, 3, 3};
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(counts[static_cast<std::size_t>(s)])};
}

/// The same and then so many puts.
names asked_with_puts(std::size_t puts)
{
    auto result = asked_until(stage::ended);
    result.insert(result.end(), puts, put_as_second);
    return result;
}

struct role_callers : scripted_client
{
    explicit role_callers(std::size_t puts) : owner(make(1, two_roles()))
    {
        expect(ask_for_first).reply(503, "");
        expect(ask_for_first).hold(first).reply(200, keys_of_role("FIRST"));
        expect(ask_for_second).hold(second).reply(200, keys_of_role("SECOND"));
        expect(put_as_second).reply(200, "{}").times(puts);
    }

    /// All was asked that had to be, and nothing is left.
    ~role_callers()
    {
        EXPECT_EQ(server->report(), "");
        EXPECT_EQ(clock->pending_alarms(), 0u);
    }

    dynasio::testing::scripted_transport::expectation expect(std::string const& what)
    {
        return server->expect_where(what, [=](http::request const& r) { return name_of(r) == what; });
    }

    /// Begins a put; the search is begun by the first one.
    void spawn_put(std::optional<put_outcome>& there)
    {
        boost::asio::co_spawn(
            context, call(owner, there), [](std::exception_ptr e) { report_failure(std::move(e)); });
    }

    static boost::asio::awaitable<void> call(client c, std::optional<put_outcome>& there)
    {
        auto const request = conditional_put();
        there = co_await c.try_put_item(request);
    }

    void poll()
    {
        context.restart();
        while (context.poll() != 0)
            context.restart();
    }

    /// Lets the search come there.
    void go_to(stage s)
    {
        if (s >= stage::pause)
            poll();
        if (s >= stage::first_role)
            clock->advance(1s); // longer than the pause
        if (s >= stage::second_role)
            first.open();
        if (s >= stage::ended)
            second.open();
        if (s > stage::pause)
            poll();
        EXPECT_EQ(asked().size(), asked_until(s).size());
    }

    void go_to_end()
    {
        poll();
        clock->advance(1s);
        first.open();
        second.open();
        poll();
    }

    [[nodiscard]] names asked() const
    {
        names result;
        for (auto const& r : server->requests())
            result.push_back(name_of(r));
        return result;
    }

    dynasio::testing::gate first;
    dynasio::testing::gate second;
    client owner;
};

std::string name_of_stage(::testing::TestParamInfo<stage> const& info)
{
    constexpr char const* stages[] = {"not_begun", "pause", "first_role", "second_role", "ended"};
    return stages[static_cast<std::size_t>(info.param)];
}

class roles_of_two_callers : public ::testing::TestWithParam<stage>
{};

TEST_P(roles_of_two_callers, are_assumed_once)
{
    role_callers s(3);
    std::optional<put_outcome> outcomes[3];
    s.spawn_put(outcomes[0]);
    s.go_to(GetParam());
    s.spawn_put(outcomes[1]);
    s.poll();
    EXPECT_FALSE(outcomes[0]) << "a call did not wait";
    EXPECT_FALSE(outcomes[1]) << "a call did not wait";
    s.go_to_end();
    EXPECT_EQ(s.asked(), asked_with_puts(2));
    s.spawn_put(outcomes[2]); // uses what is there
    s.poll();
    EXPECT_EQ(s.asked(), asked_with_puts(3));
    for (auto const& outcome : outcomes)
    {
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(outcome->has_value()) << outcome->error();
    }
}

INSTANTIATE_TEST_SUITE_P(all, roles_of_two_callers,
    ::testing::Values(stage::not_begun, stage::pause, stage::first_role, stage::second_role), &name_of_stage);

class cancelled_callers_of_roles : public ::testing::TestWithParam<stage>
{
protected:
    /// Two calls that were cancelled there, and whose puts must not be sent.
    void cancel_two(role_callers& s)
    {
        std::optional<put_outcome> outcomes[2];
        for (auto& outcome : outcomes)
            s.spawn_put(outcome);
        s.go_to(GetParam());
        s.owner.cancel();
        s.poll();
        EXPECT_EQ(s.asked(), asked_until(GetParam())) << "a request after the cancellation";
        for (auto const& outcome : outcomes)
        {
            ASSERT_TRUE(outcome) << "a call goes on";
            ASSERT_TRUE(outcome->has_error());
            EXPECT_EQ(outcome->error().code(), boost::asio::error::operation_aborted);
            EXPECT_FALSE(outcome->error().may_have_been_applied()) << outcome->error();
        }
    }
};

TEST_P(cancelled_callers_of_roles, end_and_leave_the_search_to_the_next_call)
{
    role_callers s(1);
    cancel_two(s);
    ASSERT_FALSE(HasFatalFailure());
    std::optional<put_outcome> next;
    s.spawn_put(next);
    s.go_to_end();
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->has_value()) << next->error();
    EXPECT_EQ(s.asked(), asked_with_puts(1));
}

TEST_P(cancelled_callers_of_roles, end_and_send_nothing_when_the_keys_come)
{
    role_callers s(1);
    cancel_two(s);
    ASSERT_FALSE(HasFatalFailure());
    s.go_to_end();
    EXPECT_EQ(s.asked(), asked_with_puts(0));
    std::optional<put_outcome> next;
    s.spawn_put(next);
    s.poll();
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->has_value()) << next->error();
    EXPECT_EQ(s.asked(), asked_with_puts(1));
}

INSTANTIATE_TEST_SUITE_P(all, cancelled_callers_of_roles,
    ::testing::Values(stage::pause, stage::first_role, stage::second_role), &name_of_stage);

} // namespace
} // namespace dynasio::tests
