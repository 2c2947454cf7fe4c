// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of documents about paths, and its changes of stored documents.

#include "document_fixture.hpp"

#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>

namespace dynasio::tests {
namespace {

using names = std::vector<std::string>;

struct document_path_cases : document_cases
{
    /// The example under `u1`, with its shards `u2` to `u4`.
    static asio::awaitable<document_store> written_example(documents& d, document_store_options options)
    {
        document_store store(d.owner, d.tree, std::move(options));
        co_await store.write(example());
        d.sent->clear();
        co_return store;
    }
};

TEST_F(document_path_cases, case_09_one_item_is_written)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const store = co_await written_example(d, numbered());
            auto const changed = co_await store.write_path("u1", "location.city", "New York");
            EXPECT_TRUE(changed);
            auto const operations = d.operations();
            EXPECT_EQ(operations.back(), "TransactWriteItems");
            EXPECT_EQ(std::count(operations.begin(), operations.end(), "BatchWriteItem"), 0);
            auto const values = co_await store.read_path("u1", "location.city");
            EXPECT_EQ(values, std::vector<attribute_value>{"New York"});
            auto expected = example();
            expected.as_map().at("location").as_map().set("city", "New York");
            co_await expect_document(store, "u1", expected);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

TEST_F(document_path_cases, a_change_of_the_root_is_one_update)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const store = co_await written_example(d, numbered());
            auto const changed = co_await store.write_path("u1", "$['firstname']", 7);
            EXPECT_TRUE(changed);
            EXPECT_EQ(d.operations(), (names{"GetItem", "BatchGetItem", "BatchGetItem", "UpdateItem"}));
            auto expected = example();
            expected.as_map().set("firstname", 7);
            co_await expect_document(store, "u1", expected);
        });
}

TEST_F(document_path_cases, a_change_of_a_whole_shard_rewrites_the_document)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const store = co_await written_example(d, numbered());
            auto const changed = co_await store.write_path("u1", "location", document_of("{'city':'Oslo'}"));
            EXPECT_TRUE(changed);
            auto expected = example();
            expected.as_map().set("location", document_of("{'city':'Oslo'}"));
            co_await expect_document(store, "u1", expected);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 3u);
            co_await failure(store.write_path("u1", "location", 5), store_errc::bad_input);
            co_await expect_document(store, "u1", expected);
            auto const whole = co_await store.write_path("u1", "$", document_of("{'a':1}"));
            EXPECT_TRUE(whole);
            co_await expect_document(store, "u1", document_of("{'a':1}"));
            auto const one = co_await count_items(d);
            EXPECT_EQ(one, 1u);
        });
}

TEST_F(document_path_cases, several_places_in_several_items)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, numbered());
            auto const document = document_of("{'n':1,'list':[{'n':1},{'m':1}],'birth_details':{'n':1},"
                                              "'location':{'x':{'n':{'n':1}},'geolocation':{'n':1}}}");
            co_await store.write(document);
            d.sent->clear();
            auto const changed = co_await store.write_path("u1", "..n", 2);
            EXPECT_TRUE(changed);
            EXPECT_EQ(
                d.operations(), (names{"GetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"}));
            co_await expect_document(store, "u1",
                document_of("{'n':2,'list':[{'n':2},{'m':1}],'birth_details':{'n':2},"
                            "'location':{'x':{'n':2},'geolocation':{'n':2}}}"));
            auto const values = co_await store.read_path("u1", "..n");
            EXPECT_EQ(values.size(), 5u);
        });
}

TEST_F(document_path_cases, case_12_nothing_is_there)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const store = co_await written_example(d, numbered());
            auto const nope = co_await store.read_path("u1", "nope");
            EXPECT_TRUE(nope.empty());
            auto const absent = co_await store.read_path("absent", "x");
            EXPECT_TRUE(absent.empty());
            auto const changed = co_await store.write_path("u1", "location.nope", 1);
            EXPECT_FALSE(changed);
            auto const nobody = co_await store.write_path("absent", "x", 1);
            EXPECT_FALSE(nobody);
            for (auto const& each : d.operations())
                EXPECT_TRUE(each == "GetItem" || each == "BatchGetItem") << each;
            d.sent->clear();
            std::vector<char const*> const paths{"a..", "[", "a[x]", "a b", "$$"};
            for (auto const* path : paths)
            {
                auto const why = co_await failure(store.read_path("u1", path), store_errc::bad_input);
                EXPECT_NE(why.reason.find("byte"), std::string::npos) << why.reason;
                co_await failure(store.write_path("u1", path, 1), store_errc::bad_input);
            }
            EXPECT_TRUE(d.operations().empty());
        });
}

TEST_F(document_path_cases, only_shards_on_the_way_are_read)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const store = co_await written_example(d, numbered());
            auto const name = co_await store.read_path("u1", "firstname");
            EXPECT_EQ(name, std::vector<attribute_value>{"abc"});
            EXPECT_EQ(d.operations(), (names{"GetItem"}));
            d.sent->clear();
            auto const city = co_await store.read_path("u1", "location.city");
            EXPECT_EQ(city, std::vector<attribute_value>{"Osaka"});
            EXPECT_EQ(d.operations(), (names{"GetItem", "BatchGetItem"}));
            auto const body = d.sent->exchanges().back().request.body;
            EXPECT_EQ(body.find(d.tree.shards[0].table), std::string::npos) << body;
            auto const geolocation = co_await store.read_path("u1", "location");
            EXPECT_EQ(geolocation, std::vector<attribute_value>{example().as_map().at("location")});
        });
}

TEST_F(document_path_cases, values_that_look_like_references_are_no_shards)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const store = co_await written_example(d, numbered());
            auto const forged =
                document_of("{'primary_key':'u2','table_name:':'" + d.tree.shards[0].table + "'}");
            auto const changed = co_await store.write_path("u1", "firstname", forged);
            EXPECT_TRUE(changed);
            auto expected = example();
            expected.as_map().set("firstname", forged);
            co_await expect_document(store, "u1", expected);

            // The metadata, as another program wrote them, take this place for one of a shard.
            auto root = co_await get(d.owner, d.tree.table, item::of("ID", "u1"));
            CO_ASSERT_TRUE(root.has_value());
            auto& shards = root->at("__dystore_meta__").as_map().at("shards").as_list();
            auto entry = shards[0];
            entry.as_map().set("path", "$.lastname");
            shards.push_back(entry);
            co_await put(d.owner, d.tree.table, *root);
            auto const again = co_await store.write_path("u1", "lastname", forged);
            EXPECT_TRUE(again);
            expected.as_map().set("lastname", forged);
            co_await expect_document(store, "u1", expected);
        });
}

TEST_F(document_path_cases, a_rewrite_meanwhile_wins_or_loses_as_a_whole)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const store = co_await written_example(d, numbered());
            auto other = example();
            other.as_map().set("lastname", "other");
            bool once = false;
            d.between->set(
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (dynasio::testing::operation_of(r) == "TransactWriteItems"
                        && !std::exchange(once, true))
                        co_await store.write(other, document_write_options().key("u1"));
                    co_return co_await send(r);
                });
            auto const changed = co_await store.write_path("u1", "location.city", "Oslo");
            EXPECT_TRUE(changed);
            d.between->set({});
            other.as_map().at("location").as_map().set("city", "Oslo");
            co_await expect_document(store, "u1", other);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

TEST_F(document_path_cases, a_shard_that_has_been_replaced_is_not_changed)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const store = co_await written_example(d, numbered());
            bool once = false;
            d.between->set(
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (dynasio::testing::operation_of(r) == "TransactWriteItems"
                        && !std::exchange(once, true))
                    {
                        // The old shards are still there, but the document has others.
                        co_await store.remove("u1", document_change_options().delete_shards(false));
                        co_await store.write(example(), document_write_options().key("u1"));
                    }
                    co_return co_await send(r);
                });
            auto const changed = co_await store.write_path("u1", "location.geolocation.longitude", "x");
            EXPECT_TRUE(changed);
            d.between->set({});
            auto const values = co_await store.read_path("u1", "location.geolocation.longitude");
            EXPECT_EQ(values, std::vector<attribute_value>{"x"});
        });
}

TEST_F(document_path_cases, changes_that_race_are_all_counted)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto options = numbered();
            options.track_revisions = true;
            auto const store = co_await written_example(d, options);
            std::vector<std::string> const deciding{"TransactWriteItems", "UpdateItem"};
            std::vector<std::string> const paths{"location.city", "firstname"};
            for (std::size_t i = 0; i < deciding.size(); ++i)
            {
                bool once = false;
                d.between->set(
                    [&](http::request& r,
                        interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                    {
                        if (dynasio::testing::operation_of(r) == deciding[i] && !std::exchange(once, true))
                            co_await store.write_path("u1", "lastname", "z");
                        co_return co_await send(r);
                    });
                auto const changed = co_await store.write_path("u1", paths[i], "y");
                EXPECT_TRUE(changed);
            }
            d.between->set({});
            auto const found = co_await store.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->revision, 5);
            auto expected = example();
            expected.as_map().set("firstname", "y");
            expected.as_map().set("lastname", "z");
            expected.as_map().at("location").as_map().set("city", "y");
            EXPECT_EQ(found->value, expected);
        });
}

TEST_F(document_path_cases, revisions_are_counted_and_checked)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto options = numbered();
            options.track_revisions = true;
            auto const store = co_await written_example(d, options);
            auto const in_root = co_await store.write_path("u1", "firstname", "x");
            EXPECT_TRUE(in_root);
            auto const in_shard = co_await store.write_path("u1", "location.city", "y");
            EXPECT_TRUE(in_shard);
            auto const whole = co_await store.write_path("u1", "location", document_of("{'a':1}"));
            EXPECT_TRUE(whole);
            auto const found = co_await store.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->revision, 4);
            auto const under = [](std::int64_t n) { return document_change_options().revision(n); };
            std::vector<char const*> const paths{"firstname", "location.a", "location"};
            for (auto const* path : paths)
            {
                auto const why = co_await failure(
                    store.write_path("u1", path, document_of("{'a':2}"), under(3)), store_errc::conflict);
                EXPECT_NE(why.reason.find("revision 4"), std::string::npos) << why.reason;
            }
            auto const again = co_await store.write_path("u1", "location.a", 3, under(4));
            EXPECT_TRUE(again);
            co_await failure(store.remove("u1", under(4)), store_errc::conflict);
            auto const removed = co_await store.remove("u1", under(5));
            EXPECT_TRUE(removed);
        });
}

TEST_F(document_path_cases, updates_that_race_are_all_applied)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store_options options;
            options.track_revisions = true;
            document_store const store(d.owner, d.tree, options);
            co_await store.write(
                document_of("{'n':0,'location':{'n':0}}"), document_write_options().key("k"));
            auto const count_up = [](attribute_value const& document)
            {
                auto result = document;
                auto& map = result.as_map();
                auto const next = map.at("n").as_number().to<int>() + 1;
                map.set("n", next);
                map.at("location").as_map().set("n", next);
                return result;
            };
            auto const add = [&](int times) -> asio::awaitable<void>
            {
                for (int i = 0; i < times; ++i)
                {
                    auto const changed = co_await store.update("k", count_up);
                    EXPECT_TRUE(changed);
                }
            };
            std::vector<asio::awaitable<void>> all;
            for (int i = 0; i < 4; ++i)
                all.push_back(add(5));
            co_await together(std::move(all));
            co_await expect_document(store, "k", document_of("{'n':20,'location':{'n':20}}"));
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 2u);
            auto const absent = co_await store.update("absent", count_up);
            EXPECT_FALSE(absent);
            document_store const without(d.owner, d.tree);
            co_await failure(without.update("k", count_up), store_errc::bad_input);
        });
}

TEST_F(document_path_cases, a_function_that_throws_changes_nothing)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto options = numbered();
            options.track_revisions = true;
            auto const store = co_await written_example(d, options);
            std::string what;
            auto const refuse = [](attribute_value const&) -> asio::awaitable<attribute_value>
            {
                throw std::runtime_error("no");
                co_return attribute_value();
            };
            try
            {
                co_await store.update("u1", refuse);
            }
            catch (std::runtime_error const& e)
            {
                what = e.what();
            }
            EXPECT_EQ(what, "no");
            co_await expect_document(store, "u1", example());
        });
}

} // namespace
} // namespace dynasio::tests
