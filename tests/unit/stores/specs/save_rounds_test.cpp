// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/save_rounds.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace dynasio::stores::specs {
namespace {

constexpr auto last = std::numeric_limits<std::int64_t>::max();

spec_save_outcome newer(std::int64_t stored)
{
    spec_save_outcome outcome;
    outcome.latest_is_newer = true;
    outcome.latest_updated_at = stored;
    return outcome;
}

std::optional<spec_save_round> round(std::int64_t seconds, bool wait = false)
{
    return spec_save_round{seconds, wait};
}

TEST(save_rounds, goes_behind_the_latest)
{
    EXPECT_EQ(next_spec_save_round(100, 100, newer(100)), round(101, true));
    EXPECT_EQ(next_spec_save_round(100, 100, newer(200)), round(201, true));
}

TEST(save_rounds, uses_the_time_that_has_passed)
{
    EXPECT_EQ(next_spec_save_round(100, 150, newer(120)), round(150, true));
}

TEST(save_rounds, goes_behind_what_was_refused_when_the_latest_is_not_told)
{
    spec_save_outcome outcome;
    outcome.latest_is_newer = true;
    EXPECT_EQ(next_spec_save_round(100, 90, outcome), round(101, true));
}

TEST(save_rounds, tries_the_next_second_when_there_is_such_a_version)
{
    spec_save_outcome outcome;
    outcome.version_exists = true;
    EXPECT_EQ(next_spec_save_round(100, 500, outcome), round(101));
}

TEST(save_rounds, believes_the_latest_when_both_are_there)
{
    auto outcome = newer(107);
    outcome.version_exists = true;
    outcome.contended = true;
    EXPECT_EQ(next_spec_save_round(100, 100, outcome), round(108, true));
}

TEST(save_rounds, waits_with_the_same_second_after_contention)
{
    spec_save_outcome outcome;
    outcome.contended = true;
    EXPECT_EQ(next_spec_save_round(100, 500, outcome), round(100, true));
}

TEST(save_rounds, gives_up_where_no_round_can_help)
{
    EXPECT_EQ(next_spec_save_round(100, 100, {}), std::nullopt);
    EXPECT_EQ(next_spec_save_round(100, 100, newer(last)), std::nullopt);
    spec_save_outcome outcome;
    outcome.version_exists = true;
    EXPECT_EQ(next_spec_save_round(last, 100, outcome), std::nullopt);
}

} // namespace
} // namespace dynasio::stores::specs
