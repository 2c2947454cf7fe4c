// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of documents that read and write whole documents.

#include "document_fixture.hpp"

#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/testing/scripted_transport.hpp>

namespace dynasio::tests {
namespace {

/// The metadata of a node of the tree.
attribute_value metadata_of(documents const& d, document_tree const& node, attribute_list shards)
{
    (void)d;
    return item{{"table_name", node.table}, {"region_name", "us-east-1"}, {"primary_key_name", node.key_name},
        {"path", node.path.empty() ? attribute_value() : attribute_value(node.path)},
        {"shards", std::move(shards)}};
}

attribute_value reference_to(document_tree const& node, char const* key)
{
    return item{{"primary_key", key}, {"table_name:", node.table}, {"region_name:", "us-east-1"},
        {"modified_utc", "1541289600"}};
}

attribute_value with_written_at(attribute_value metadata)
{
    metadata.as_map().set("written_at", 1541289600);
    return metadata;
}

TEST_F(document_cases, case_01_the_example_is_stored_as_the_contract_shows)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            auto const written = co_await store.write(example());
            EXPECT_EQ(written.key, attribute_value("u1"));
            EXPECT_EQ(d.operations(), (std::vector<std::string>{"BatchWriteItem", "PutItem"}));

            auto const& birth = d.tree.shards[0];
            auto const& location = d.tree.shards[1];
            auto const& geolocation = location.shards[0];
            auto const of_geolocation = metadata_of(d, geolocation, {});
            auto const of_location = metadata_of(d, location, {of_geolocation});
            auto const of_birth = metadata_of(d, birth, {});
            auto const root = co_await get(d.owner, d.tree.table, item::of("ID", "u1"));
            item const expected_root{{"firstname", "abc"}, {"lastname", "xyz"}, {"ID", "u1"},
                {"birth_details", reference_to(birth, "u2")}, {"location", reference_to(location, "u3")},
                {"__dystore_meta__", metadata_of(d, d.tree, {of_birth, of_location})}};
            CO_ASSERT_TRUE(root.has_value());
            EXPECT_EQ(*root, expected_root);
            auto const second = co_await get(d.owner, location.table, item::of("IDX", "u3"));
            item const expected_second{{"city", "Osaka"}, {"country", "Japan"}, {"IDX", "u3"},
                {"geolocation", reference_to(geolocation, "u4")},
                {"__dystore_meta__", with_written_at(of_location)}};
            CO_ASSERT_TRUE(second.has_value());
            EXPECT_EQ(*second, expected_second);
            auto const third = co_await get(d.owner, geolocation.table, item::of("ShardID", "u4"));
            item const expected_third{{"longitude", "90.00"}, {"lattitude", "90.00"}, {"ShardID", "u4"},
                {"__dystore_meta__", with_written_at(of_geolocation)}};
            CO_ASSERT_TRUE(third.has_value());
            EXPECT_EQ(*third, expected_third);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);

            d.sent->clear();
            auto const found = co_await store.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, example());
            EXPECT_EQ(found->key, attribute_value("u1"));
            EXPECT_EQ(found->items.size(), 4u);
            EXPECT_EQ(d.operations(), (std::vector<std::string>{"GetItem", "BatchGetItem", "BatchGetItem"}));
            auto const absent = co_await store.read("nobody");
            EXPECT_FALSE(absent.has_value());
        });
}

TEST_F(document_cases, case_02_without_a_tree_and_with_part_of_it)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            co_await store.write(example());
            auto const opened = document_store::open(d.owner, d.tree.table, "ID");
            auto const found = co_await opened.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, example());

            auto part = d.tree;
            part.shards.erase(part.shards.begin());
            document_store const partial(d.owner, part);
            auto const why = co_await failure(partial.read("u1"), store_errc::untrusted_shard);
            EXPECT_EQ(why.table, d.tree.shards[0].table);
            EXPECT_EQ(why.attribute, "$.birth_details");

            document_store_options allowing;
            allowing.allowed_tables = [](std::string const&, std::string const&) { return true; };
            document_store const allowed(d.owner, part, allowing);
            auto const again = co_await allowed.read("u1");
            EXPECT_TRUE(again.has_value());
            allowing.allowed_tables = [&](std::string const& table, std::string const&)
            { return table != d.tree.shards[1].shards[0].table; };
            document_store const refusing(d.owner, d.tree, allowing);
            auto const refused = co_await failure(refusing.read("u1"), store_errc::untrusted_shard);
            EXPECT_EQ(refused.attribute, "$.location.geolocation");
        });
}

TEST_F(document_cases, case_10_a_rewrite_leaves_nothing_behind)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto const first = co_await store.write(example());
            auto second = example();
            second.as_map().set("lastname", "new");
            document_write_options const again = document_write_options().key(first.key);
            d.sent->clear();
            auto const written = co_await store.write(second, again);
            EXPECT_TRUE(written.items_left.empty());
            EXPECT_FALSE(written.replaced_is_unknown);
            EXPECT_EQ(d.operations(),
                (std::vector<std::string>{
                    "BatchWriteItem", "PutItem", "BatchGetItem", "BatchWriteItem", "BatchWriteItem"}));
            auto const found = co_await store.read(first.key);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, second);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

TEST_F(document_cases, case_10_readers_see_whole_documents_while_they_are_rewritten)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto document = [](int i)
            {
                auto const n = std::to_string(i);
                return document_of("{'n':'" + n + "','birth_details':{'n':'" + n + "'},'location':{'n':'" + n
                    + "','geolocation':{'n':'" + n + "'}}}");
            };
            co_await store.write(document(0), document_write_options().key("d"));
            bool done = false;
            auto writing = [&]() -> asio::awaitable<void>
            {
                for (int i = 1; i <= 20; ++i)
                {
                    auto const options = document_write_options().key("d");
                    co_await store.write(document(i), options);
                }
                done = true;
            };
            auto reading = [&]() -> asio::awaitable<void>
            {
                while (!done)
                {
                    auto const found = co_await store.read("d");
                    CO_ASSERT_TRUE(found.has_value());
                    auto const n = std::stoi(found->value.as_map().at("n").as_string());
                    EXPECT_EQ(found->value, document(n));
                }
            };
            std::vector<asio::awaitable<void>> all;
            all.push_back(writing());
            all.push_back(reading());
            all.push_back(reading());
            co_await together(std::move(all));
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

TEST_F(document_cases, case_10_a_document_that_is_rewritten_while_it_is_read)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto other = example();
            std::vector<bool> const both{true, false};
            for (bool const consistent : both)
            {
                co_await store.write(example(), document_write_options().key("d"));
                other.as_map().set("consistent", consistent);
                bool once = false;
                d.between->set(
                    [&](http::request& r,
                        interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                    {
                        auto const name = dynasio::testing::operation_of(r);
                        if (name == "BatchGetItem" && !std::exchange(once, true))
                            co_await store.write(other, document_write_options().key("d"));
                        co_return co_await send(r);
                    });
                auto const found = co_await store.read("d", document_read_options().consistent(consistent));
                d.between->set({});
                CO_ASSERT_TRUE(found.has_value());
                EXPECT_EQ(found->value, other);
            }
        });
}

TEST_F(document_cases, case_13_removal)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            co_await store.write(example());
            d.sent->clear();
            auto const removed = co_await store.remove("u1");
            EXPECT_TRUE(removed);
            EXPECT_EQ(d.operations(),
                (std::vector<std::string>{"DeleteItem", "BatchGetItem", "BatchWriteItem", "BatchWriteItem"}));
            auto const left = co_await count_items(d);
            EXPECT_EQ(left, 0u);
            auto const again = co_await store.remove("u1");
            EXPECT_FALSE(again);

            co_await store.write(example()); // u5 to u8
            delete_item_input request;
            request.table_name = d.tree.shards[1].table;
            request.key = item::of("IDX", "u7");
            co_await d.owner.delete_item(request);
            auto const without_one = co_await store.remove("u5");
            EXPECT_TRUE(without_one);
            // Nobody can know of the shard of the shard that was missing.
            auto const rest = co_await count_items(d);
            EXPECT_EQ(rest, 1u);
        });
}

TEST_F(document_cases, remove_leaves_items_that_are_no_documents)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            co_await put(d.owner, d.tree.table, item::of("ID", "x", "a", 1));
            auto const why = co_await failure(store.remove("x"), store_errc::not_a_document);
            EXPECT_EQ(why.key, item::of("ID", "x"));
            co_await failure(store.read("x"), store_errc::not_a_document);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 1u);
        });
}

TEST_F(document_cases, case_14_a_shard_is_missing)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            co_await store.write(example());
            delete_item_input request;
            request.table_name = d.tree.shards[0].table;
            request.key = item::of("IDX", "u2");
            co_await d.owner.delete_item(request);
            d.sent->clear();
            auto const why = co_await failure(store.read("u1"), store_errc::dangling_shard);
            EXPECT_EQ(d.operations(), (std::vector<std::string>{"GetItem", "BatchGetItem", "GetItem"}));
            EXPECT_EQ(why.table, d.tree.shards[0].table);
            EXPECT_EQ(why.key, item::of("IDX", "u2"));
            EXPECT_EQ(why.attribute, "$.birth_details");
            auto const found = co_await store.read("u1", document_read_options().resolve_shards(false));
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value.as_map().at("birth_details"), reference_to(d.tree.shards[0], "u2"));
        });
}

TEST_F(document_cases, case_15_wildcard_paths)
{
    document_tree const item_table{.table = "Items", .key_name = "K", .path = "$.items[*]"};
    document_tree const tables{.table = "Root", .key_name = "ID", .shards = {item_table}};
    run_documents(tables,
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            auto const document = document_of("{'items':[{'n':1},{'n':2}]}");
            co_await store.write(document);
            auto const root = co_await get(d.owner, d.tree.table, item::of("ID", "u1"));
            CO_ASSERT_TRUE(root.has_value());
            auto const& shards = root->at("__dystore_meta__").as_map().at("shards").as_list();
            CO_ASSERT_EQ(shards.size(), 2u);
            EXPECT_EQ(shards[0].as_map().at("path"), attribute_value("$.items[0]"));
            EXPECT_EQ(shards[1].as_map().at("path"), attribute_value("$.items[1]"));
            auto const found = co_await store.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document);

            // As dynamo-store writes it.
            auto original = *root;
            auto entry = shards[0];
            entry.as_map().set("path", "$.items[*]");
            original.at("__dystore_meta__").as_map().set("shards", attribute_list{entry});
            co_await put(d.owner, d.tree.table, original);
            auto const again = co_await store.read("u1");
            CO_ASSERT_TRUE(again.has_value());
            EXPECT_EQ(again->value, document);
        });
}

TEST_F(document_cases, case_16_metadata_with_entries_twice_and_without_a_match)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            co_await store.write(example());
            auto root = co_await get(d.owner, d.tree.table, item::of("ID", "u1"));
            CO_ASSERT_TRUE(root.has_value());
            auto& shards = root->at("__dystore_meta__").as_map().at("shards").as_list();
            auto other = shards[0];
            other.as_map().set("path", "$.geo");
            shards.push_back(other);
            shards.push_back(other);
            shards.push_back(shards[1]);
            co_await put(d.owner, d.tree.table, *root);
            auto const found = co_await store.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, example());
        });
}

TEST_F(document_cases, case_17_what_is_no_object_is_no_shard)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            std::vector<char const*> const texts{"{'location':null}", "{'location':[]}", "{'location':'x'}"};
            for (auto const* text : texts)
            {
                auto const why = co_await failure(store.write(document_of(text)), store_errc::bad_input);
                EXPECT_EQ(why.attribute, "$.location");
            }
            co_await failure(store.write(document_of("[]")), store_errc::bad_input);
            EXPECT_TRUE(d.operations().empty());
            auto const written = co_await store.write(document_of("{'a':1}"));
            auto const found = co_await store.read(written.key);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document_of("{'a':1}"));
        });
}

TEST_F(document_cases, case_18_items_that_are_too_large)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            auto document = example();
            document.as_map().set("text", std::string(410'000, 'x'));
            auto const root = co_await failure(store.write(document), store_errc::too_large);
            EXPECT_EQ(root.attribute, "$");
            EXPECT_NE(root.reason.find("410"), std::string::npos) << root.reason;
            document.as_map().erase("text");
            document.as_map().at("location").as_map().set("text", std::string(410'000, 'x'));
            auto const shard = co_await failure(store.write(document), store_errc::too_large);
            EXPECT_EQ(shard.attribute, "$.location");
            EXPECT_EQ(shard.table, d.tree.shards[1].table);
            EXPECT_TRUE(d.operations().empty());
        });
}

TEST_F(document_cases, case_18_three_megabytes_in_twelve_shards)
{
    document_tree const part{.table = "Parts", .key_name = "K", .path = "$.parts[*]"};
    document_tree const tables{.table = "Root", .key_name = "ID", .shards = {part}};
    run_documents(tables,
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            attribute_list parts;
            for (int i = 0; i < 12; ++i)
            {
                item object;
                for (int j = 0; j < 250; ++j)
                    object.set("m" + std::to_string(j), std::string(1000, static_cast<char>('a' + i)));
                parts.emplace_back(std::move(object));
            }
            attribute_value const document(item::of("parts", std::move(parts)));
            auto const written = co_await store.write(document);
            EXPECT_EQ(d.operations(), (std::vector<std::string>{"BatchWriteItem", "PutItem"}));
            d.sent->clear();
            auto const found = co_await store.read(written.key);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document);
        });
}

TEST_F(document_cases, case_19_reserved_members)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            co_await failure(store.write(document_of("{'ID':'other'}")), store_errc::bad_input);
            co_await failure(store.write(document_of("{'__dystore_meta__':1}")), store_errc::bad_input);
            auto const why =
                co_await failure(store.write(document_of("{'location':{'IDX':'x'}}")), store_errc::bad_input);
            EXPECT_EQ(why.attribute, "$.location");
            EXPECT_TRUE(d.operations().empty());
            auto const same = document_write_options().key("k").keys(key_for_all());
            co_await store.write(document_of("{'ID':'k','a':'b'}"), same);
            auto const root = co_await get(d.owner, d.tree.table, item::of("ID", "k"));
            EXPECT_TRUE(root.has_value());
        });
}

TEST_F(document_cases, case_20_keys_are_asked_for_root_first_and_may_be_numbers)
{
    document_tree const inner{
        .table = "Inner", .key_name = "N", .key_type = attribute_type::n, .path = "$.c"};
    document_tree const first{
        .table = "First", .key_name = "N", .key_type = attribute_type::n, .path = "$.a", .shards = {inner}};
    document_tree const second{
        .table = "Second", .key_name = "B", .key_type = attribute_type::b, .path = "$.b"};
    document_tree const tables{
        .table = "Root", .key_name = "ID", .key_type = attribute_type::n, .shards = {first, second}};
    run_documents(tables,
        [](documents& d) -> asio::awaitable<void>
        {
            std::string asked;
            document_store_options options;
            options.key_generator =
                [&](document_object const& object) -> asio::awaitable<std::optional<attribute_value>>
            {
                asked += object.where.text() + ';';
                co_return object.where.text() == "b" ? attribute_value(binary{std::byte{1}, std::byte{2}})
                                                     : attribute_value(static_cast<int>(asked.size()));
            };
            document_store const store(d.owner, d.tree, options);
            auto const document = document_of("{'b':{'x':1},'a':{'c':{'y':2}}}");
            auto const written = co_await store.write(document);
            EXPECT_EQ(asked, ";a;a.c;b;");
            EXPECT_EQ(written.key, attribute_value(1));
            auto const found = co_await store.read(1);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document);
            co_await failure(store.read("1"), store_errc::bad_input);
            auto const text = document_write_options().key("1");
            co_await failure(store.write(document, text), store_errc::bad_input);
        });
}

TEST_F(document_cases, case_20_keys_of_one_table_must_differ)
{
    document_tree const part{.table = "Root", .key_name = "ID", .path = "$.parts[*]"};
    document_tree const tables{.table = "Root", .key_name = "ID", .shards = {part}};
    run_documents(tables,
        [](documents& d) -> asio::awaitable<void>
        {
            document_store_options options;
            options.key_generator = [](document_object const& object) -> std::optional<attribute_value>
            { return attribute_value(object.where.empty() ? "root" : "part"); };
            document_store const store(d.owner, d.tree, options);
            auto const twice = document_of("{'parts':[{'a':1},{'a':2}]}");
            auto const why = co_await failure(store.write(twice), store_errc::bad_input);
            EXPECT_EQ(why.attribute, "$.parts.[1]");
            auto const once = document_of("{'parts':[{'a':1}]}");
            auto const as_root = document_write_options().key("part");
            co_await failure(store.write(once, as_root), store_errc::bad_input);
            EXPECT_TRUE(d.operations().empty());
            co_await store.write(once);
            auto const found = co_await store.read("root");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, once);
        });
}

TEST_F(document_cases, case_21_conditions)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store_options options;
            options.track_revisions = true;
            document_store const store(d.owner, d.tree, options);
            auto const create = document_write_options().key("k").create_only();
            auto const first = co_await store.write(example(), create);
            EXPECT_EQ(first.revision, 1);
            co_await failure(store.write(example(), create), store_errc::already_exists);
            auto const after_refusal = co_await count_items(d);
            EXPECT_EQ(after_refusal, 4u);

            auto const under_one = document_write_options().key("k").revision(1);
            auto const second = co_await store.write(example(), under_one);
            EXPECT_EQ(second.revision, 2);
            auto const why = co_await failure(store.write(example(), under_one), store_errc::conflict);
            EXPECT_NE(why.reason.find("revision 2"), std::string::npos) << why.reason;
            auto const after_conflict = co_await count_items(d);
            EXPECT_EQ(after_conflict, 4u);

            auto const third = co_await store.write(example(), document_write_options().key("k"));
            EXPECT_EQ(third.revision, 3);
            auto const found = co_await store.read("k");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->revision, 3);
            document_store const without(d.owner, d.tree);
            co_await failure(without.write(example(), under_one), store_errc::bad_input);
        });
}

TEST_F(document_cases, case_23_names_of_all_kinds)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store_options options;
            options.keys = key_for_all();
            document_store const store(d.owner, d.tree, options);
            item members;
            std::vector<char const*> const names{
                "a.b", "a b", "it's", "\"", "\xf0\x9f\x98\x80", "9lives", "", "x[0]", "ID2"};
            for (auto const* name : names)
                members.set(name, std::string("value of ") + name);
            attribute_value const document(item::of("names", members));
            auto const written = co_await store.write(document);
            auto const found = co_await store.read(written.key);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document);
            for (auto const& [name, value] : members)
            {
                std::string path = "names['";
                for (char const c : name)
                    path += (c == '\'' ? std::string("\\") : std::string()) + c;
                auto const values = co_await store.read_path(written.key, path + "']");
                EXPECT_EQ(values, std::vector<attribute_value>{value}) << path;
            }
        });
}

TEST_F(document_cases, case_27_shards_may_stay_inline_or_where_they_are)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto const inline_all = document_write_options().key("k").save_shards(false);
            co_await store.write(example(), inline_all);
            auto const one = co_await count_items(d);
            EXPECT_EQ(one, 1u);
            auto const root = co_await get(d.owner, d.tree.table, item::of("ID", "k"));
            CO_ASSERT_TRUE(root.has_value());
            EXPECT_TRUE(root->at("__dystore_meta__").as_map().at("shards").as_list().empty());
            auto const read = co_await store.read("k");
            CO_ASSERT_TRUE(read.has_value());
            EXPECT_EQ(read->value, example());

            co_await store.write(example(), document_write_options().key("k"));
            auto const unresolved = co_await store.read("k", document_read_options().resolve_shards(false));
            CO_ASSERT_TRUE(unresolved.has_value());
            co_await failure(
                store.write(unresolved->value, document_write_options().key("k")), store_errc::bad_input);
            auto changed = unresolved->value;
            changed.as_map().set("lastname", "new");
            co_await store.write(changed, inline_all);
            auto const kept = co_await count_items(d);
            EXPECT_EQ(kept, 4u);
            auto expected = example();
            expected.as_map().set("lastname", "new");
            auto const again = co_await store.read("k");
            CO_ASSERT_TRUE(again.has_value());
            EXPECT_EQ(again->value, expected);
            auto const removed = co_await store.remove("k");
            EXPECT_TRUE(removed);
            auto const left = co_await count_items(d);
            EXPECT_EQ(left, 0u);
        });
}

TEST_F(document_cases, case_28_documents_without_an_end)
{
    document_tree const shard{.table = "Shard", .key_name = "K", .path = "$.next"};
    document_tree const tables{.table = "Root", .key_name = "ID", .shards = {shard}};
    run_documents(tables,
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            co_await store.write(document_of("{'next':{'a':1}}"));
            auto shard_item = co_await get(d.owner, d.tree.shards[0].table, item::of("K", "u2"));
            CO_ASSERT_TRUE(shard_item.has_value());
            // The shard refers to itself.
            auto& metadata = shard_item->at("__dystore_meta__").as_map();
            metadata.set("shards", attribute_list{attribute_value(metadata)});
            shard_item->set("next", reference_to(d.tree.shards[0], "u2"));
            co_await put(d.owner, d.tree.shards[0].table, *shard_item);
            auto const why = co_await failure(store.read("u1"), store_errc::too_deep);
            EXPECT_NE(why.reason.find("32"), std::string::npos) << why.reason;
            document_store_options two;
            two.max_levels = 2;
            document_store const shallow(d.owner, d.tree, two);
            d.sent->clear();
            co_await failure(shallow.read("u1"), store_errc::too_deep);
            EXPECT_EQ(d.operations(), (std::vector<std::string>{"GetItem", "BatchGetItem", "BatchGetItem"}));
            auto const removed = co_await store.remove("u1");
            EXPECT_TRUE(removed);
            auto const left = co_await count_items(d);
            EXPECT_EQ(left, 0u);
        });
}

TEST_F(document_cases, case_28_trees_and_documents_beyond_the_limits)
{
    document_tree const part{.table = "Parts", .key_name = "K", .path = "$.parts[*]"};
    document_tree const tables{.table = "Root", .key_name = "ID", .shards = {part}};
    run_documents(tables,
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            attribute_list const parts(10'001, attribute_value(item()));
            attribute_value const document(item::of("parts", parts));
            auto const why = co_await failure(store.write(document), store_errc::bad_input);
            EXPECT_NE(why.reason.find("10000"), std::string::npos) << why.reason;
            EXPECT_TRUE(d.operations().empty());

            auto deep = document_of("{}");
            for (int i = 0; i < 40; ++i)
                deep = item::of("a", deep);
            co_await failure(store.write(deep), store_errc::too_deep);

            document_tree level{.table = "t", .key_name = "K", .path = "$.a"};
            for (int i = 0; i < 32; ++i)
                level = document_tree{.table = "t", .key_name = "K", .path = "$.a", .shards = {level}};
            document_tree const too_deep{.table = "r", .key_name = "K", .shards = {level}};
            EXPECT_THROW(document_store(d.owner, too_deep), std::invalid_argument);
        });
}

TEST_F(document_cases, case_29_metadata_may_be_kept_and_written_back)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            co_await store.write(example());
            auto const found = co_await store.read("u1", document_read_options().keep_metadata());
            CO_ASSERT_TRUE(found.has_value());
            auto const& location = found->value.as_map().at("location").as_map();
            EXPECT_EQ(found->value.as_map().at("ID"), attribute_value("u1"));
            EXPECT_EQ(location.at("IDX"), attribute_value("u3"));
            EXPECT_TRUE(location.contains("__dystore_meta__"));
            auto const plain = document_write_options().key("u1");
            co_await failure(store.write(found->value, plain), store_errc::bad_input);
            auto const back = document_write_options().key("u1").has_metadata();
            auto const why =
                co_await failure(store.write(document_of("{'location':1}"), back), store_errc::bad_input);
            EXPECT_EQ(why.attribute, "$.location");
            co_await store.write(found->value, back);
            auto const again = co_await store.read("u1");
            CO_ASSERT_TRUE(again.has_value());
            EXPECT_EQ(again->value, example());
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

} // namespace
} // namespace dynasio::tests
