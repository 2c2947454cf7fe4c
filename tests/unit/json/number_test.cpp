// SPDX-License-Identifier: BSL-1.0

#include "json/number.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>

namespace dynasio::json {
namespace {

TEST(WholeNumber, IsReadHoweverItIsWritten)
{
    using limits = std::numeric_limits<std::int64_t>;
    std::pair<std::string, std::int64_t> const cases[] = {{"0", 0}, {"-0", 0}, {"7", 7}, {"-12", -12},
        {"3.0", 3}, {"3.00e0", 3}, {"1E3", 1000}, {"1e+3", 1000}, {"120e-1", 12}, {"1.25E2", 125},
        {"0.0012e4", 12}, {"100.200e1", 1002}, {"0e999999999999999999", 0}, {"0.000", 0},
        {"9223372036854775807", limits::max()}, {"-9223372036854775808", limits::min()},
        {"922337203685477580.7e1", limits::max()}, {"1" + std::string(200, '0') + "e-200", 1},
        {"0." + std::string(200, '0') + "5e201", 5}};
    for (auto const& [text, value] : cases)
        EXPECT_EQ(whole_number(text), value) << text;
}

TEST(WholeNumber, HasNoFractionAndFits)
{
    for (auto const* text : {"0.5", "3.5", "-1.25e1", "1e-1", "12e-2", "9223372036854775808",
             "-9223372036854775809", "1e19", "1e999999999999999999", "1e-999999999999999999",
             "123456789012345678901234567890", "18446744073709551616"})
        EXPECT_EQ(whole_number(text), std::nullopt) << text;
}

} // namespace
} // namespace dynasio::json
