// SPDX-License-Identifier: BSL-1.0

#include "composed/page_walk.hpp"

#include <dynasio/value/attribute_value.hpp>

#include <gtest/gtest.h>

namespace dynasio::composed {
namespace {

using walk = page_walk<std::string>;

/// After how many pages a server is noticed that has `tail` pages and then a cycle.
std::size_t pages_until_refused(std::size_t tail, std::size_t cycle)
{
    walk pages;
    for (std::size_t i = 0; i < 100'000; ++i)
    {
        auto const number = i < tail ? i : tail + (i - tail) % cycle;
        if (!pages.advance(std::to_string(number)))
            return i;
    }
    return 0;
}

TEST(page_walk, goes_from_page_to_page)
{
    walk pages;
    EXPECT_FALSE(pages.position());
    EXPECT_TRUE(pages.advance("a"));
    EXPECT_EQ(pages.position(), "a");
    EXPECT_TRUE(pages.advance("b"));
    EXPECT_EQ(pages.position(), "b");
    EXPECT_FALSE(pages.at_end());
    EXPECT_TRUE(pages.advance(std::nullopt));
    EXPECT_TRUE(pages.at_end());
    EXPECT_FALSE(pages.position());
}

TEST(page_walk, ends_at_an_empty_position)
{
    page_walk<item> pages;
    EXPECT_TRUE(pages.advance(item{{"id", "a"}}));
    EXPECT_TRUE(pages.advance(item()));
    EXPECT_TRUE(pages.at_end());
    EXPECT_FALSE(pages.position());
}

TEST(page_walk, refuses_the_same_position_twice)
{
    walk pages;
    EXPECT_TRUE(pages.advance("a"));
    EXPECT_FALSE(pages.advance("a"));
    EXPECT_EQ(pages.position(), "a");
    EXPECT_FALSE(pages.advance("a"));
    EXPECT_TRUE(pages.advance("b"));
    EXPECT_EQ(pages.position(), "b");
}

TEST(page_walk, refuses_a_position_that_alternates_with_another)
{
    walk pages;
    EXPECT_TRUE(pages.advance("a"));
    EXPECT_TRUE(pages.advance("b"));
    EXPECT_FALSE(pages.advance("a"));
    EXPECT_EQ(pages.position(), "b");
    EXPECT_FALSE(pages.at_end());
}

TEST(page_walk, knows_where_it_began)
{
    walk pages("m");
    EXPECT_EQ(pages.position(), "m");
    EXPECT_FALSE(pages.advance("m"));
    EXPECT_TRUE(pages.advance("n"));
    EXPECT_FALSE(pages.advance("m"));
}

TEST(page_walk, refuses_short_cycles_at_once_and_any_other_in_the_end)
{
    for (std::size_t const tail : {0u, 1u, 5u, 1000u})
        for (std::size_t const cycle : {1u, 2u, 3u, 4u, 5u, 7u, 64u, 1000u, 1001u})
        {
            auto const seen = pages_until_refused(tail, cycle);
            EXPECT_GE(seen, tail + cycle) << tail << ' ' << cycle;
            EXPECT_LE(seen, cycle <= walk::remembered ? tail + cycle : 3 * (tail + cycle) + 2)
                << tail << ' ' << cycle;
        }
}

TEST(page_walk, takes_any_number_of_different_pages)
{
    page_walk<item> pages;
    for (int i = 0; i < 20'000; ++i)
        ASSERT_TRUE(pages.advance(item{{"id", std::to_string(i)}})) << i;
}

} // namespace
} // namespace dynasio::composed
