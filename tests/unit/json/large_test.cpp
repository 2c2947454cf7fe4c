// SPDX-License-Identifier: BSL-1.0
//
// Megabytes of JSON that are easy to write and used to be hard to read: neither stack nor memory nor time may grow out of
// proportion.

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/json/detail/shape_codec.hpp>

#include <boost/describe/class.hpp>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio {
namespace {

std::string repeated(std::string_view text, std::size_t times)
{
    std::string result;
    result.reserve(text.size() * times);
    for (; times != 0; --times)
        result += text;
    return result;
}

/// Counts the members of an object, those with tagged texts in one step.
json::codec const counting{.expected = "an object",
    .fast_scalar_member =
        [](json::frame& where, std::string_view, char, std::string_view)
    {
        ++*static_cast<std::size_t*>(where.into.object);
        return true;
    },
    .begin_object = [](void* object) -> json::target { return {object, &counting}; },
    .member = [](json::frame& where, std::string_view) -> json::target
    {
        ++*static_cast<std::size_t*>(where.into.object);
        return {};
    }};

std::size_t members_of(std::string_view text)
{
    std::size_t count = 0;
    json::decode(text, {&count, &counting});
    return count;
}

struct leaf
{
    std::string name;
    std::vector<std::int32_t> numbers;
};
BOOST_DESCRIBE_STRUCT(leaf, (), (name, numbers))

struct tree
{
    std::vector<leaf> leaves;
    std::map<std::string, std::vector<leaf>> branches;
};
BOOST_DESCRIBE_STRUCT(tree, (), (leaves, branches))

tree tree_of(std::string_view text)
{
    tree value;
    json::decode(text, json::target_of(value));
    return value;
}

std::size_t memory_of(std::vector<leaf> const& leaves)
{
    auto bytes = leaves.capacity() * sizeof(leaf);
    for (auto const& one : leaves)
        bytes += one.numbers.capacity() * sizeof(std::int32_t);
    return bytes;
}

TEST(LargeJson, MembersWithSpacesBeforeCommasTakeNoStack)
{
    constexpr std::size_t count = 300'000;
    for (auto const* member :
        {R"("a":{"S":"x"} ,)", R"("a":{"S":"x"},)", R"("a":{"S":"x"}, )", R"("a": {"S":"x"} , )"})
        EXPECT_EQ(members_of('{' + repeated(member, count) + R"("a":{"S":"x"}})"), count + 1) << member;
}

TEST(LargeJson, UnknownMembersOfAnyKindAreSkipped)
{
    constexpr std::size_t count = 50'000;
    for (auto const* member : {R"("a":[[],[[]],{}],)", R"("a":{"a":{"a":[1,2,{}]}},)",
             R"("\u0061\n":"\\\"\u00e4",)", R"("a":-1.5e+3 ,)", "\n\t \"a\" \n:\r\n null ,", R"("":true,)"})
        EXPECT_EQ(members_of('{' + repeated(member, count) + R"("a":false})"), count + 1) << member;
}

TEST(LargeJson, NestingIsRefusedBeyondALimit)
{
    EXPECT_EQ(members_of("{\"a\":" + repeated("[", 159) + repeated("]", 159) + "}"), 1U);
    for (auto const* opening : {"[", "{\"a\":", "[{\"a\":", " [ [ "})
        try
        {
            members_of("{\"a\":" + repeated(opening, 2'000'000));
            ADD_FAILURE() << opening;
        }
        catch (json::decode_error const& e)
        {
            EXPECT_NE(std::string_view(e.what()).find("nested too deeply"), std::string_view::npos)
                << e.what();
        }
}

TEST(LargeJson, ListsWithinListsTakeMemoryForWhatTheyHold)
{
    constexpr std::size_t count = 50'000;
    auto const text = "{\"Leaves\":[" + repeated(R"({"Numbers":[1,2]},)", count) + R"({"Numbers":[1,2]}]})";
    auto const read = tree_of(text);
    EXPECT_EQ(read.leaves.size(), count + 1);
    EXPECT_LE(memory_of(read.leaves), 16 * text.size());
}

TEST(LargeJson, ListsBesideEachOtherTakeMemoryForWhatTheyHold)
{
    constexpr std::size_t count = 20'000;
    std::string text = "{\"Branches\":{";
    for (std::size_t i = 0; i != count; ++i)
        text += '"' + std::to_string(i) + R"(":[{"Name":"a"},{"Name":"b"}],)";
    text += "\"\":[]}}";
    auto const read = tree_of(text);
    EXPECT_EQ(read.branches.size(), count + 1);
    std::size_t memory = 0;
    for (auto const& [name, leaves] : read.branches)
        memory += memory_of(leaves);
    EXPECT_LE(memory, 32 * text.size());
}

TEST(LargeJson, OneListHasRoomAtOnce)
{
    auto const read = tree_of("{\"Leaves\":[" + repeated(R"({"Name":"a"},)", 1000) + R"({"Name":"a"}]})");
    EXPECT_EQ(read.leaves.size(), 1001U);
    EXPECT_LE(read.leaves.capacity(), 1010U);
}

TEST(LargeJson, AListInManyPiecesIsNotMovedForEach)
{
    constexpr std::size_t count = 200'000;
    auto const text = '{' + repeated(R"("Leaves":[{},{}],)", count) + R"("Leaves":[]})";
    EXPECT_EQ(tree_of(text).leaves.size(), 2 * count);
}

TEST(LargeJson, APathIsShort)
{
    auto const name = repeated("n\\n", 1'000'000);
    try
    {
        tree_of("{\"Branches\":{\"" + name + "\":5}}");
        ADD_FAILURE();
    }
    catch (json::decode_error const& e)
    {
        EXPECT_LT(e.where().size(), 600U);
        EXPECT_EQ(e.where().find('\n'), std::string::npos);
        EXPECT_TRUE(e.where().starts_with("Branches.n\\nn\\n")) << e.where();
    }
}

TEST(decode, errors_behind_a_name_with_escapes_say_where)
{
    // Both names are too long to be kept inside of a string object.
    std::string const text =
        R"({"leaves":[],"a name that is long enough\n":1,"another name, and a longer one than that\n" 2})";
    try
    {
        (void)tree_of(text);
        ADD_FAILURE() << "was accepted";
    }
    catch (json::decode_error const& e)
    {
        EXPECT_NE(std::string(e.what()).find("another name, and"), std::string::npos) << e.what();
    }
}

} // namespace
} // namespace dynasio
