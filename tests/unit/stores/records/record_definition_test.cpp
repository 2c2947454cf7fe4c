// SPDX-License-Identifier: BSL-1.0
//
// What is known of a record at compile time: names, categories, keys.

#include <dynasio/mapping.hpp>
#include <dynasio/stores/records/detail/record_table_state.hpp>
#include <dynasio/stores/records/detail/record_type_of.hpp>
#include <dynasio/stores/records/record_names.hpp>
#include <dynasio/stores/records/table_key.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace {

enum class state
{
    started,
    in_progress,
};
BOOST_DESCRIBE_ENUM(state, started, in_progress)

struct request
{
    std::string request_id;
    std::uint32_t part = 0;
    state status{};
    std::optional<std::string> source;
    std::string plain;
    double weight = 0;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(request, (), (request_id, part, status, source, plain, weight, revision))

struct by_bytes
{
    std::vector<unsigned char> id;
};
BOOST_DESCRIBE_STRUCT(by_bytes, (), (id))

struct by_number
{
    dynasio::number id;
};
BOOST_DESCRIBE_STRUCT(by_number, (), (id))

struct base
{
    int id = 0;
};
BOOST_DESCRIBE_STRUCT(base, (), (id))
struct derived : base
{
    std::string text;
};
BOOST_DESCRIBE_STRUCT(derived, (base), (text))

} // namespace

template <>
struct dynasio::record_definition<request> : dynasio::record_key<&request::request_id, &request::part>
{
    static constexpr auto categories = dynasio::category_lists(
        dynasio::category<&request::source>("web", "Phone"), dynasio::category<&request::plain>("A"));
    static constexpr auto version = &request::revision;
};
template <>
struct dynasio::record_definition<by_bytes> : dynasio::record_key<&by_bytes::id>
{};
template <>
struct dynasio::record_definition<by_number> : dynasio::record_key<&by_number::id>
{};
template <>
struct dynasio::record_definition<derived> : dynasio::record_key<&derived::id>
{};

namespace dynasio::tests {
namespace {

// All of this is known when the program is compiled.
static_assert(attribute_names<request>().size() == 7);
static_assert(attribute_names<request>()[2] == "status");
static_assert(attribute_names<derived>()[0] == "id");
static_assert(categories<&request::status>().size() == 2);
static_assert(categories<&request::status>()[1] == "IN_PROGRESS");
static_assert(categories<&request::source>()[0] == "WEB");
static_assert(categories<request, &request::source>()[1] == "PHONE");
static_assert(record_definition<request>::is_key<&request::part>);
static_assert(!record_definition<request>::is_key<&request::weight>);

TEST(record_definition, the_type_without_its_type)
{
    auto const& type = stores::records::record_type_of<request>;
    EXPECT_EQ(type.partition_key, 0u);
    EXPECT_EQ(type.sort_key, 1u);
    EXPECT_EQ(type.version, 6u);
    EXPECT_EQ(type.time_to_live, stores::records::no_field);
    std::string tags;
    for (auto const& field : type.fields)
        tags += field.key_tag ? field.key_tag : '-';
    EXPECT_EQ(tags, "SNSSS-N");
    EXPECT_TRUE(type.fields[3].may_be_absent);
    EXPECT_EQ(type.fields[3].categories.size(), 2u);
    EXPECT_TRUE(type.fields[2].categories.empty());
    EXPECT_EQ(type.find("weight"), 5u);
    EXPECT_EQ(type.find("Weight"), stores::records::no_field);

    auto const& other = stores::records::record_type_of<derived>;
    EXPECT_EQ(other.partition_key, 0u);
    EXPECT_EQ(other.sort_key, stores::records::no_field);
}

TEST(record_definition, versions_and_categories_by_member)
{
    auto const& type = stores::records::record_type_of<request>;
    request r;
    r.revision = 7;
    std::string read;
    auto const next = type.next_version(&r, read);
    ASSERT_TRUE(next);
    EXPECT_EQ(static_cast<request const*>(next.get())->revision, 8);
    EXPECT_EQ(read, "7");
    r.revision = std::numeric_limits<int>::max();
    EXPECT_FALSE(type.next_version(&r, read));

    EXPECT_EQ(type.category_text(&r, 3), nullptr);
    r.source = "WEB";
    EXPECT_EQ(*type.category_text(&r, 3), "WEB");
    EXPECT_EQ(type.category_text(&r, 0), nullptr);
}

TEST(record_definition, single_values_are_read_by_the_same_rules)
{
    auto const& type = stores::records::record_type_of<request>;
    auto const read = [&](std::string_view member, attribute_value const& value)
    { type.types[type.find(member)]->read(value); };
    read("status", "STARTED");
    read("part", number("1E+1"));
    EXPECT_THROW(read("status", "started"), json::codec_error);
    EXPECT_THROW(read("part", -1), json::codec_error);
    EXPECT_THROW(read("part", "1"), json::codec_error);
}

TEST(table_key, is_encoded_as_its_members_are)
{
    table_key<request> const key("a\"b", 7);
    EXPECT_EQ(key.encoded().json, R"({"request_id":{"S":"a\"b"},"part":{"N":"7"}})");
    EXPECT_TRUE(key.encoded().problem.empty());
    EXPECT_EQ(table_key<derived>(5L).encoded().json, R"({"id":{"N":"5"}})");
    std::vector<unsigned char> const bytes{1, 2, 3};
    EXPECT_EQ(table_key<by_bytes>(bytes).encoded().json, R"({"id":{"B":"AQID"}})");
    request r;
    r.request_id = "x";
    r.part = 3;
    EXPECT_EQ(table_key<request>::of(r).encoded().json, R"({"request_id":{"S":"x"},"part":{"N":"3"}})");
}

TEST(table_key, of_a_record_is_encoded_with_the_record)
{
    request r;
    r.request_id = "a\"b";
    r.part = 7;
    r.plain = "A";
    auto const record = stores::records::encode_record(stores::records::record_type_of<request>, &r);
    EXPECT_EQ(record.problem, "");
    EXPECT_EQ(record.key, table_key<request>::of(r).encoded().json);
    item const values{{"plain", "A"}, {"part", 7}, {"request_id", "a\"b"}};
    EXPECT_EQ(
        stores::records::encode_record(stores::records::record_type_of<request>, values).key, record.key);

    r.request_id.clear();
    EXPECT_EQ(
        stores::records::encode_record(stores::records::record_type_of<request>, &r).attribute, "request_id");
    EXPECT_TRUE(stores::records::record_type_of<request>.keys_are_canonical);
    EXPECT_FALSE(stores::records::record_type_of<by_number>.keys_are_canonical);
}

TEST(table_key, says_what_cannot_be_a_key)
{
    EXPECT_EQ(table_key<request>("", 1).encoded().attribute, "request_id");
    EXPECT_EQ(table_key<request>("\xff", 1).encoded().attribute, "request_id");
    EXPECT_EQ(table_key<request>(std::string(2049, 'x'), 1).encoded().attribute, "request_id");
    EXPECT_TRUE(table_key<request>(std::string(2048, 'x'), 1).encoded().problem.empty());
    EXPECT_EQ(table_key<request>("x", -1).encoded().attribute, "part");
    EXPECT_EQ(table_key<derived>(1LL << 40).encoded().attribute, "id");
    EXPECT_EQ(table_key<by_bytes>(std::vector<unsigned char>()).encoded().attribute, "id");
}

} // namespace
} // namespace dynasio::tests
