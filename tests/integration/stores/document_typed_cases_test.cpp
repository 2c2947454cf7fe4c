// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of documents that are structs.

#include "document_fixture.hpp"
#include "unit/stores/documents/typed_types.hpp"

#include <dynasio/stores/typed_document_store.hpp>

#include <algorithm>

namespace dynasio::tests {
namespace {

using namespace typed_types;

struct document_typed_cases : document_cases
{
    /// Creates the tables of `person` with names that no other test has.
    template <class Body>
    void run_people(document_store_options options, Body body)
    {
        typed_document_options typed;
        typed.table_names = [this](std::string_view declared) { return table_name(std::string(declared)); };
        run_documents(document_tree_of<person>(),
            [&, body](documents& d) -> asio::awaitable<void>
            {
                typed_document_store<person> const people(d.owner, options, typed);
                co_await people.create_tables();
                auto testing = body(d, people);
                co_await std::move(testing);
            });
    }
};

/// Without what is not stored, and with the keys that the shards have got.
person stored_ann()
{
    auto result = ann();
    result.cache.clear();
    result.home.office->key = "u1";
    result.born->key = "u2";
    result.places[0].key = "u4";
    result.places[1].key = "u5";
    return result;
}

asio::awaitable<item> root_of(documents const& d, char const* key)
{
    auto found = co_await get(d.owner, d.tree.table, item::of("ID", key));
    CO_ASSERT_TRUE(found.has_value());
    co_return std::move(*found);
}

TEST_F(document_typed_cases, case_24_structs_and_their_shards)
{
    run_people(numbered(),
        [](documents& d, typed_document_store<person> const& people) -> asio::awaitable<void>
        {
            auto const someone = ann();
            auto const written = co_await people.save(someone);
            EXPECT_EQ(written.key, attribute_value("p1"));
            auto const found = co_await people.load("p1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, stored_ann());
            auto const stored = co_await count_items(d);
            EXPECT_EQ(stored, 7u);

            auto const root = co_await root_of(d, "p1");
            auto const document = to_document(someone);
            for (auto const* name :
                {"__class__", "__module__", "__metatype__", "age", "retired", "nick", "names"})
                EXPECT_EQ(root.at(name), document.as_map().at(name)) << name;
            auto const& shards = root.at("__dystore_meta__").as_map().at("shards").as_list();
            CO_ASSERT_EQ(shards.size(), 4u);
            EXPECT_EQ(shards[3].as_map().at("path"), attribute_value("$.places.value[1]"));

            // The untyped store reads it, with the trust in all tables, and Python's classes in it.
            auto const untyped = document_store::open(d.owner, d.tree.table, "ID");
            auto const whole = co_await untyped.read("p1");
            CO_ASSERT_TRUE(whole.has_value());
            EXPECT_EQ(whole->value, document);

            // Saved again, the old shards are gone.
            co_await people.save(someone);
            EXPECT_EQ(co_await count_items(d), 7u);
            EXPECT_TRUE(co_await people.remove(someone));
            EXPECT_EQ(co_await count_items(d), 0u);
            EXPECT_FALSE(co_await people.remove("p1"));
        });
}

TEST_F(document_typed_cases, case_25_legacy_texts_are_false_and_none)
{
    auto options = numbered();
    options.cipher = document_cipher::legacy;
    options.keys = key_for({"retired.value", "age.value", "names.value.[0].value", "born.geo.value"});
    run_people(options,
        [](documents& d, typed_document_store<person> const& people) -> asio::awaitable<void>
        {
            auto const someone = ann();
            co_await people.save(someone);
            auto const root = co_await root_of(d, "p1");
            EXPECT_EQ(root.at("retired").as_map().at("value").type(), attribute_type::b);
            auto const texts = co_await people.documents().read_path("p1", "retired.value");
            EXPECT_EQ(texts, std::vector<attribute_value>{"False"});
            auto const found = co_await people.load("p1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, stored_ann());
        });
}

TEST_F(document_typed_cases, case_26_a_class_in_the_table_is_compared_and_nothing_else)
{
    run_people(numbered(),
        [](documents& d, typed_document_store<person> const& people) -> asio::awaitable<void>
        {
            auto const someone = ann();
            co_await people.save(someone);
            auto root = co_await root_of(d, "p1");
            root.at("age").as_map().set("__module__", "os");
            root.at("age").as_map().set("__class__", "system");
            co_await put(d.owner, d.tree.table, root);
            store_errc found{};
            std::string where;
            try
            {
                (void)co_await people.load("p1");
            }
            catch (store_error const& e)
            {
                found = e.details().code;
                where = e.details().attribute;
            }
            EXPECT_EQ(found, store_errc::malformed_item);
            EXPECT_EQ(where, "$.age");
        });
}

} // namespace
} // namespace dynasio::tests
