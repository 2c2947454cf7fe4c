// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/push/random_ids.hpp"

#include <dynasio/stores/push/message_position.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <string>

namespace dynasio {
namespace {

constexpr auto greatest = std::numeric_limits<std::uint64_t>::max();

TEST(push_pure, positions_are_plain_digits)
{
    for (std::uint64_t const value : {std::uint64_t{0}, std::uint64_t{7}, std::uint64_t{10},
             std::uint64_t{1'528'934'400'123}, std::uint64_t{1'528'934'400'123'456}, greatest - 1, greatest})
    {
        message_position const position(value);
        EXPECT_EQ(position.value(), value);
        EXPECT_EQ(position.text(), std::to_string(value));
        EXPECT_EQ(message_position::parse(position.text()), position);
        std::ostringstream out;
        out << position;
        EXPECT_EQ(out.str(), position.text());
    }
}

TEST(push_pure, other_texts_are_no_positions)
{
    for (std::string const text :
        {"", "00", "01", "0001528934400123456", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "oops",
            "1:", "18446744073709551616", "99999999999999999999", "184467440737095516150", "\xd9\xa1", "1\n"})
        EXPECT_EQ(message_position::parse(text), std::nullopt) << text;
    EXPECT_EQ(message_position::parse(std::string_view("1\0", 2)), std::nullopt);
    EXPECT_EQ(message_position::parse(std::string_view()), std::nullopt);
}

TEST(push_pure, a_position_is_a_time_in_microseconds)
{
    using namespace std::chrono;
    auto const at = sys_days(2018y / June / 14) + microseconds(123'456);
    EXPECT_EQ(message_position(sys_time<microseconds>(at)).text(), "1528934400123456");
    EXPECT_EQ(message_position(sys_time<microseconds>()).value(), 0u);
    EXPECT_EQ(message_position(sys_time<microseconds>(microseconds(-1))).value(), 0u);
    EXPECT_EQ(message_position(sys_time<microseconds>::min()).value(), 0u);
    EXPECT_EQ(message_position(sys_time<microseconds>::max()).value(), greatest / 2);
}

TEST(push_pure, positions_are_ordered_as_the_keys_are)
{
    message_position const milliseconds(1'528'934'400'123);
    EXPECT_GT(milliseconds, message_position(1'528'934'400'123'000)) << "a colon is behind all digits";
    EXPECT_GT(milliseconds, message_position(1'528'934'400'123'999));
    EXPECT_LT(milliseconds, message_position(1'528'934'400'124'000));
    EXPECT_LT(message_position(10), message_position(9));
    EXPECT_LT(message_position(0), message_position(greatest));
    EXPECT_GT(message_position(2), message_position(greatest));
    EXPECT_EQ(message_position(5) <=> message_position(5), std::strong_ordering::equal);

    tests::random_ids random(12);
    for (int i = 0; i < 2000; ++i)
    {
        auto const a = random.position();
        auto const b = random.position_near(a);
        EXPECT_EQ(message_position::parse(a.text()), a);
        EXPECT_EQ(a <=> b, a.text() + ':' <=> b.text() + ':') << a << ' ' << b;
        EXPECT_EQ(a == b, a.text() == b.text()) << a << ' ' << b;
    }
}

} // namespace
} // namespace dynasio
