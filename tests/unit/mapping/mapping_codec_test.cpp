// SPDX-License-Identifier: BSL-1.0
//
// Reading JSON straight into structs: what only this way can meet.

#include "mapping_types.hpp"

#include <dynasio/mapping/detail/attribute_codec.hpp>
#include <dynasio/mapping/detail/encode_struct.hpp>

#include <boost/preprocessor/punctuation/comma_if.hpp>
#include <boost/preprocessor/repetition/repeat.hpp>
#include <gtest/gtest.h>

using namespace dynasio;
using namespace mapping_types;

namespace {

std::string error_of(std::string_view json, json::target into)
{
    try
    {
        json::decode(json, into);
    }
    catch (json::decode_error const& e)
    {
        return e.what();
    }
    return "";
}

template <class T>
std::string error_of(std::string_view json)
{
    T target{};
    return error_of(json, mapping::item_target(target));
}

// A description takes some 50 members at most; bases add more.
#define DYNASIO_TEST_MEMBER(z, n, prefix) int prefix##n = n;
#define DYNASIO_TEST_NAME(z, n, prefix) BOOST_PP_COMMA_IF(n) prefix##n

struct wide40
{
    BOOST_PP_REPEAT(40, DYNASIO_TEST_MEMBER, a)
    friend bool operator==(wide40 const&, wide40 const&) = default;
};
BOOST_DESCRIBE_STRUCT(wide40, (), (BOOST_PP_REPEAT(40, DYNASIO_TEST_NAME, a)))

/// As many members as a frame has bits.
struct wide64 : wide40
{
    BOOST_PP_REPEAT(24, DYNASIO_TEST_MEMBER, b)
    friend bool operator==(wide64 const&, wide64 const&) = default;
};
BOOST_DESCRIBE_STRUCT(wide64, (wide40), (BOOST_PP_REPEAT(24, DYNASIO_TEST_NAME, b)))

struct wide104 : wide64
{
    BOOST_PP_REPEAT(39, DYNASIO_TEST_MEMBER, c)
    std::vector<wide104> more;
    friend bool operator==(wide104 const&, wide104 const&) = default;
};
BOOST_DESCRIBE_STRUCT(wide104, (wide64), (BOOST_PP_REPEAT(39, DYNASIO_TEST_NAME, c), more))

struct nothing
{
    friend bool operator==(nothing const&, nothing const&) = default;
};
BOOST_DESCRIBE_STRUCT(nothing, (), ())

struct holder
{
    std::vector<address> people;
    std::map<std::string, money> prices;
};
BOOST_DESCRIBE_STRUCT(holder, (), (people, prices))

/// Without each one of its members in turn, all but that one are there.
template <class T>
void misses_each_member(T const& value)
{
    item const whole = to_item(value);
    for (auto const& missing : whole)
    {
        item part = whole;
        part.erase(missing.name);
        std::string json;
        json::encode(json, part);
        auto const expected =
            missing.name + ": missing attribute, expected " + (missing.name == "more" ? "L" : "N");
        EXPECT_EQ(error_of<T>(json), expected);
        try
        {
            (void)from_item<T>(part);
            ADD_FAILURE() << missing.name;
        }
        catch (mapping_error const& e)
        {
            EXPECT_EQ(e.what(), expected);
        }
    }
}

template <class T>
void goes_both_ways(T const& value)
{
    std::string json;
    mapping::encode_item(json, value);
    T direct{};
    json::decode(json, mapping::item_target(direct));
    EXPECT_TRUE(direct == value) << json;
    EXPECT_TRUE(from_item<T>(to_item(value)) == value) << json;
}

TEST(MappingCodec, MissesEachMemberOf64)
{
    misses_each_member(wide64());
}

TEST(MappingCodec, MissesEachMemberOfMoreThan64)
{
    wide104 nested;
    nested.more.resize(2);
    nested.more[1].c38 = -1;
    goes_both_ways(nested);
    goes_both_ways(wide64());
    goes_both_ways(nothing());
    misses_each_member(nested);
    EXPECT_EQ(error_of<wide104>("{}"), "a0: missing attribute, expected N");
}

TEST(MappingCodec, GivesBackWhatItKeepsWhenDecodingFailsWithin)
{
    // The sanitizer of addresses says if it did not.
    std::string json;
    wide104 nested;
    nested.more.resize(1);
    mapping::encode_item(json, nested);
    for (std::size_t cut = 1; cut < json.size(); cut += 7)
        EXPECT_NE(error_of<wide104>(std::string_view(json).substr(0, cut)), "") << cut;
    EXPECT_EQ(error_of<holder>(R"({"prices":{"M":{"x":{"S":"1 cents","S":1}}}})"),
        "prices.x.S: expected a string, found a number");
}

TEST(MappingCodec, ReadsListsOfItems)
{
    std::vector<address> people;
    json::decode(
        R"([{"city":{"S":"Rome"},"lines":{"L":[]},"zip":{"N":"1"}},{"lines":{"L":[]},"city":{"S":"Bonn"}}])",
        mapping::item_list_target(people));
    EXPECT_EQ(people, (std::vector<address>{{"Rome", {}, 1}, {"Bonn", {}, {}}}));
    EXPECT_EQ(error_of(R"([{"city":{"S":"Rome"},"lines":{"L":[]}},{"city":{"S":"Bonn"}}])",
                  mapping::item_list_target(people)),
        "[1].lines: missing attribute, expected L");
}

TEST(MappingCodec, ReservesNoMoreMemoryForElementsThanTheTextHas)
{
    // The first element promises thousands like it, each of which would be much larger in memory than in the text.
    std::string json = "[{},{\"id\":{\"S\":\"" + std::string(100'000, 'x') + "\"}}]";
    std::vector<std::map<std::string, std::string>> small;
    json::decode(json, mapping::item_list_target(small));
    EXPECT_EQ(small.size(), 2u);
    EXPECT_LE(small.capacity() * sizeof small[0], 16 * json.size());
    std::vector<item> items;
    json::decode(json, json::target_of(items));
    EXPECT_EQ(items.size(), 2u);
    EXPECT_LE(items.capacity() * sizeof items[0], 16 * json.size());
}

TEST(MappingCodec, TakesTheLastOfEqualNames)
{
    address target;
    json::decode(R"({"city":{"S":"a"},"lines":{"L":[{"S":"1"}]},"city":{"S":"b"},"lines":{"L":[{"S":"2"}]}})",
        mapping::item_target(target));
    EXPECT_EQ(target, (address{"b", {"2"}, {}}));
}

TEST(MappingCodec, IgnoresContentsThatAreNull)
{
    address target;
    json::decode(
        R"({"city":{"N":null,"S":"a","L":null},"lines":{"L":[]},"zip":{"NULL":null,"N":"1","S":null}})",
        mapping::item_target(target));
    EXPECT_EQ(target, (address{"a", {}, 1}));
}

TEST(MappingCodec, RefusesMalformedAttributes)
{
    EXPECT_EQ(error_of<entity>(R"({"id":"x"})"), "id: expected an attribute value, found a string");
    EXPECT_EQ(error_of<entity>(R"({"id":null})"), "id: the value is null");
    EXPECT_EQ(error_of<entity>(R"({"id":{}})"), "id: an attribute value has no type");
    EXPECT_EQ(error_of<entity>(R"({"id":{"S":null}})"), "id: an attribute value has no type");
    EXPECT_EQ(
        error_of<entity>(R"({"id":{"S":"x","S":"y"}})"), "id: an attribute value has more than one type");
    EXPECT_EQ(error_of<entity>(R"({"id":{"S":5}})"), "id: expected a string, found a number");
    EXPECT_EQ(error_of<entity>(R"({"version":{"N":"x"}})"), "version: expected N, found \"x\"");
    EXPECT_EQ(error_of<entity>(R"([])"), "expected an object with attributes, found a list");
    EXPECT_EQ(error_of<everything>(R"({"bytes":{"B":"?"}})"), "bytes: expected base64 text");
    EXPECT_EQ(error_of<everything>(R"({"texts":{"SS":[null]}})"), "texts[0]: the value is null");
    EXPECT_EQ(error_of<holder>(R"({"people":{"L":[null]}})"), "people[0]: the value is null");
}

TEST(MappingCodec, LimitsNesting)
{
    tree root;
    tree* at = &root;
    for (int i = 0; i < 15; ++i)
        at = &at->children.emplace_back();
    goes_both_ways(root);
    for (int i = 0; i < 10; ++i)
        at = &at->children.emplace_back();
    std::string direct;
    std::string indirect;
    auto const message = [](auto f) -> std::string
    {
        try
        {
            f();
        }
        catch (json::encode_error const& e)
        {
            return e.what();
        }
        return "";
    };
    auto const expected = message([&] { json::encode(indirect, to_item(root)); });
    EXPECT_NE(expected, "");
    EXPECT_EQ(message([&] { mapping::encode_item(direct, root); }), expected);
}

} // namespace
