// SPDX-License-Identifier: BSL-1.0

#include "call/call_deadline.hpp"

#include <dynasio/error.hpp>

#include <gtest/gtest.h>

namespace dynasio::call {
namespace {

using namespace std::chrono_literals;
using duration = call_options::duration;

constexpr http::time_point now{1000h};

TEST(deadline_of, is_the_end_of_the_fallback_where_nothing_is_set)
{
    EXPECT_EQ(deadline_of(call_options(), now, 30s), now + 30s);
    EXPECT_EQ(deadline_of(call_options().max_attempts(1).attempt_timeout(1s), now, 30s), now + 30s);
    EXPECT_EQ(deadline_of(call_options(), now, duration::max()), http::no_deadline);
}

TEST(deadline_of, is_the_sooner_of_both)
{
    EXPECT_EQ(deadline_of(call_options().timeout(2s), now, 30s), now + 2s);
    EXPECT_EQ(deadline_of(call_options().timeout(60s), now, 30s), now + 60s);
    EXPECT_EQ(deadline_of(call_options().deadline(now + 60s), now, 30s), now + 60s);
    EXPECT_EQ(deadline_of(call_options().deadline(now + 5s).timeout(2s), now, 30s), now + 2s);
    EXPECT_EQ(deadline_of(call_options().deadline(now + 1s).timeout(2s), now, 30s), now + 1s);
    EXPECT_EQ(deadline_of(call_options().deadline(now - 1s).timeout(2s), now, 30s), now - 1s);
}

TEST(deadline_of, is_none_where_there_is_no_limit)
{
    EXPECT_EQ(deadline_of(call_options().deadline(http::no_deadline), now, 30s), http::no_deadline);
    EXPECT_EQ(deadline_of(call_options().timeout(duration::max()), now, 30s), http::no_deadline);
    EXPECT_EQ(deadline_of(call_options().deadline(http::no_deadline).timeout(duration::max()), now, 30s),
        http::no_deadline);
    EXPECT_EQ(deadline_of(call_options().deadline(http::no_deadline).timeout(1s), now, 30s), now + 1s);
}

TEST(deadline_of, does_not_depend_on_what_was_taken_back)
{
    EXPECT_EQ(deadline_of(call_options().timeout(2s).timeout(std::nullopt), now, 30s), now + 30s);
    EXPECT_EQ(deadline_of(call_options().deadline(now).deadline(std::nullopt), now, 30s), now + 30s);
}

TEST(with_deadline, replaces_the_timeout_and_keeps_the_rest)
{
    auto const each = with_deadline(call_options().timeout(2s).attempt_timeout(1s).max_attempts(7), now, 30s);
    EXPECT_EQ(each.deadline(), now + 2s);
    EXPECT_EQ(each.timeout(), std::nullopt);
    EXPECT_EQ(each.attempt_timeout(), 1s);
    EXPECT_EQ(each.max_attempts(), 7u);
    // A later request has the same deadline.
    EXPECT_EQ(deadline_of(each, now + 1s, 30s), now + 2s);
    EXPECT_EQ(with_deadline(each, now + 1s, 30s).deadline(), now + 2s);
}

TEST(with_deadline, of_a_timeout_that_is_used_up_has_passed)
{
    for (auto const timeout : {duration(0), duration(-1), duration::min()})
        EXPECT_LE(with_deadline(call_options().timeout(timeout), now, 30s).deadline(), now);
}

TEST(within, bounds_the_operation_and_each_request)
{
    auto const each = within(60s, call_options().max_attempts(7), now, 30s);
    EXPECT_EQ(each.deadline(), now + 60s);
    EXPECT_EQ(each.timeout(), 30s);
    EXPECT_EQ(each.max_attempts(), 7u);
    EXPECT_EQ(deadline_of(each, now, 1s), now + 30s);
    EXPECT_EQ(deadline_of(each, now + 50s, 1s), now + 60s);
}

TEST(within, takes_the_sooner_deadline_and_the_timeout_of_the_call)
{
    auto const sooner = within(60s, call_options().deadline(now + 5s).timeout(2s), now, 30s);
    EXPECT_EQ(sooner.deadline(), now + 5s);
    EXPECT_EQ(sooner.timeout(), 2s);
    EXPECT_EQ(within(60s, call_options().deadline(now + 90s), now, 30s).deadline(), now + 60s);
    EXPECT_EQ(within(duration::max(), call_options(), now, 30s).deadline(), http::no_deadline);
}

} // namespace
} // namespace dynasio::call
