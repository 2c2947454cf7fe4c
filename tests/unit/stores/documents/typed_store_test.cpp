// SPDX-License-Identifier: BSL-1.0
//
// Structs in tables: what becomes an item, whose key it has, and errors that name the document.

#include "typed_store_fixture.hpp"

#include <limits>

namespace dynasio::tests {
namespace {

using namespace typed_types;

TEST_F(typed_store, structs_are_stored_with_their_shards)
{
    auto const people = make(numbered());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const someone = ann();
            auto const written = co_await people.save(someone);
            EXPECT_EQ(written.key, attribute_value("p1"));
            auto const found = co_await people.load("p1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, stored_ann());
            auto const none = co_await people.load("p2");
            EXPECT_FALSE(none.has_value());
        });
    EXPECT_EQ(server->items["Root"].size(), 1u);
    EXPECT_EQ(server->items["Shard2"].size(), 4u);
    EXPECT_EQ(server->items["Shard3"].size(), 2u);
    auto const& root = server->at("Root", "p1");
    EXPECT_EQ(root.at("age"), parse(wrapper("int", R"({"N":"42"})")));
    EXPECT_EQ(root.at("ID"), attribute_value("p1")) << "the key is not wrapped";
    EXPECT_FALSE(root.contains("cache"));
    auto const reference = [](std::string const& key, std::string const& table)
    {
        return parse(R"({"M":{"primary_key":{"S":")" + key + R"("},"table_name:":{"S":")" + table
            + R"("},"region_name:":{"S":"us-east-2"},"modified_utc":{"S":"1541289600"}}})");
    };
    EXPECT_EQ(root.at("born"), reference("u2", "Shard2"));
    EXPECT_EQ(root.at("places").as_map().at("value").as_list()[1], reference("u5", "Shard2"));
    auto const& shards = root.at("__dystore_meta__").as_map().at("shards").as_list();
    ASSERT_EQ(shards.size(), 4u);
    EXPECT_EQ(shards[0].as_map().at("path"), attribute_value("$.home.office"));
    EXPECT_EQ(shards[1].as_map().at("path"), attribute_value("$.born"));
    EXPECT_EQ(shards[2].as_map().at("path"), attribute_value("$.places.value[0]"));
    EXPECT_EQ(shards[3].as_map().at("path"), attribute_value("$.places.value[1]"));
    auto const& nested = server->at("Shard2", "u2").at("__dystore_meta__").as_map().at("shards").as_list();
    ASSERT_EQ(nested.size(), 1u);
    EXPECT_EQ(nested[0].as_map().at("path"), attribute_value("$.geo"));
    EXPECT_EQ(server->at("Shard2", "u2").at("__class__"), attribute_value("Location"));
}

TEST_F(typed_store, empty_optionals_and_lists_have_no_shards)
{
    auto const people = make(numbered());
    person nobody;
    nobody.id = "p1";
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            co_await people.save(nobody);
            auto const found = co_await people.load("p1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, nobody);
        });
    EXPECT_EQ(server->count(), 1u);
}

TEST_F(typed_store, shards_may_stay_in_the_document)
{
    auto const people = make(numbered());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto expected = ann();
            expected.cache.clear();
            auto const whole = document_write_options().save_shards(false);
            co_await people.save(expected, whole);
            auto const found = co_await people.load("p1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, expected);
        });
    EXPECT_EQ(server->count(), 1u);
}

TEST_F(typed_store, the_key_is_that_of_the_options_of_the_struct_or_a_new_one)
{
    auto const people = make(numbered());
    auto const unnamed = make<unkeyed>(numbered());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto someone = ann();
            auto const options = document_write_options().key("p9");
            auto written = co_await people.save(someone, options);
            EXPECT_EQ(written.key, attribute_value("p9"));
            auto const found = co_await people.load("p9");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->id, "p9");
            someone.id.clear();
            someone.places.clear();
            someone.born.reset();
            someone.home.office.reset();
            written = co_await people.save(someone);
            EXPECT_EQ(written.key, attribute_value("u7"));
            unkeyed const other;
            auto const first = co_await unnamed.save(other);
            auto const second = co_await unnamed.save(other);
            EXPECT_NE(first.key, second.key) << "nobody remembers it";
            auto const same = document_write_options().key(first.key);
            co_await unnamed.save(other, same);
        });
    EXPECT_EQ(server->items["Root"].size(), 4u);
}

TEST_F(typed_store, documents_are_removed_by_key_or_struct)
{
    auto const people = make(numbered());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const someone = ann();
            co_await people.save(someone);
            EXPECT_TRUE(co_await people.remove(someone));
            EXPECT_EQ(server->count(), 0u);
            EXPECT_FALSE(co_await people.remove("p1"));
            co_await people.save(someone);
            EXPECT_TRUE(co_await people.remove("p1"));
            EXPECT_EQ(server->count(), 0u);
        });
    server->operations.clear();
    person const nobody;
    auto const failure = store_failure(world, [&] { return people.remove(nobody); });
    EXPECT_EQ(failure.code(), store_errc::bad_input);
    EXPECT_EQ(failure.details().attribute, "ID");
    EXPECT_TRUE(server->operations.empty());
}

TEST_F(typed_store, plain_documents)
{
    typed_document_options typed;
    typed.form = document_form::plain;
    typed.table_names = [](std::string_view declared) { return "my-" + std::string(declared); };
    server->key_names = {{"my-Root", "ID"}, {"my-Shard2", "IDX"}, {"my-Shard3", "ShardID"}};
    auto const people = make(numbered(), typed);
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const someone = ann();
            co_await people.save(someone);
            auto const found = co_await people.load("p1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, stored_ann());
            auto const cities = co_await people.documents().read_path("p1", "places[*].city");
            EXPECT_EQ(cities, (std::vector<attribute_value>{"Nara", "Uji"}));
        });
    EXPECT_EQ(server->at("my-Root", "p1").at("age"), attribute_value(42));
    EXPECT_EQ(server->items["my-Shard2"].size(), 4u);
    EXPECT_FALSE(server->at("my-Shard2", "u2").contains("__class__"));
}

TEST_F(typed_store, revisions_come_with_the_document)
{
    auto options = numbered();
    options.track_revisions = true;
    auto const unnamed = make<unkeyed>(options);
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            unkeyed const value{.weight = 1.5, .name = "y", .off = true, .number = 7};
            auto const written = co_await unnamed.save(value);
            auto const found = co_await unnamed.load_document(written.key);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value.weight, 1.5);
            EXPECT_EQ(found->key, written.key);
            EXPECT_EQ(found->revision, 1);
            EXPECT_EQ(found->items.size(), 1u);
        });
}

TEST_F(typed_store, errors_name_the_document_and_the_member)
{
    auto const people = make(numbered());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const someone = ann();
            co_await people.save(someone);
        });
    auto& shard = server->at("Shard2", "u5");
    shard.at("city").as_map().set("__class__", "system");
    shard.at("city").as_map().set("__module__", "os");
    auto failure = store_failure(world, [&] { return people.load("p1"); });
    EXPECT_EQ(failure.code(), store_errc::malformed_item);
    EXPECT_EQ(failure.details().table, "Root");
    EXPECT_EQ(failure.details().key, (item{{"ID", "p1"}}));
    EXPECT_EQ(failure.details().attribute, "$.places[1].city");
    EXPECT_EQ(failure.details().reason, "expected class str of builtins, found system of os");

    server->operations.clear();
    auto const unresolved = document_read_options().resolve_shards(false);
    failure = store_failure(world, [&] { return people.load("p1", unresolved); });
    EXPECT_EQ(failure.code(), store_errc::bad_input);
    EXPECT_EQ(failure.details().attribute, "resolve_shards");
    EXPECT_TRUE(server->operations.empty());
}

TEST_F(typed_store, what_cannot_be_stored_is_refused_before_anything_is_sent)
{
    auto const unnamed = make<unkeyed>(numbered());
    unkeyed value;
    value.weight = std::numeric_limits<double>::infinity();
    auto failure = store_failure(world, [&] { return unnamed.save(value); });
    EXPECT_EQ(failure.code(), store_errc::bad_input);
    EXPECT_EQ(failure.details().table, "Root");
    EXPECT_EQ(failure.details().attribute, "$.weight");
    EXPECT_EQ(failure.details().reason, "expected a finite number, found NaN or infinity");

    auto const secrets = make<unkeyed>(encrypting());
    failure = store_failure(world, [&] { return secrets.save(value); });
    EXPECT_EQ(failure.details().reason, "the value cannot be stored");
    EXPECT_TRUE(server->operations.empty());
}

TEST_F(typed_store, unknown_attributes_are_refused_on_demand)
{
    typed_document_options strict;
    strict.unknown = unknown_attributes::refuse;
    auto const unnamed = make<unkeyed>(numbered(), strict);
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            unkeyed const value;
            auto const key = document_write_options().key("k");
            co_await unnamed.save(value, key);
            EXPECT_TRUE(co_await unnamed.load("k"));
        });
    server->at("Root", "k").set("new", 1);
    auto const failure = store_failure(world, [&] { return unnamed.load("k"); });
    EXPECT_EQ(failure.code(), store_errc::malformed_item);
    EXPECT_EQ(failure.details().attribute, "$.new");
}

TEST_F(typed_store, invalid_options_are_found_at_once)
{
    typed_document_options nameless;
    nameless.table_names = [](std::string_view) { return std::string(); };
    EXPECT_THROW((void)make(numbered(), nameless), std::invalid_argument);
    auto options = numbered();
    options.max_levels = 0;
    EXPECT_THROW((void)make(options), std::invalid_argument);
}

} // namespace
} // namespace dynasio::tests
