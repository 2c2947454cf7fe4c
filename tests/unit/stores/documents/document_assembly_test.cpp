// SPDX-License-Identifier: BSL-1.0
//
// Documents put together from items: what is fetched in which order, and what comes out.

#include "stores/documents/document_assembly.hpp"
#include "stores/documents/document_parts.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <sstream>

namespace dynasio::stores::documents {
namespace {

attribute_value parse(std::string_view json)
{
    attribute_value result;
    json::decode(json, {&result, json::codec_address<attribute_value>::value});
    return result;
}

/// Items by table and key.
struct tables
{
    std::map<std::string, item> items;
    std::vector<std::size_t> levels; ///< how many were fetched together

    static std::string place(std::string const& table, attribute_value const& key)
    {
        std::ostringstream out;
        out << table << ' ' << key;
        return out.str();
    }
    void put(std::string const& table, std::string const& key_name, item content)
    {
        auto const where = place(table, content.at(key_name));
        items[where] = std::move(content);
    }
    void put(std::vector<document_item> const& all)
    {
        for (auto const& each : all)
            put(each.node.table, each.node.key_name, each.content);
    }
    /// Fetches until the document is whole.
    void fill(document_assembly& document)
    {
        while (!document.wanted().empty())
        {
            auto const wanted = document.wanted();
            levels.push_back(wanted.size());
            for (std::size_t i = 0; i < wanted.size(); ++i)
                document.supply(i, items.at(place(wanted[i].table, wanted[i].key)));
        }
    }
    attribute_value read(item const& root, std::string_view key_name)
    {
        document_assembly document(root, key_name);
        fill(document);
        return document.document();
    }
};

std::vector<document_item> divided(attribute_value const& document, document_tree const& tree)
{
    auto const parts = find_parts(document, tree);
    std::vector<attribute_value> keys;
    for (std::size_t i = 1; i <= parts.size(); ++i)
        keys.emplace_back("u" + std::to_string(i));
    division_options options;
    options.region = "us-east-2";
    return divide(document, parts, keys, options);
}

document_tree example_tree()
{
    document_tree const geolocation{.table = "Shard3", .key_name = "ShardID", .path = "$.geolocation"};
    document_tree const location{
        .table = "Shard2", .key_name = "IDX", .path = "$.location", .shards = {geolocation}};
    document_tree const friends{.table = "Shard1", .key_name = "IDX", .path = "$.friends[*]"};
    return {.table = "Root", .key_name = "ID", .shards = {friends, location}};
}

attribute_value example()
{
    return parse(R"({"M":{"name":{"S":"Ann"},"friends":{"L":[{"M":{"n":{"N":"1"}}},{"M":{"n":{"N":"2"}}}]},
        "location":{"M":{"city":{"S":"Osaka"},"geolocation":{"M":{"x":{"N":"90"}}}}}}})");
}

TEST(document_assembly, gives_back_what_was_divided)
{
    tables store;
    auto const items = divided(example(), example_tree());
    store.put(items);
    EXPECT_EQ(store.read(items[0].content, "ID"), example());
    EXPECT_EQ(store.levels, (std::vector<std::size_t>{3, 1}));
}

TEST(document_assembly, a_document_without_shards_asks_for_none)
{
    auto const items = divided(parse(R"({"M":{"a":{"N":"1"}}})"), example_tree());
    document_assembly document(items[0].content, "ID");
    EXPECT_TRUE(document.wanted().empty());
    EXPECT_EQ(document.document(), parse(R"({"M":{"a":{"N":"1"}}})"));
}

TEST(document_assembly, references_stay_until_they_are_supplied)
{
    auto const items = divided(example(), example_tree());
    document_assembly document(items[0].content, "ID");
    ASSERT_EQ(document.wanted().size(), 3u);
    EXPECT_EQ(document.wanted()[2].table, "Shard2");
    EXPECT_EQ(document.wanted()[2].key_name, "IDX");
    EXPECT_EQ(document.wanted()[2].where.text(), "location");
    EXPECT_TRUE(referenced_key(document.document().as_map().at("location")));
}

TEST(document_assembly, keeps_keys_and_metadata_if_asked)
{
    tables store;
    auto const items = divided(example(), example_tree());
    store.put(items);
    document_assembly document(items[0].content, "ID");
    store.fill(document);
    EXPECT_EQ(document.items().size(), 5u);
    document.restore_metadata();
    auto const& root = document.document().as_map();
    EXPECT_EQ(root.at("ID"), attribute_value("u1"));
    EXPECT_EQ(root.at("__dystore_meta__"), items[0].content.at("__dystore_meta__"));
    auto const& geolocation = root.at("location").as_map().at("geolocation").as_map();
    EXPECT_EQ(geolocation.at("ShardID"), attribute_value("u5"));
    EXPECT_TRUE(geolocation.contains("__dystore_meta__"));
}

item with_metadata(
    std::string const& members, std::string const& shards, std::string const& path = R"({"NULL":true})")
{
    return parse(R"({"M":{)" + members
        + R"("ID":{"S":"k"},"__dystore_meta__":{"M":{"table_name":{"S":"T"},)"
          R"("region_name":{"S":"r"},"primary_key_name":{"S":"ID"},"path":)"
        + path + R"(,"shards":{"L":[)" + shards + "]}}}}}")
        .as_map();
}

std::string entry(std::string const& path, std::string const& table = "S")
{
    return R"({"M":{"table_name":{"S":")" + table
        + R"("},"region_name":{"S":"r"},"primary_key_name":{"S":"ID"},"path":{"S":")" + path
        + R"("},"shards":{"L":[]}}})";
}

std::string reference(std::string const& key)
{
    return R"({"M":{"primary_key":{"S":")" + key + R"("},"table_name:":{"S":"x"}}})";
}

item shard(std::string const& key, std::string const& members, std::string const& shards = "")
{
    auto result = with_metadata(members, shards, R"({"S":"$.a"})");
    result.set("ID", key);
    return result;
}

// The original lists one entry with a wildcard for all elements.
TEST(document_assembly, wildcard_entries_of_other_programs_lead_to_each_match)
{
    tables store;
    store.put("S", "ID", shard("1", R"("n":{"N":"1"},)"));
    store.put("S", "ID", shard("2", R"("n":{"N":"2"},)"));
    auto const root =
        with_metadata(R"("items":{"L":[)" + reference("1") + ',' + reference("2") + R"(,{"S":"plain"}]},)",
            entry("$.items[*]"));
    EXPECT_EQ(store.read(root, "ID"),
        parse(R"({"M":{"items":{"L":[{"M":{"n":{"N":"1"}}},{"M":{"n":{"N":"2"}}},{"S":"plain"}]}}})"));
}

TEST(document_assembly, repeated_and_unmatched_entries_are_normal)
{
    tables store;
    store.put("S", "ID", shard("1", R"("n":{"N":"1"},)"));
    auto const root = with_metadata(R"("a":)" + reference("1") + R"(,"text":{"S":"x"},)",
        entry("$.geo") + ',' + entry("$.a") + ',' + entry("$.a") + ',' + entry("$.text"));
    EXPECT_EQ(store.read(root, "ID"), parse(R"({"M":{"a":{"M":{"n":{"N":"1"}}},"text":{"S":"x"}}})"));
    EXPECT_EQ(store.levels, (std::vector<std::size_t>{1}));
}

// The original lists shards of shards at the root, too.
TEST(document_assembly, an_entry_may_lead_into_a_shard)
{
    tables store;
    store.put("S", "ID", shard("1", R"("b":)" + reference("2") + ','));
    store.put("S2", "ID", shard("2", R"("n":{"N":"2"},)"));
    auto const root =
        with_metadata(R"("a":)" + reference("1") + ',', entry("$.a.b", "S2") + ',' + entry("$.a"));
    EXPECT_EQ(store.read(root, "ID"), parse(R"({"M":{"a":{"M":{"b":{"M":{"n":{"N":"2"}}}}}}})"));
}

TEST(document_assembly, what_no_entry_tells_of_is_no_reference)
{
    auto const root = with_metadata(R"("a":)" + reference("1") + ',', entry("$.b"));
    document_assembly document(root, "ID");
    EXPECT_TRUE(document.wanted().empty());
}

TEST(document_assembly, a_shard_within_itself_ends)
{
    tables store;
    store.put("S", "ID", shard("1", R"("a":)" + reference("1") + ',', entry("$.a")));
    auto const root = with_metadata(R"("a":)" + reference("1") + ',', entry("$.a"));
    EXPECT_THROW((void)store.read(root, "ID"), too_deep_error);
    EXPECT_EQ(store.levels.size(), 32u);
}

TEST(document_assembly, items_that_look_like_references_are_values)
{
    tables store;
    store.put("S", "ID",
        shard("1", R"("primary_key":{"S":"1"},"table_name:":{"S":"S"},"b":)" + reference("2") + ',',
            entry("$") + ',' + entry("$.b")));
    store.put("S", "ID", shard("2", R"("n":{"N":"2"},)"));
    auto const root =
        with_metadata(R"("primary_key":{"S":"1"},"table_name:":{"S":"S"},"a":)" + reference("1") + ',',
            entry("$") + ',' + entry("$.a") + ',' + entry("$.a"));
    EXPECT_EQ(store.read(root, "ID"),
        parse(R"({"M":{"primary_key":{"S":"1"},"table_name:":{"S":"S"},"a":{"M":{"primary_key":{"S":"1"},)"
              R"("table_name:":{"S":"S"},"b":{"M":{"n":{"N":"2"}}}}}}})"));
    EXPECT_EQ(store.levels, (std::vector<std::size_t>{1, 1}));
}

TEST(document_assembly, what_is_within_a_reference_goes_with_it)
{
    std::string const outer = R"("a":{"M":{"primary_key":{"S":"1"},"table_name:":{"S":"x"},"more":{"L":[)"
        + reference("2") + "]}}},";
    tables store;
    store.put("S", "ID", shard("1", R"("n":{"N":"1"},)"));
    for (auto const& entries :
        {entry("$.a") + ',' + entry("$.a.more[0]"), entry("$.a.more[0]") + ',' + entry("$.a")})
    {
        auto const root = with_metadata(outer, entries);
        EXPECT_EQ(store.read(root, "ID"), parse(R"({"M":{"a":{"M":{"n":{"N":"1"}}}}})"));

        document_assembly left(root, "ID");
        ASSERT_EQ(left.wanted().size(), 1u);
        EXPECT_EQ(left.wanted()[0].where.text(), "a");
        left.leave(0);
        EXPECT_TRUE(left.wanted().empty());
        left.restore_metadata();
        EXPECT_EQ(left.document(), attribute_value(root));
    }
    // What has come in its place may have references there again.
    store.put("S", "ID", shard("1", R"("more":{"L":[)" + reference("3") + "]},"));
    store.put("S", "ID", shard("3", R"("n":{"N":"3"},)"));
    auto const root = with_metadata(outer, entry("$.a") + ',' + entry("$.a.more[0]"));
    EXPECT_EQ(store.read(root, "ID"), parse(R"({"M":{"a":{"M":{"more":{"L":[{"M":{"n":{"N":"3"}}}]}}}}})"));
}

TEST(document_assembly, too_many_shards_end)
{
    attribute_list references(10'001, parse(reference("1")));
    auto root = with_metadata("", entry("$.items[*]"));
    root.set("items", references);
    document_assembly document(root, "ID");
    EXPECT_THROW((void)document.wanted(), too_deep_error);
}

TEST(document_assembly, other_metadata_is_refused)
{
    EXPECT_FALSE(document_assembly::is_document(item{{"ID", "k"}}));
    item const root{{"ID", "k"}, {"__dystore_meta__", "x"}};
    EXPECT_TRUE(document_assembly::is_document(root));
    EXPECT_THROW(document_assembly(root, "ID"), metadata_error);
    auto const bad_path = with_metadata("", entry("$.["));
    document_assembly document(bad_path, "ID");
    EXPECT_THROW((void)document.wanted(), metadata_error);
    document_assembly other(with_metadata(R"("a":)" + reference("1") + ',', entry("$.a")), "ID");
    ASSERT_EQ(other.wanted().size(), 1u);
    EXPECT_THROW(other.supply(0, item{{"ID", "1"}}), metadata_error);
}

TEST(document_assembly, searches_are_bounded)
{
    auto const root_with = [](int count)
    {
        std::string entries;
        for (int i = 0; i < count; ++i)
            entries += (i == 0 ? "" : ",") + entry("$..a" + std::to_string(i));
        return with_metadata(R"("a":{"N":"1"},)", entries);
    };
    EXPECT_TRUE(document_assembly(root_with(100), "ID").wanted().empty());
    document_assembly too_many(root_with(101), "ID");
    EXPECT_THROW((void)too_many.wanted(), metadata_error);
}

TEST(document_assembly, leaves_are_all_but_maps_lists_and_references)
{
    auto const items = divided(example(), example_tree());
    document_assembly document(items[0].content, "ID");
    document.document().as_map().set("list",
        attribute_list{
            attribute_list{1, "x"}, attribute_value(std::vector<std::string>{"s"}), attribute_value(item())});
    auto const references = document.wanted().size();
    for (std::size_t i = 0; i < references; ++i)
        document.leave(i);
    EXPECT_TRUE(document.wanted().empty());
    std::string seen;
    for_each_leaf(document.document(), {}, document.left(),
        [&](document_path const& where, attribute_value&) { seen += where.text() + ' '; });
    EXPECT_EQ(seen, "name list.[0].[0] list.[0].[1] list.[1] ");
}

/// Random documents of maps, lists and texts.
attribute_value random_value(std::mt19937& random, int depth)
{
    auto const kind = random() % (depth > 0 ? 8u : 2u); // mostly maps
    if (kind == 0)
        return std::to_string(random() % 100);
    if (kind == 1)
        return attribute_value(static_cast<int>(random() % 100));
    auto const size = random() % 4;
    if (kind == 2)
    {
        attribute_list list;
        for (unsigned i = 0; i < size; ++i)
            list.push_back(random_value(random, depth - 1));
        return list;
    }
    item map;
    for (unsigned i = 0; i < size; ++i)
        map.set(std::string(1, static_cast<char>('a' + random() % 4)), random_value(random, depth - 1));
    return map;
}

TEST(document_assembly, random_documents_come_back_equal)
{
    char const* const paths[] = {"$.a", "$.b.a", "$.*", "$.a[*]", "$.c[0]", "$..d", "b.*"};
    std::mt19937 random(7);
    int divided_ones = 0;
    for (int i = 0; i < 3000; ++i)
    {
        item root;
        for (int n = 0; n < 3; ++n)
            root.set(std::string(1, static_cast<char>('a' + random() % 4)), random_value(random, 4));
        attribute_value const document(root);
        document_tree tree{.table = "R", .key_name = "ID"};
        for (char const* const table : {"S", "T"})
        {
            document_tree child{.table = table, .key_name = "ID", .path = paths[random() % 7]};
            if (random() % 2)
                child.shards.push_back({.table = "U", .key_name = "ID", .path = paths[random() % 7]});
            tree.shards.push_back(child);
        }
        std::vector<document_item> items;
        try
        {
            items = divided(document, tree);
        }
        catch (division_error const&)
        {
            continue; // no object at a path of a shard
        }
        divided_ones += items.size() > 1;
        tables store;
        store.put(items);
        ASSERT_EQ(store.read(items[0].content, "ID"), document);
    }
    EXPECT_GT(divided_ones, 300);
}

} // namespace
} // namespace dynasio::stores::documents
