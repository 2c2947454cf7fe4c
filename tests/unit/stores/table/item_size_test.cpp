// SPDX-License-Identifier: BSL-1.0

#include "stores/table/item_size.hpp"

#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

std::size_t size_of_value(attribute_value value)
{
    item whole;
    whole.set("n", std::move(value));
    return stores::table::item_size(whole) - 1;
}

TEST(item_size, counts_values_by_their_type)
{
    EXPECT_EQ(size_of_value(""), 0u);
    EXPECT_EQ(size_of_value("\xC3\xA4"), 2u);
    EXPECT_EQ(size_of_value(to_binary("abc")), 3u);
    EXPECT_EQ(size_of_value(true), 1u);
    EXPECT_EQ(size_of_value(nullptr), 1u);
    EXPECT_EQ(size_of_value(std::vector<std::string>{"a", "bc"}), 3u);
    EXPECT_EQ(size_of_value(attribute_list{"a", true}), 3u + 2u + 2u);
    item inner;
    inner.set("ab", "c");
    EXPECT_EQ(size_of_value(inner), 3u + 1u + 3u);
    EXPECT_EQ(stores::table::item_size({}), 0u);
}

TEST(item_size, counts_two_digits_of_a_number_in_a_byte)
{
    EXPECT_EQ(size_of_value(0), 1u);
    EXPECT_EQ(size_of_value(7), 2u);
    EXPECT_EQ(size_of_value(-7), 3u);
    EXPECT_EQ(size_of_value(100), 2u);
    EXPECT_EQ(size_of_value(123), 3u);
    EXPECT_EQ(size_of_value(1000), 2u);
    EXPECT_EQ(size_of_value(number("0.001")), 2u);
    EXPECT_EQ(size_of_value(number("12.5")), 3u);
    EXPECT_EQ(size_of_value(number("1E+100")), 2u);
    EXPECT_EQ(size_of_value(number("12345678901234567890123456789012345678")), 20u);
}

} // namespace
} // namespace dynasio::tests
