// SPDX-License-Identifier: BSL-1.0

#include <dynasio/json/detail/name_table.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using dynasio::json::name_table;

constexpr std::array<std::string_view, 9> names{"", "a", "b", "ab", "abc", "acb", "abcdefgh",
    "the_same_beginning_1_and_the_same_end", "the_same_beginning_2_and_the_same_end"};
constexpr name_table table(names);

// The same answers are found when compiling and when running.
static_assert(table.find("") == 0);
static_assert(table.find("acb") == 5);
static_assert(table.find("the_same_beginning_2_and_the_same_end") == 8);
static_assert(table.find("the_same_beginning_3_and_the_same_end") == names.size());

TEST(NameTable, FindsNamesOfEveryLengthAndNothingElse)
{
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        std::string const name(names[i]);
        EXPECT_EQ(table.find(name), i) << name;
        EXPECT_EQ(table.find(name + '_'), names.size()) << name;
        EXPECT_EQ(table.find('_' + name), names.size()) << name;
    }
}

TEST(NameTable, TellsNamesApartByEachOfTheirLetters)
{
    for (std::size_t size = 1; size <= 40; ++size)
    {
        std::vector<std::string> made(size, std::string(size, 'x'));
        std::array<std::string_view, 40> views;
        for (std::size_t i = 0; i < views.size(); ++i)
        {
            if (i < size)
                made[i][i] = 'y';
            else
                made.push_back("other_" + std::to_string(i));
        }
        for (std::size_t i = 0; i < views.size(); ++i)
            views[i] = made[i];
        name_table<40> const built(views);
        for (std::size_t i = 0; i < views.size(); ++i)
            EXPECT_EQ(built.find(made[i]), i) << made[i];
        for (std::size_t i = 0; i < size; ++i)
        {
            std::string near = made[i];
            near[i] = 'z';
            EXPECT_EQ(built.find(near), views.size()) << near;
        }
        EXPECT_EQ(built.find(std::string(size, 'x')), views.size());
    }
}

} // namespace
