// SPDX-License-Identifier: BSL-1.0

#include "text/rfc3339.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace dynasio::text {
namespace {

using namespace std::chrono_literals;
using wall_time = std::chrono::system_clock::time_point;

std::optional<long> seconds_of(std::string_view text)
{
    auto const read = parse_rfc3339(text);
    if (!read)
        return std::nullopt;
    return std::chrono::floor<std::chrono::seconds>(*read).time_since_epoch().count();
}

TEST(rfc3339, reads_times)
{
    EXPECT_EQ(seconds_of("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(seconds_of("2023-11-14T22:13:20Z"), 1'700'000'000);
    EXPECT_EQ(seconds_of("2023-11-14t22:13:20z"), 1'700'000'000);
    EXPECT_EQ(seconds_of("2023-11-14 22:13:20Z"), 1'700'000'000);
    EXPECT_EQ(seconds_of("2023-11-15T00:43:20+02:30"), 1'700'000'000);
    EXPECT_EQ(seconds_of("2023-11-14T20:13:20-02:00"), 1'700'000'000);
    EXPECT_EQ(seconds_of("2024-02-29T00:00:00Z"), 1'709'164'800);
    EXPECT_EQ(seconds_of("2016-12-31T23:59:60Z"), 1'483'228'800) << "a leap second";
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.25Z"), wall_time(250ms));
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.1234567899Z"), wall_time(123'456'789ns));
}

TEST(rfc3339, takes_times_that_the_clock_does_not_reach_as_its_last_one)
{
    EXPECT_EQ(parse_rfc3339("9999-12-31T23:59:59Z"), wall_time::max());
    EXPECT_EQ(parse_rfc3339("0001-01-01T00:00:00Z"), wall_time::min());
}

TEST(rfc3339, refuses_all_else)
{
    for (auto const* text :
        {"", "2023", "2023-11-14", "2023-11-14T22:13Z", "2023-11-14T22:13:20", "2023-11-14T22:13:20.Z",
            "2023-11-14T22:13:20Z ", " 2023-11-14T22:13:20Z", "2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z",
            "2023-00-01T00:00:00Z", "2023-11-14T24:00:00Z", "2023-11-14T22:60:00Z", "2023-11-14T22:13:61Z",
            "2023-11-14T22:13:20+0200", "2023-11-14T22:13:20+24:00", "+023-11-14T22:13:20Z",
            "2023-1-14T22:13:20Z", "2023-11-14T22:13:20.5"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
}

TEST(rfc3339, writes_what_it_reads)
{
    for (auto const* text : {"1970-01-01T00:00:00Z", "2023-11-14T22:13:20Z", "2100-02-28T03:04:05Z"})
        EXPECT_EQ(format_rfc3339(parse_rfc3339(text).value()), text);
    EXPECT_EQ(format_rfc3339(wall_time(999ms)), "1970-01-01T00:00:00Z");
}

} // namespace
} // namespace dynasio::text
