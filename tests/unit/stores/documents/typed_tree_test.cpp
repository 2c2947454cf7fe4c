// SPDX-License-Identifier: BSL-1.0
//
// The tables, keys and unencrypted fields that structs declare.

#include "typed_types.hpp"

#include <dynasio/stores/documents/typed/detail/typed_store_state.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace dynasio {
namespace {

using namespace typed_types;

struct containers
{
    std::vector<std::optional<cat>> cats;
    std::optional<std::vector<location>> places;
    std::vector<std::vector<location>> grid;
    std::map<std::string, std::vector<location>> regions;
    std::map<std::string, contact> offices;
};
BOOST_DESCRIBE_STRUCT(containers, (), (cats, places, grid, regions, offices))

struct counted
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(counted, (), (a))

struct key_left_out
{
    std::string a = "x";
};
BOOST_DESCRIBE_STRUCT(key_left_out, (), (a))

} // namespace

template <>
struct document_definition<containers>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "it's";
    static constexpr auto key_type = attribute_type::n;
};
template <>
struct document_definition<counted>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "a";
};
template <>
struct document_definition<key_left_out>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "a";
    static constexpr auto left_out = document_members<&key_left_out::a>;
};

namespace {

/// `table/key:path(shards)`.
std::string text_of(document_tree const& tree)
{
    std::string shards;
    for (auto const& each : tree.shards)
        shards += (shards.empty() ? "" : ", ") + text_of(each);
    return tree.table + '/' + tree.key_name + ':' + tree.path + (shards.empty() ? "" : '(' + shards + ')');
}

TEST(typed_tree, shards_are_found_at_any_depth)
{
    auto const tree = document_tree_of<person>();
    EXPECT_EQ(text_of(tree),
        "Root/ID:(Shard2/IDX:$.home.office(Shard3/ShardID:$.geo), Shard2/IDX:$.born(Shard3/ShardID:$.geo), "
        "Shard2/IDX:$.places.value[*](Shard3/ShardID:$.geo))");
    EXPECT_EQ(tree.region, "");
    EXPECT_EQ(tree.shards[0].region, "us-east-2");
    EXPECT_EQ(tree.key_type, attribute_type::s);

    typed_document_options plain;
    plain.form = document_form::plain;
    plain.table_names = [](std::string_view declared) { return "test-" + std::string(declared); };
    EXPECT_EQ(text_of(document_tree_of<person>(plain)),
        "test-Root/ID:(test-Shard2/IDX:$.home.office(test-Shard3/ShardID:$.geo), "
        "test-Shard2/IDX:$.born(test-Shard3/ShardID:$.geo), "
        "test-Shard2/IDX:$.places[*](test-Shard3/ShardID:$.geo))");
}

TEST(typed_tree, shards_in_containers)
{
    auto const tree = document_tree_of<containers>();
    EXPECT_EQ(tree.key_name, "it's");
    EXPECT_EQ(tree.key_type, attribute_type::n);
    ASSERT_EQ(tree.shards.size(), 4u);
    EXPECT_EQ(tree.shards[0].path, "$.places.value[*]");
    EXPECT_EQ(tree.shards[1].path, "$.grid.value[*].value[*]");
    EXPECT_EQ(tree.shards[2].path, "$.regions.value.*[*]");
    EXPECT_EQ(tree.shards[3].path, "$.offices.value.*.office");
    EXPECT_EQ(stores::documents::member_path("$", "a-b_1"), "$.a-b_1");
    EXPECT_EQ(stores::documents::member_path("$.x", "*"), "$.x['*']");
    EXPECT_EQ(stores::documents::member_path("$", "it's.a"), R"($['it\'s.a'])");
}

TEST(typed_tree, keys_are_those_of_their_member)
{
    using stores::documents::key_in;
    person someone;
    EXPECT_EQ(key_in(someone), std::nullopt) << "an empty text is no key";
    someone.id = "p1";
    EXPECT_EQ(key_in(someone), attribute_value("p1"));
    EXPECT_EQ(key_in(contact()), std::nullopt);
    static_assert(stores::documents::has_key_member<person>);
    static_assert(!stores::documents::has_key_member<geolocation>);
    static_assert(stores::documents::key_type<counted>() == attribute_type::n);
    EXPECT_EQ(key_in(counted()), attribute_value(0)) << "zero is a key";
    static_assert(!stores::documents::has_key_member<key_left_out>);
    EXPECT_EQ(key_in(key_left_out()), std::nullopt);
}

document_path path_to(document_path::segment a, document_path::segment b, document_path::segment c)
{
    return {std::move(a), std::move(b), std::move(c)};
}

TEST(typed_tree, fields_that_are_never_encrypted)
{
    stores::documents::plain_fields const fields(stores::documents::expressions_of<person>());
    EXPECT_TRUE(fields.contain({"nick", "value"}));
    EXPECT_FALSE(fields.contain({"home", "nick", "value"})) << "the expression has an anchor";
    EXPECT_FALSE(fields.contain({"nickname", "value"}));
    EXPECT_TRUE(fields.contain(path_to("all_places", "value", std::size_t{0})));
    EXPECT_FALSE(fields.contain({"preplaces"}));
    for (auto const* name : {"__class__", "__module__", "__metatype__"})
        EXPECT_TRUE(fields.contain({"age", name}));
    EXPECT_FALSE(fields.contain({"age", "value"}));
    EXPECT_FALSE(fields.contain({"__class__", "value"})) << "no field that tells a class";
    EXPECT_FALSE(fields.contain({}));
    EXPECT_FALSE(fields.contain(path_to("names", "value", std::size_t{1})));
}

TEST(typed_tree, expressions_are_compiled_once_and_for_all_paths)
{
    using stores::documents::plain_fields;
    try
    {
        plain_fields const fields({"^a", "b(c"});
        ADD_FAILURE() << "nothing was thrown";
    }
    catch (std::invalid_argument const& e)
    {
        EXPECT_NE(std::string(e.what()).find("never_encrypted: \"b(c\""), std::string::npos) << e.what();
    }
    EXPECT_TRUE(plain_fields({".*x.*"}).contain({std::string(60'000, 'a') + 'x'}));
    try
    {
        (void)plain_fields({"^(a+)+$"}).contain({std::string(60'000, 'a') + 'x'});
        ADD_FAILURE() << "nothing was thrown";
    }
    catch (store_error const& e)
    {
        EXPECT_EQ(e.code(), store_errc::bad_input);
        EXPECT_NE(std::string(e.what()).find("takes too long"), std::string::npos) << e.what();
    }
}

} // namespace
} // namespace dynasio
