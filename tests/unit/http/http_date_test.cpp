// SPDX-License-Identifier: BSL-1.0

#include "http/message/http_date.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace dynasio::http {
namespace {

using namespace std::chrono_literals;

TEST(http_date, reads_all_three_forms)
{
    std::chrono::sys_seconds const expected{784111777s};
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), expected);
    EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), expected);
    EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), expected);
    EXPECT_EQ(parse_http_date("Wed Nov 16 08:49:37 1994"), expected + std::chrono::days(10));
    EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), std::chrono::sys_seconds{});
    EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT"), std::chrono::sys_seconds{1709251200s});
    EXPECT_EQ(parse_http_date("Wednesday, 01-Jan-20 00:00:00 GMT"), std::chrono::sys_seconds{1577836800s});
}

TEST(http_date, refuses_everything_else)
{
    for (std::string_view const bad :
        {"", "0", "784111777", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37 GMT ", " Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Xyz, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT", "Sonntag, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 94aa",
            "1994-11-06T08:49:37.000000Z", ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,", "Sun,,,,,,,,,,,,,,,,,,,,,,,"})
        EXPECT_FALSE(parse_http_date(bad)) << bad;
}

TEST(http_date, refuses_every_cut)
{
    for (std::string_view const whole :
        {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
        for (std::size_t size = 0; size != whole.size(); ++size)
            EXPECT_FALSE(parse_http_date(whole.substr(0, size))) << whole.substr(0, size);
}

TEST(http_date, writes_the_first_form)
{
    EXPECT_EQ(format_http_date(std::chrono::sys_seconds{784111777s}), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(format_http_date(std::chrono::sys_seconds{}), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(format_http_date(std::chrono::sys_days(std::chrono::year(33) / 1 / 2)),
        "Sun, 02 Jan 0033 00:00:00 GMT");
    EXPECT_THROW(
        format_http_date(std::chrono::sys_days(std::chrono::year(10000) / 1 / 1)), std::invalid_argument);
    for (std::chrono::sys_seconds t{1700000000s}; t.time_since_epoch() < 1740000000s; t += 99991s)
        EXPECT_EQ(parse_http_date(format_http_date(t)), t);
}

} // namespace
} // namespace dynasio::http
