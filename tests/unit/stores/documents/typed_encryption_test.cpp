// SPDX-License-Identifier: BSL-1.0
//
// Structs with encrypted members: which are never encrypted, and types that come back.

#include "typed_store_fixture.hpp"

namespace dynasio::tests {
namespace {

using namespace typed_types;
using typed_encryption = typed_store;

TEST_F(typed_encryption, classes_and_fields_of_the_definition_are_never_encrypted)
{
    for (bool const awaited : {false, true})
    {
        asked.clear();
        auto options = numbered();
        options.keys = awaited ? awaited_key_for_all() : key_for_all();
        auto const unnamed = make<unkeyed>(options);
        world.run(
            [&]() -> boost::asio::awaitable<void>
            {
                unkeyed const value{.weight = 2.5, .name = "y", .off = true, .number = 7};
                auto const written = co_await unnamed.save(value);
                auto const& stored = server->items["Root"].begin()->second;
                EXPECT_EQ(stored.at("weight"), parse(wrapper("float", R"({"N":"2.5"})")));
                EXPECT_EQ(stored.at("name").as_map().at("value").type(), attribute_type::b);
                auto const found = co_await unnamed.load(written.key);
                CO_ASSERT_TRUE(found.has_value());
                EXPECT_EQ(found->weight, 2.5);
                EXPECT_EQ(found->name, "y");
            });
        EXPECT_EQ(asked, encrypted_fields);
        server->items.clear();
    }
}

TEST_F(typed_encryption, keys_of_one_call_leave_the_same_fields_plain)
{
    auto const unnamed = make<unkeyed>(numbered());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            unkeyed const value{.weight = 2.5, .name = "y", .off = true, .number = 7};
            auto const writing = document_write_options().keys(key_for_all());
            auto const written = co_await unnamed.save(value, writing);
            EXPECT_EQ(asked, encrypted_fields);
            auto const reading = document_read_options().keys(awaited_key_for_all());
            auto const found = co_await unnamed.load(written.key, reading);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->name, "y");
            EXPECT_EQ(asked, encrypted_fields);
        });
}

TEST_F(typed_encryption, the_legacy_form_gives_types_back)
{
    auto options = encrypting(document_cipher::legacy);
    options.mirror_original_skips = true;
    auto const people = make(options);
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const someone = ann();
            co_await people.save(someone);
            auto const found = co_await people.load("p1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, stored_ann());
        });
    auto const& root = server->at("Root", "p1");
    EXPECT_EQ(root.at("retired").as_map().at("value").type(), attribute_type::b);
    EXPECT_EQ(root.at("age").as_map().at("value").type(), attribute_type::b);
    EXPECT_EQ(root.at("nick"), parse(wrapper("NoneType", R"({"NULL":true})"))) << "never_encrypted";
    EXPECT_EQ(root.at("age").as_map().at("__class__"), attribute_value("int"));
}

/// Bytes that are this text.
attribute_value bytes_of(std::string_view text)
{
    binary result;
    for (char const c : text)
        result.push_back(static_cast<std::byte>(c));
    return result;
}

TEST_F(typed_encryption, legacy_texts_are_what_their_class_says)
{
    auto const unnamed = make<unkeyed>(encrypting(document_cipher::legacy));
    // Encrypted with the initialization vector 00..0f.
    auto const none = bytes_of("AAECAwQFBgcICQoLDA0OD/Ejf3hnSxx68aNVNLRYK8XARO5Wb+U7Up8TfHA2fzuH");
    auto const no = bytes_of("AAECAwQFBgcICQoLDA0ODzT4MEp5ty89sSYmFSkNffbVGCA+PGAlNkQ1L9tmXYR5");
    auto const digits = bytes_of("AAECAwQFBgcICQoLDA0ODw5jia2uNiMDtTE3It05XPt56SIKCc12L4S/Lvul/mPw");
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            unkeyed const value;
            auto const key = document_write_options().key("k");
            co_await unnamed.save(value, key);
            auto const texts = co_await unnamed.documents().read_path("k", "*.value");
            EXPECT_EQ(texts, (std::vector<attribute_value>{nullptr, "x", "False", "None"}));
            auto found = co_await unnamed.load("k");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_FALSE(found->off);
            EXPECT_EQ(found->number, std::nullopt);

            auto& root = server->at("Root", "k");
            EXPECT_EQ(root.at("off").as_map().at("value").as_binary().size(), no.as_binary().size());
            root.at("off").as_map().set("value", no);
            root.at("number").as_map().set("value", none);
            found = co_await unnamed.load("k");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_FALSE(found->off);
            EXPECT_EQ(found->number, std::nullopt);

            root.at("number").as_map().set("value", digits);
            root.at("number").as_map().set("__class__", "int");
            found = co_await unnamed.load("k");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->number, 42);

            root.at("off").as_map().set("value", digits); // true in Python
        });
    auto const failure = store_failure(world, [&] { return unnamed.load("k"); });
    EXPECT_EQ(failure.code(), store_errc::malformed_item);
    EXPECT_EQ(failure.details().attribute, "$.off");
    EXPECT_EQ(failure.details().reason, "expected BOOL, found another text") << "secrets are not quoted";
}

TEST_F(typed_encryption, other_forms_of_encryption_keep_types)
{
    auto const unnamed = make<unkeyed>(encrypting());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            unkeyed const value;
            auto const key = document_write_options().key("k");
            co_await unnamed.save(value, key);
            auto const found = co_await unnamed.load("k");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_FALSE(found->off);
            EXPECT_EQ(found->number, std::nullopt);
            auto untyped = co_await unnamed.documents().read("k");
            CO_ASSERT_TRUE(untyped.has_value());
            at(untyped->value, {"number", "value"}) = "None";
            co_await unnamed.documents().write(untyped->value, key);
        });
    auto const failure = store_failure(world, [&] { return unnamed.load("k"); });
    EXPECT_EQ(failure.details().attribute, "$.number.value");
    EXPECT_EQ(failure.details().reason, "expected NULL, found S") << "no text stands for another type";
}

} // namespace
} // namespace dynasio::tests
