// SPDX-License-Identifier: BSL-1.0
//
// Random documents are divided as random trees say, cross the wire item by item, and are put together again: they come back with
// the same text. The seeds are fixed, so that a failure can be repeated.

#include "divided_documents.hpp"

#include "stores/documents/document_places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace dynasio::stores::documents {
namespace {

using namespace tests;

TEST(document_property, what_is_divided_comes_back)
{
    for_each_document(1, kinds::all,
        [](divisible const& one, document_generator& random)
        {
            auto const items = one.divide(one.document);
            ASSERT_EQ(items.size(), one.parts.size());
            auto const whole = assembled(items[0], stored(items), random);
            EXPECT_EQ(text_of(whole.document()), text_of(one.document));
            EXPECT_EQ(whole.items().size(), items.size());
            for (auto const& each : whole.items())
            {
                auto const its = std::find_if(items.begin(), items.end(),
                    [&](document_item const& item) { return item.where == each.where; });
                ASSERT_NE(its, items.end());
                EXPECT_EQ(each.key, its->key);
                EXPECT_EQ(each.key_name, its->node.key_name);
                EXPECT_EQ(each.metadata.node, its->node);
                EXPECT_EQ(each.table, each.where.empty() ? "" : its->node.table);
                EXPECT_EQ(each.region, each.where.empty() ? "" : its->node.region);
            }
        });
}

TEST(document_property, items_hold_their_own_members_and_references)
{
    for_each_document(2, kinds::all,
        [](divisible const& one, document_generator&)
        {
            auto const items = one.divide(one.document);
            for (std::size_t i = 0; i < items.size(); ++i)
            {
                auto const& content = items[i].content;
                EXPECT_EQ(content.size(), one.parts[i].object->as_map().size() + 2);
                EXPECT_EQ(content.at(items[i].node.key_name), one.keys[i]);
                EXPECT_EQ(read_metadata(content.at(metadata_name)).node, items[i].node);
                if (i == 0)
                    continue;
                auto const& parent = items[one.parts[i].parent];
                attribute_value const around(parent.content);
                auto const* key = referenced_key(value_at(around, below(items[i].where, parent.where)));
                ASSERT_TRUE(key);
                EXPECT_EQ(*key, one.keys[i]);
            }
        });
}

TEST(document_property, metadata_can_be_put_back_and_all_divided_again)
{
    for_each_document(3, kinds::all,
        [](divisible const& one, document_generator& random)
        {
            auto const items = one.divide(one.document);
            auto whole = assembled(items[0], stored(items), random);
            auto const again = one.divide(whole.document());
            whole.restore_metadata();
            for (std::size_t i = 0; i < items.size(); ++i)
            {
                EXPECT_EQ(text_of(again[i].content), text_of(items[i].content));
                auto const& object = value_at(whole.document(), items[i].where).as_map();
                EXPECT_EQ(object.at(items[i].node.key_name), one.keys[i]);
                EXPECT_EQ(object.at(metadata_name), items[i].content.at(metadata_name));
                EXPECT_EQ(object.size(), items[i].content.size());
            }
        });
}

TEST(document_property, references_that_are_left_stay_and_hide_what_is_in_them)
{
    for_each_document(4, kinds::all,
        [](divisible const& one, document_generator& random)
        {
            auto const items = one.divide(one.document);
            auto const store = stored(items);
            document_assembly partly(over_the_wire(items[0].content), items[0].node.key_name);
            auto expected = one.document;
            while (!partly.wanted().empty())
            {
                auto const wanted = partly.wanted();
                for (std::size_t i = 0; i < wanted.size(); ++i)
                    if (random.one_in(2))
                        partly.supply(i, find(store, wanted[i]));
                    else
                    {
                        auto& there = value_at(partly.document(), wanted[i].where);
                        EXPECT_EQ(*referenced_key(there), wanted[i].key);
                        value_at(expected, wanted[i].where) = there;
                        partly.leave(i);
                    }
            }
            EXPECT_EQ(text_of(partly.document()), text_of(expected));
            for_each_leaf(partly.document(), {}, partly.left(),
                [&](document_path const& where, attribute_value&)
                {
                    for (auto const& each : partly.left())
                    {
                        auto const& inner = where.segments();
                        EXPECT_FALSE(each.size() <= inner.size()
                            && std::equal(each.begin(), each.end(), inner.begin()));
                    }
                });
        });
}

TEST(document_property, references_that_are_kept_lead_to_their_shards_again)
{
    for_each_document(8, kinds::all,
        [](divisible const& one, document_generator& random)
        {
            auto const items = one.divide(one.document);
            document_assembly root(items[0].content, items[0].node.key_name);
            for (auto i = root.wanted().size(); i-- > 0;)
                root.leave(i);
            ASSERT_TRUE(root.wanted().empty());
            division_options options;
            options.region = "us-east-2";
            for (auto const& each : find_references(root.document(), one.tree, "us-east-2"))
                options.kept.push_back(each.node);
            EXPECT_EQ(options.kept.size(), root.left().size());
            std::vector<document_part> const only_root{one.parts[0]};
            auto const rewritten = documents::divide(root.document(), only_root, one.keys, options);
            auto const whole = assembled(rewritten[0], stored(items), random);
            EXPECT_EQ(text_of(whole.document()), text_of(one.document));
        });
}

// One entry for each shard, with the path of the tree unless that could select other places of another document.
TEST(document_property, metadata_names_single_places)
{
    auto const path_for = [](std::string const& path)
    {
        document_tree tree;
        tree.table = "T";
        tree.key_name = "ID";
        tree.shards = {tree};
        tree.shards[0].path = path;
        attribute_value const document(item{{"a", item{{"l", attribute_list{1, item()}}}}});
        auto const items = divide(document, find_parts(document, tree), {"k0", "k1"}, {});
        return *items.at(1).node.path;
    };
    for (auto const* path : {"a.l[1]", "$.a['l'][1]", "['a'].l.[1]"})
        EXPECT_EQ(path_for(path), path);
    for (auto const* path : {"a.l[-1]", "$.a.l[1:]", "$.*.l[-1]"})
        EXPECT_EQ(path_for(path), "$.a.l[1]");
    EXPECT_EQ(path_for("*"), "$.a");
    EXPECT_EQ(path_for("$..a"), "$.a");
}

} // namespace
} // namespace dynasio::stores::documents
