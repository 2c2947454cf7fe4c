// SPDX-License-Identifier: BSL-1.0

#include <dynasio/value/item.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>

namespace dynasio {
namespace {

item with_attributes(int count)
{
    item result;
    for (int i = 0; i < count; ++i)
        result.set("a" + std::to_string(i), i);
    return result;
}

TEST(Item, KeepsTheOrderOfItsAttributes)
{
    item const i{{"b", 1}, {"a", 2}, {"c", 3}};
    std::string names;
    for (auto const& [name, value] : i)
        names += name;
    EXPECT_EQ(names, "bac");
}

TEST(Item, LastOfEqualNamesWins)
{
    item const i{{"a", 1}, {"b", 2}, {"a", 3}};
    EXPECT_EQ(i.size(), 2u);
    EXPECT_EQ(i.at("a").as_number(), number(3));
}

TEST(Item, FindsByName)
{
    for (int const count : {1, 16, 17, 18, 100, 1000})
    {
        auto const i = with_attributes(count);
        ASSERT_EQ(i.size(), static_cast<std::size_t>(count));
        for (int k = 0; k < count; ++k)
            EXPECT_EQ(i.at("a" + std::to_string(k)).as_number(), number(k)) << count;
        EXPECT_EQ(i.find("b"), nullptr);
        EXPECT_EQ(i.find(""), nullptr);
        EXPECT_FALSE(i.contains("a" + std::to_string(count)));
    }
}

TEST(Item, NamesTheAttributeThatIsNotThere)
{
    try
    {
        (void)item().at("price");
        FAIL();
    }
    catch (attribute_error const& e)
    {
        EXPECT_NE(std::string(e.what()).find("\"price\""), std::string::npos);
    }
}

TEST(Item, AddsByIndexing)
{
    item i;
    i["a"] = "text";
    i["a"] = 5;
    EXPECT_TRUE(i["b"].is_null());
    EXPECT_EQ(i, (item{{"a", 5}, {"b", nullptr}}));
}

TEST(Item, MayBeIndexedByItsOwnText)
{
    item i{{"a", "b"}};
    for (int k = 0; k < 40; ++k)
        i[i.at("a").as_string()] = std::string(1, static_cast<char>('c' + k % 20));
    EXPECT_EQ(i.at("b").as_string(), "v");
}

TEST(Item, Erases)
{
    auto i = with_attributes(20);
    EXPECT_FALSE(i.erase("nothing"));
    for (int k = 0; k < 20; k += 2)
        EXPECT_TRUE(i.erase("a" + std::to_string(k)));
    EXPECT_EQ(i.size(), 10u);
    for (int k = 0; k < 20; ++k)
        EXPECT_EQ(i.contains("a" + std::to_string(k)), k % 2 == 1) << k;
}

TEST(Item, IsCopiedAndMovedWithItsIndex)
{
    auto original = with_attributes(50);
    auto copy = original;
    copy.set("a7", "changed");
    copy.set("new", 1);
    EXPECT_EQ(original.at("a7").as_number(), number(7));
    EXPECT_FALSE(original.contains("new"));
    auto const moved = std::move(copy);
    EXPECT_EQ(moved.at("a7").as_string(), "changed");
    EXPECT_TRUE(moved.contains("new"));
    original = moved;
    EXPECT_EQ(original, moved);
    original.clear();
    EXPECT_TRUE(original.empty());
    EXPECT_EQ(original.find("a7"), nullptr);
    original.set("a7", 1);
    EXPECT_EQ(original.size(), 1u);
}

TEST(Item, EqualityIgnoresOrder)
{
    EXPECT_EQ((item{{"a", 1}, {"b", 2}}), (item{{"b", 2}, {"a", 1}}));
    EXPECT_NE((item{{"a", 1}}), (item{{"a", 1}, {"b", 2}}));
    EXPECT_NE((item{{"a", 1}}), (item{{"b", 1}}));
    EXPECT_NE((item{{"a", 1}}), (item{{"a", "1"}}));
}

TEST(Item, BehavesLikeAMap)
{
    std::mt19937 random(11);
    item i;
    std::map<std::string, int> model;
    for (int step = 0; step < 20'000; ++step)
    {
        auto const name = "n" + std::to_string(random() % 60);
        switch (random() % 3)
        {
        case 0:
            i.set(name, step);
            model[name] = step;
            break;
        case 1:
            EXPECT_EQ(i.erase(name), model.erase(name) != 0);
            break;
        default:
            ASSERT_EQ(i.contains(name), model.contains(name)) << step;
            if (model.contains(name))
            {
                ASSERT_EQ(i.at(name).as_number(), number(model[name])) << step;
            }
        }
        ASSERT_EQ(i.size(), model.size());
    }
}

} // namespace
} // namespace dynasio
