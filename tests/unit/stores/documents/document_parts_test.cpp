// SPDX-License-Identifier: BSL-1.0
//
// Documents divided into items: what becomes an item, what stands in its place, and what each item says about itself.

#include "stores/documents/document_metadata.hpp"
#include "stores/documents/document_parts.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <gtest/gtest.h>

namespace dynasio::stores::documents {
namespace {

attribute_value parse(std::string_view json)
{
    attribute_value result;
    json::decode(json, {&result, json::codec_address<attribute_value>::value});
    return result;
}

document_tree example_tree()
{
    document_tree const geolocation{.table = "Shard3", .key_name = "ShardID", .path = "$.geolocation"};
    document_tree const birth{.table = "Shard1", .key_name = "IDX", .path = "$.birth_details"};
    document_tree const location{
        .table = "Shard2", .key_name = "IDX", .path = "$.location", .shards = {geolocation}};
    return {.table = "Root", .key_name = "ID", .shards = {birth, location}};
}

attribute_value example()
{
    return parse(R"({"M":{"firstname":{"S":"Ann"},"birth_details":{"M":{"hospital":{"S":"h"}}},
        "location":{"M":{"city":{"S":"Osaka"},"geolocation":{"M":{"longitude":{"S":"90.00"},"lattitude":{"S":"90.00"}}}}}}})");
}

/// The items of a document with the keys u1, u2 and so on.
std::vector<document_item> divided(
    attribute_value const& document, document_tree const& tree, division_options options = {})
{
    if (options.region.empty())
        options.region = "us-east-2";
    options.now = 1541289600;
    auto const parts = find_parts(document, tree);
    std::vector<attribute_value> keys;
    for (std::size_t i = 1; i <= parts.size(); ++i)
        keys.emplace_back("u" + std::to_string(i));
    return divide(document, parts, keys, options);
}

std::string division_problem(attribute_value const& document, document_tree const& tree)
{
    try
    {
        (void)divided(document, tree);
    }
    catch (division_error const& e)
    {
        return e.what();
    }
    return {};
}

TEST(document_parts, the_example_becomes_four_items)
{
    division_options options;
    options.tells_written_at = false;
    auto const items = divided(example(), example_tree(), options);
    ASSERT_EQ(items.size(), 4u);
    std::string const geo =
        R"({"M":{"table_name":{"S":"Shard3"},"region_name":{"S":"us-east-2"},"primary_key_name":{"S":"ShardID"},"path":{"S":"$.geolocation"},"shards":{"L":[]}}})";
    std::string const birth =
        R"({"M":{"table_name":{"S":"Shard1"},"region_name":{"S":"us-east-2"},"primary_key_name":{"S":"IDX"},"path":{"S":"$.birth_details"},"shards":{"L":[]}}})";
    std::string const location =
        R"({"M":{"table_name":{"S":"Shard2"},"region_name":{"S":"us-east-2"},"primary_key_name":{"S":"IDX"},"path":{"S":"$.location"},"shards":{"L":[)"
        + geo + "]}}}";
    auto const reference = [](std::string const& key, std::string const& table)
    {
        return R"({"M":{"primary_key":{"S":")" + key + R"("},"table_name:":{"S":")" + table
            + R"("},"region_name:":{"S":"us-east-2"},"modified_utc":{"S":"1541289600"}}})";
    };
    EXPECT_EQ(attribute_value(items[0].content),
        parse(R"({"M":{"firstname":{"S":"Ann"},"birth_details":)" + reference("u2", "Shard1")
            + R"(,"location":)" + reference("u3", "Shard2")
            + R"(,"ID":{"S":"u1"},"__dystore_meta__":{"M":{"table_name":{"S":"Root"},"region_name":{"S":"us-east-2"},"primary_key_name":{"S":"ID"},"path":{"NULL":true},"shards":{"L":[)"
            + birth + ',' + location + "]}}}}}"));
    EXPECT_EQ(attribute_value(items[1].content),
        parse(R"({"M":{"hospital":{"S":"h"},"IDX":{"S":"u2"},"__dystore_meta__":)" + birth + "}}"));
    EXPECT_EQ(attribute_value(items[2].content),
        parse(R"({"M":{"city":{"S":"Osaka"},"geolocation":)" + reference("u4", "Shard3")
            + R"(,"IDX":{"S":"u3"},"__dystore_meta__":)" + location + "}}"));
    EXPECT_EQ(attribute_value(items[3].content),
        parse(
            R"({"M":{"longitude":{"S":"90.00"},"lattitude":{"S":"90.00"},"ShardID":{"S":"u4"},"__dystore_meta__":)"
            + geo + "}}"));
    EXPECT_EQ(items[3].where.text(), "location.geolocation");
    EXPECT_EQ(items[3].node.table, "Shard3");
}

TEST(document_parts, wildcards_become_one_entry_for_each_match)
{
    document_tree const tree{.table = "R",
        .key_name = "ID",
        .shards = {{.table = "S", .key_name = "ID", .region = "eu-west-1", .path = "$.items[*]"},
            {.table = "T", .key_name = "ID", .path = "$.*['a b']"}}};
    auto const items =
        divided(parse(R"({"M":{"items":{"L":[{"M":{}},{"M":{}}]},"it's":{"M":{"a b":{"M":{}}}}}})"), tree);
    ASSERT_EQ(items.size(), 4u);
    ASSERT_EQ(items[0].node.shards.size(), 3u);
    EXPECT_EQ(items[0].node.shards[0].path, "$.items[0]");
    EXPECT_EQ(items[0].node.shards[1].path, "$.items[1]");
    EXPECT_EQ(items[0].node.shards[1].region, "eu-west-1");
    EXPECT_EQ(items[0].node.shards[2].path, R"($['it\'s']['a b'])");
    EXPECT_TRUE(referenced_key(items[0].content.at("items").as_list()[1]));
    EXPECT_EQ(*referenced_key(items[0].content.at("items").as_list()[1]), attribute_value("u3"));
}

TEST(document_parts, metadata_of_stores_with_revisions)
{
    division_options options;
    options.revision = 7;
    auto const items = divided(example(), example_tree(), options);
    auto const root = read_metadata(items[0].content.at("__dystore_meta__"));
    EXPECT_EQ(root.revision, 7);
    EXPECT_FALSE(root.written_at);
    EXPECT_EQ(root.node, items[0].node);
    auto const shard = read_metadata(items[2].content.at("__dystore_meta__"));
    EXPECT_EQ(shard.written_at, 1541289600);
    EXPECT_FALSE(shard.revision);
}

TEST(document_parts, shards_may_be_absent)
{
    auto const items = divided(parse(R"({"M":{"location":{"M":{}}}})"), example_tree());
    ASSERT_EQ(items.size(), 2u);
    ASSERT_EQ(items[0].node.shards.size(), 1u);
    EXPECT_EQ(items[0].node.shards[0].table, "Shard2");
    EXPECT_TRUE(items[1].node.shards.empty());
}

TEST(document_parts, the_document_is_not_changed)
{
    auto const document = example();
    (void)divided(document, example_tree());
    EXPECT_EQ(document, example());
}

TEST(document_parts, refuses_what_cannot_be_divided)
{
    auto const problem = [](std::string const& location)
    { return division_problem(parse(R"({"M":{"location":)" + location + "}}"), example_tree()); };
    EXPECT_EQ(problem(R"({"NULL":true})"), "$.location: is at the path of a shard, and no object");
    EXPECT_EQ(problem(R"({"S":"x"})"), "$.location: is at the path of a shard, and no object");
    EXPECT_EQ(problem(R"({"L":[]})"), "$.location: is at the path of a shard, and no object");
    EXPECT_EQ(problem(R"({"M":{"geolocation":{"N":"1"}}})"),
        "$.location.geolocation: is at the path of a shard, and no object");
    EXPECT_EQ(problem(R"({"M":{"IDX":{"S":"u2"}}})"), "");
    EXPECT_EQ(problem(R"({"M":{"IDX":{"S":"other"}}})"),
        "$.location: has a member \"IDX\" with another value than the key");
    EXPECT_EQ(problem(R"({"M":{"__dystore_meta__":{"S":""}}})"),
        "$.location: has a member __dystore_meta__, which is reserved");
    EXPECT_EQ(division_problem(parse(R"({"L":[]})"), example_tree()), "$: a document is an object");
    EXPECT_EQ(division_problem(parse(R"({"M":{"ID":{"N":"1"}}})"), example_tree()),
        "$: has a member \"ID\" with another value than the key");
}

TEST(document_parts, refuses_shards_within_each_other)
{
    auto const document = parse(R"({"M":{"a":{"M":{"b":{"M":{}}}},"a.b":{"M":{}}}})");
    auto const problem = [&](std::string const& first, std::string const& second)
    {
        document_tree const tree{.table = "R",
            .key_name = "ID",
            .shards = {{.table = "S", .key_name = "ID", .path = first},
                {.table = "T", .key_name = "ID", .path = second}}};
        return division_problem(document, tree);
    };
    std::string const within =
        "$.a.b: is selected by two paths of shards, or lies within another shard of the same table";
    EXPECT_EQ(problem("$.a", "$.a.b"), within);
    EXPECT_EQ(problem("$.a.b", "$.a"), within);
    EXPECT_EQ(problem("a.b", "$..b"), within);
    EXPECT_EQ(problem("$.a.b", "['a.b']"), "");
}

TEST(document_parts, refuses_more_shards_than_a_reader_follows)
{
    document_tree const tree{
        .table = "R", .key_name = "ID", .shards = {{.table = "S", .key_name = "ID", .path = "$.items[*]"}}};
    auto const document = [](std::size_t count)
    { return attribute_value(item{{"items", attribute_list(count, attribute_value(item()))}}); };
    EXPECT_EQ(find_parts(document(10'000), tree).size(), 10'001u);
    EXPECT_EQ(division_problem(document(10'001), tree), "$: has more than 10000 shards");
}

std::string tree_problem(document_tree const& tree)
{
    try
    {
        check_tree(tree);
    }
    catch (std::invalid_argument const& e)
    {
        return e.what();
    }
    return {};
}

TEST(document_tree, is_checked)
{
    EXPECT_EQ(tree_problem(example_tree()), "");
    auto const with_path = [](std::string const& path)
    {
        return tree_problem({.table = "R",
            .key_name = "ID",
            .shards = {{.table = "S", .key_name = "ID", .path = "$.a"},
                {.table = "T", .key_name = "ID", .path = path}}});
    };
    EXPECT_EQ(with_path("$.b"), "");
    EXPECT_EQ(with_path(""), "document_tree, table \"T\": a shard needs a path");
    EXPECT_EQ(with_path("$"), "document_tree, table \"T\": a shard cannot be the whole object");
    EXPECT_EQ(with_path(".a"), "document_tree, table \"T\": another shard has this path");
    EXPECT_EQ(with_path("$.a["),
        "document_tree, table \"T\": path \"$.a[\", byte 4: expected a position, *, or a quoted name");
    EXPECT_EQ(tree_problem({.table = "", .key_name = "ID"}),
        "document_tree, table \"\": the table's name is empty");
    EXPECT_EQ(tree_problem({.table = "R", .key_name = ""}),
        "document_tree, table \"R\": the name of the key is empty");
    EXPECT_EQ(tree_problem({.table = "R", .key_name = "__dystore_meta__"}),
        "document_tree, table \"R\": this name of the key is reserved");
    EXPECT_EQ(tree_problem({.table = "R", .key_name = "ID", .key_type = attribute_type::boolean}),
        "document_tree, table \"R\": a key is of type S, N or B");
    EXPECT_EQ(tree_problem({.table = "R", .key_name = "ID", .path = "$.a"}),
        "document_tree, table \"R\": the root has no path");
}

document_tree chain(std::size_t levels)
{
    document_tree tree{.table = "T", .key_name = "ID", .path = "$.a"};
    for (std::size_t i = 1; i < levels; ++i)
        tree = {.table = "T", .key_name = "ID", .path = "$.a", .shards = {tree}};
    return {.table = "R", .key_name = "ID", .shards = {tree}};
}

TEST(document_tree, has_at_most_32_levels_of_shards)
{
    EXPECT_EQ(tree_problem(chain(32)), "");
    EXPECT_EQ(tree_problem(chain(33)), "document_tree, table \"T\": more than 32 levels of shards");
}

std::string metadata_problem(std::string_view json)
{
    try
    {
        (void)read_metadata(parse(json));
    }
    catch (metadata_error const& e)
    {
        return e.what();
    }
    return {};
}

TEST(document_metadata, other_forms_are_refused)
{
    auto const node = [](std::string const& path, std::string const& shards, std::string const& more = "")
    {
        return R"({"M":{"table_name":{"S":"T"},"region_name":{"S":"r"},"primary_key_name":{"S":"ID"},"path":)"
            + path + R"(,"shards":)" + shards + more + "}}";
    };
    std::string const null = R"({"NULL":true})";
    std::string const none = R"({"L":[]})";
    EXPECT_EQ(metadata_problem(node(null, none, R"(,"more":{"N":"1"})")), "");
    EXPECT_EQ(metadata_problem(R"({"S":"x"})"), "__dystore_meta__: expected a map");
    EXPECT_EQ(metadata_problem(R"({"M":{}})"), "__dystore_meta__.table_name: is missing");
    EXPECT_EQ(metadata_problem(node(R"({"N":"1"})", none)), "__dystore_meta__.path: expected a text");
    EXPECT_EQ(metadata_problem(node(null, R"({"M":{}})")), "__dystore_meta__.shards: expected a list");
    EXPECT_EQ(metadata_problem(node(null, R"({"L":[{"S":"x"}]})")), "__dystore_meta__: expected a map");
    EXPECT_EQ(metadata_problem(node(null, R"({"L":[)" + node(null, none) + "]}")),
        "__dystore_meta__.shards: a shard has no path");
    EXPECT_EQ(metadata_problem(node(null, none, R"(,"revision":{"S":"1"})")),
        "__dystore_meta__.revision: expected a number");
    EXPECT_EQ(metadata_problem(node(null, none, R"(,"revision":{"N":"1.5"})")),
        "__dystore_meta__.revision: expected a whole number of 64 bits");
    auto deep = node(R"({"S":"$.a"})", none);
    for (int i = 1; i < 32; ++i)
        deep = node(R"({"S":"$.a"})", R"({"L":[)" + deep + "]}");
    EXPECT_EQ(metadata_problem(node(null, R"({"L":[)" + deep + "]}")), "");
    EXPECT_EQ(
        metadata_problem(node(null, R"({"L":[)" + node(R"({"S":"$.a"})", R"({"L":[)" + deep + "]}") + "]}")),
        "__dystore_meta__.shards: are nested more than 32 levels deep");
}

TEST(document_metadata, references_are_told_by_two_members)
{
    EXPECT_TRUE(referenced_key(parse(R"({"M":{"primary_key":{"N":"1"},"table_name:":{"S":"T"}}})")));
    EXPECT_FALSE(referenced_key(parse(R"({"M":{"primary_key":{"N":"1"},"table_name":{"S":"T"}}})")));
    EXPECT_FALSE(referenced_key(parse(R"({"M":{"table_name:":{"S":"T"}}})")));
    EXPECT_FALSE(referenced_key(parse(R"({"S":"primary_key"})")));
}

} // namespace
} // namespace dynasio::stores::documents
