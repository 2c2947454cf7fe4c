// SPDX-License-Identifier: BSL-1.0
//
// One struct has one mapping: names, defaults and enumerators are the same for items, typed JSON and expressions.

#include "support/written_expression.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/mapping.hpp>
#include <dynasio/mapping/detail/encode_struct.hpp>
#include <dynasio/mapping/detail/item_codec.hpp>

#include <gtest/gtest.h>

namespace {

enum class payment
{
    open,
    paid,
    delete_,
};
BOOST_DESCRIBE_ENUM(payment, open, paid, delete_)

enum class unit
{
    m,
    M,
};
BOOST_DESCRIBE_ENUM(unit, m, M)

struct audited
{
    std::string author = "nobody";
};
BOOST_DESCRIBE_STRUCT(audited, (), (author))

struct line
{
    int count = 1;
    std::string part;
};
BOOST_DESCRIBE_STRUCT(line, (), (count, part))

struct order : audited
{
    std::string id;
    std::string customer;
    payment status = payment::open;
    std::int64_t revision = 7;
    std::vector<line> lines;
    std::array<std::uint8_t, 4> digest{};
    std::array<std::byte, 2> tag{};
    std::optional<std::array<unsigned char, 1>> mark;
};
BOOST_DESCRIBE_STRUCT(order, (audited), (id, customer, status, revision, lines, digest, tag, mark))

} // namespace

template <>
struct dynasio::enum_text<unit> : dynasio::enum_text_as_written<unit>
{};
template <>
struct dynasio::struct_mapping<audited>
{
    static constexpr auto names = dynasio::stored_names(dynasio::stored_as<&audited::author>("written by"));
    static constexpr auto defaults = dynasio::defaulted<&audited::author>;
};
template <>
struct dynasio::struct_mapping<line>
{
    static constexpr auto defaults = dynasio::defaulted<&line::count>;
};
template <>
struct dynasio::struct_mapping<order>
{
    static constexpr auto names = dynasio::stored_names(
        dynasio::stored_as<&order::customer>("kund\xC3\xA9-id"), dynasio::stored_as<&order::tag>("customer"));
    static constexpr auto defaults = dynasio::defaulted<&order::revision, &order::status>;
};

namespace dynasio::tests {
namespace {

constexpr char const* whole = R"({"written by":{"S":"Ann"},"id":{"S":"a-1"},"kundé-id":{"S":"c-9"},)"
                              R"("status":{"S":"PAID"},"revision":{"N":"8"},)"
                              R"("lines":{"L":[{"M":{"count":{"N":"2"},"part":{"S":"p"}}}]},)"
                              R"("digest":{"B":"AQIDBA=="},"customer":{"B":"BQY="},"mark":{"B":"Bw=="}})";

order sample()
{
    order result;
    result.author = "Ann";
    result.id = "a-1";
    result.customer = "c-9";
    result.status = payment::paid;
    result.revision = 8;
    result.lines = {{2, "p"}};
    result.digest = {1, 2, 3, 4};
    result.tag = {std::byte(5), std::byte(6)};
    result.mark = {7};
    return result;
}

item parse(std::string_view json)
{
    item result;
    json::decode(json, {&result, json::codec_address<item>::value});
    return result;
}

/// Both ways into the struct.
template <class T>
T read(std::string_view json)
{
    T direct{};
    json::decode(json, mapping::item_target(direct));
    T const indirect = from_item<T>(parse(json));
    EXPECT_EQ(to_item(direct), to_item(indirect));
    return indirect;
}

/// The error of both ways into the struct.
template <class T>
std::string problem(std::string_view json)
{
    std::string direct;
    std::string indirect;
    try
    {
        T target{};
        json::decode(json, mapping::item_target(target));
    }
    catch (json::decode_error const& e)
    {
        direct = e.what();
    }
    try
    {
        (void)from_item<T>(parse(json));
    }
    catch (mapping_error const& e)
    {
        indirect = e.what();
    }
    EXPECT_EQ(direct, indirect);
    return indirect;
}

TEST(struct_mapping, both_ways_out_use_its_names)
{
    std::string direct;
    mapping::encode_item(direct, sample());
    EXPECT_EQ(direct, whole);
    EXPECT_EQ(to_item(sample()), parse(whole));
}

TEST(struct_mapping, both_ways_in_use_its_names)
{
    auto const found = read<order>(whole);
    EXPECT_EQ(found.author, "Ann");
    EXPECT_EQ(found.customer, "c-9");
    EXPECT_EQ(found.status, payment::paid);
    EXPECT_EQ(found.revision, 8);
    EXPECT_EQ(found.digest, (std::array<std::uint8_t, 4>{1, 2, 3, 4}));
    EXPECT_EQ(found.tag[1], std::byte(6));
    EXPECT_EQ((*found.mark)[0], 7);
}

TEST(struct_mapping, members_with_a_default_may_be_missing)
{
    auto const found =
        read<order>(R"({"id":{"S":""},"kundé-id":{"S":""},"lines":{"L":[{"M":{"part":{"S":"p"}}}]},)"
                    R"("digest":{"B":"AQIDBA=="},"customer":{"B":"BQY="}})");
    EXPECT_EQ(found.author, "nobody");
    EXPECT_EQ(found.revision, 7);
    EXPECT_EQ(found.status, payment::open);
    EXPECT_EQ(found.lines.at(0).count, 1);
    EXPECT_FALSE(found.mark);
}

TEST(struct_mapping, a_default_replaces_what_the_target_had)
{
    line used{9, "old"};
    json::decode(R"({"part":{"S":"new"}})", mapping::item_target(used));
    EXPECT_EQ(used.count, 1);
    EXPECT_EQ(used.part, "new");
}

TEST(struct_mapping, other_members_may_not_be_missing)
{
    EXPECT_EQ(problem<line>("{}"), "part: missing attribute, expected S");
    EXPECT_EQ(problem<line>(R"({"part":{"S":"p"},"count":{"S":"1"}})"), "count: expected N, found S");
}

TEST(struct_mapping, errors_name_the_attribute)
{
    EXPECT_EQ(problem<audited>(R"({"written by":{"N":"1"}})"), "written by: expected S, found N");
}

struct bytes
{
    std::array<std::byte, 2> v{};
};
BOOST_DESCRIBE_STRUCT(bytes, (), (v))

TEST(struct_mapping, arrays_of_bytes_have_their_size)
{
    EXPECT_EQ(problem<bytes>(R"({"v":{"B":"AQ=="}})"), "v: expected 2 bytes, found 1");
    EXPECT_EQ(problem<bytes>(R"({"v":{"B":"AQID"}})"), "v: expected 2 bytes, found 3");
    EXPECT_EQ(problem<bytes>(R"({"v":{"L":[]}})"), "v: expected B, found L");
}

TEST(struct_mapping, enumerators_are_in_upper_case_unless_said_otherwise)
{
    EXPECT_EQ(to_attribute(payment::paid), attribute_value("PAID"));
    EXPECT_EQ(to_attribute(payment::delete_), attribute_value("DELETE"));
    EXPECT_EQ(from_attribute<payment>("DELETE"), payment::delete_);
    EXPECT_THROW((void)from_attribute<payment>("paid"), mapping_error);
    EXPECT_EQ(to_attribute(unit::M), attribute_value("M"));
    EXPECT_EQ(to_attribute(unit::m), attribute_value("m"));
    EXPECT_EQ(from_attribute<unit>("m"), unit::m);
}

TEST(struct_mapping, expressions_use_it)
{
    EXPECT_EQ(written(attr<&order::customer> == "c-9" && attr<&order::status> == payment::paid),
        R"(#0 = :0 AND #1 = :1 | kundé-id status | {"S":"c-9"} {"S":"PAID"})");
    EXPECT_EQ(written(update(attr<&order::author> = "Bob", attr<&order::lines>[0] / attr<&line::count> += 1)),
        R"(SET #0 = :0, #1[0].#2 = #1[0].#2 + :1 | written by lines count | {"S":"Bob"} {"N":"1"})");
    EXPECT_EQ(written(attr<&order::digest> == std::array<std::uint8_t, 4>{1, 2, 3, 4}),
        R"(#0 = :0 | digest | {"B":"AQIDBA=="})");
}

static_assert(mapping::described<order>::names[0] == "written by");
static_assert(mapping::described<order>::names[2] == "kund\xC3\xA9-id");
static_assert(mapping::described<order>::names[1] == "id");

} // namespace
} // namespace dynasio::tests
