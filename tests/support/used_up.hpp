// SPDX-License-Identifier: BSL-1.0
//
// Operations whose time is used up before they begin.

#ifndef DYNASIO_TESTS_SUPPORT_USED_UP_HPP
#define DYNASIO_TESTS_SUPPORT_USED_UP_HPP

#include "support/scripted_client.hpp"

#include <dynasio/call_options.hpp>
#include <dynasio/error.hpp>

#include <chrono>
#include <ostream>
#include <utility>

namespace dynasio::tests {

/// The ways in which the options of a call can leave no time.
struct spent_time
{
    char const* name;
    call_options (*make)(http::time_point now);

    [[nodiscard]] call_options options(http::clock const& clock) const { return make(clock.now()); }

    friend void PrintTo(spent_time const& t, std::ostream* out) { *out << t.name; }
};

inline constexpr spent_time spent_times[] = {
    {"deadline_now", [](http::time_point now) { return call_options().deadline(now); }},
    {"deadline_past",
        [](http::time_point now) { return call_options().deadline(now - std::chrono::hours(1)); }},
    {"deadline_min", [](http::time_point) { return call_options().deadline(http::time_point::min()); }},
    {"timeout_0", [](http::time_point) { return call_options().timeout(std::chrono::seconds(0)); }},
    {"timeout_negative", [](http::time_point) { return call_options().timeout(std::chrono::seconds(-1)); }},
    {"timeout_min", [](http::time_point) { return call_options().timeout(call_options::duration::min()); }},
};

/// The error of a non-throwing operation; none if it succeeds.
template <class T>
boost::asio::awaitable<error> error_of(boost::asio::awaitable<result<T>> operation)
{
    auto const ended = co_await std::move(operation);
    co_return ended ? error() : ended.error();
}

/// The error that an operation throws; none if it succeeds.
template <class T>
boost::asio::awaitable<error> thrown_by(boost::asio::awaitable<T> operation)
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
    co_return seen;
}

inline void expect_deadline_exceeded(error const& e)
{
    EXPECT_EQ(e, client_errc::deadline_exceeded) << e;
    EXPECT_TRUE(e.is_timeout());
    EXPECT_FALSE(e.may_have_been_applied());
}

/// Nothing was sent, and no time has passed.
inline void expect_untouched(scripted_client const& scripted)
{
    EXPECT_TRUE(scripted.server->requests().empty());
    EXPECT_EQ(scripted.clock->now(), dynasio::testing::manual_clock::epoch());
}

/// Runs an operation whose time is used up: `run(client, options)` gives its error.
template <class Run>
void expect_used_up(spent_time const& spent, Run run)
{
    scripted_client scripted;
    auto const call = spent.options(*scripted.clock);
    scripted.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const owner = scripted.make(3);
            auto const seen = co_await run(owner, call);
            expect_deadline_exceeded(seen);
        });
    expect_untouched(scripted);
}

} // namespace dynasio::tests

#endif
