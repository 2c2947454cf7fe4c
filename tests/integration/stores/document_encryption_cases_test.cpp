// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of documents about encrypted fields.

#include "document_fixture.hpp"

#include <algorithm>

namespace dynasio::tests {
namespace {

struct document_encryption_cases : document_cases
{
    static document_store_options encrypting(
        document_key_provider keys, document_cipher cipher = document_cipher::gcm)
    {
        auto options = numbered();
        options.keys = std::move(keys);
        options.cipher = cipher;
        return options;
    }

    static asio::awaitable<item> root_item(documents const& d, char const* key)
    {
        auto found = co_await get(d.owner, d.tree.table, item::of("ID", key));
        CO_ASSERT_TRUE(found.has_value());
        co_return std::move(*found);
    }
};

/// The text whose base64 this is on the wire, as a value.
attribute_value bytes_of_text(std::string_view text)
{
    binary result;
    for (char const c : text)
        result.push_back(static_cast<std::byte>(c));
    return result;
}

TEST_F(document_encryption_cases, case_03_the_legacy_form_is_written_and_read)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree,
                encrypting(key_for({"firstname", "location.city"}), document_cipher::legacy));
            co_await store.write(example());
            auto root = co_await root_item(d, "u1");
            auto const* stored = root.at("firstname").if_binary();
            CO_ASSERT_TRUE(stored != nullptr);
            EXPECT_EQ(stored->size(), 64u); // base64 of 16 + 32 bytes
            auto const found = co_await store.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, example());
            EXPECT_FALSE(found->items[1].metadata.as_map().contains("written_at"));

            root.set("firstname",
                bytes_of_text("AAECAwQFBgcICQoLDA0OD3TFXf3SnO6XPM/Al2x55QxSW0lgZ00KmVUfdfaTIyo4"));
            co_await put(d.owner, d.tree.table, root);
            auto const known = co_await store.read_path("u1", "firstname");
            EXPECT_EQ(known, std::vector<attribute_value>{"abc"});
        });
}

TEST_F(document_encryption_cases, case_04_other_legacy_forms)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto options = encrypting(key_for({"firstname", "lastname"}), document_cipher::legacy);
            document_store const store(d.owner, d.tree, options);
            document_store const plain(d.owner, d.tree, numbered());
            co_await plain.write(example());
            auto root = co_await root_item(d, "u1");
            // Padded by characters, as dynamo-store does.
            root.set("firstname",
                bytes_of_text("AAECAwQFBgcICQoLDA0OD39JFjoILEfsvNrIcTj51bAL+HLFpWSlBdwMoq7a+"
                              "LDgn2skTQ49YC4qTwnOSFSGzg=="));
            co_await put(d.owner, d.tree.table, root);
            std::string sixteen;
            for (int i = 0; i < 16; ++i)
                sixteen += "\xc3\xa9";
            auto const values = co_await store.read_path("u1", "firstname");
            EXPECT_EQ(values, std::vector<attribute_value>{sixteen});

            // The bytes themselves, as its releases 0.5.0 and 0.5.1 stored them.
            auto const raw =
                base64_decode("AAECAwQFBgcICQoLDA0OD3TFXf3SnO6XPM/Al2x55QxSW0lgZ00KmVUfdfaTIyo4").value();
            root.set("firstname", raw);
            co_await put(d.owner, d.tree.table, root);
            co_await failure(store.read_path("u1", "firstname"), store_errc::decrypt_failed);
            options.reads_raw_legacy = true;
            document_store const older(d.owner, d.tree, options);
            auto const old = co_await older.read_path("u1", "firstname");
            EXPECT_EQ(old, std::vector<attribute_value>{"abc"});
        });
}

TEST_F(document_encryption_cases, case_05_known_answers)
{
    document_tree const numbers{.table = "Numbers", .key_name = "N", .key_type = attribute_type::n};
    run_documents(numbers,
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const plain(d.owner, d.tree);
            std::string bytes;
            for (char c = 0; c < 32; ++c)
                bytes += c;
            document_store_options options;
            options.keys = key_for({"friends.[0]"}, bytes, "k1");
            document_store const store(d.owner, d.tree, options);
            co_await plain.write(document_of("{'friends':[0]}"), document_write_options().key(42));
            auto root = co_await get(d.owner, d.tree.table, item::of("N", 42));
            CO_ASSERT_TRUE(root.has_value());
            root->at("friends").as_list()[0] =
                base64_decode("2URPQwECazEMDQ4PEBESExQVFhcuAFH8hCZd8E61l3cPYCNNtmM13UTeBlr4hw==").value();
            co_await put(d.owner, d.tree.table, *root);
            auto const values = co_await store.read_path(42, "friends[0]");
            EXPECT_EQ(values, std::vector<attribute_value>{42});
        });
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const plain(d.owner, d.tree);
            auto const one_item = document_write_options().key("doc-1").save_shards(false);
            co_await plain.write(document_of("{'location':{'city':''}}"), one_item);
            auto root = co_await root_item(d, "doc-1");
            root.at("location")
                .as_map()
                .set("city",
                    base64_decode("2URPQwEAAAECAwQFBgcICQoL1vG02zgQaLVU7YLBwJEkBlb8oEN4x+mIYY9OsUE=")
                        .value());
            co_await put(d.owner, d.tree.table, root);
            document_store const store(d.owner, d.tree, encrypting(key_for({"location.city"})));
            auto const values = co_await store.read_path("doc-1", "location.city");
            EXPECT_EQ(values, std::vector<attribute_value>{"Osaka"});
        });
}

TEST_F(document_encryption_cases, case_06_types_survive)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, encrypting(key_for_all()));
            item members{{"int", 42}, {"true", true}, {"null", nullptr}, {"float", 1.5}, {"empty", ""},
                {"bytes", binary{std::byte{0xd9}, std::byte{1}}},
                {"set", attribute_value(std::vector<std::string>{"a", "b"})},
                {"list", attribute_list{1, "x"}}};
            members.set("location", attribute_value(members));
            attribute_value const document(members);
            auto const written = co_await store.write(document);
            auto const root = co_await root_item(d, "u1");
            for (auto const& [name, value] : members)
            {
                bool const is_field = name != "list" && name != "location";
                EXPECT_EQ(is_field, root.at(name).if_binary() != nullptr) << name;
            }
            auto const found = co_await store.read(written.key);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document);
        });
}

TEST_F(document_encryption_cases, case_07_what_was_tampered_with_is_refused)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const keys = key_for({"firstname", "lastname"}, "somekey", "id1");
            document_store const store(d.owner, d.tree, encrypting(keys));
            co_await store.write(example());
            auto const root = co_await root_item(d, "u1");
            auto const refused = [&](item changed) -> asio::awaitable<void>
            {
                co_await put(d.owner, d.tree.table, changed);
                auto const why = co_await failure(store.read(changed.at("ID")), store_errc::decrypt_failed);
                EXPECT_EQ(why.attribute, "$.firstname");
                EXPECT_EQ(why.reason.find("abc"), std::string::npos);
                EXPECT_EQ(why.reason.find("somekey"), std::string::npos);
            };
            auto const size = root.at("firstname").as_binary().size();
            // Id, nonce, encrypted text, tag.
            std::vector<std::size_t> const positions{6, 9, size - 17, size - 1};
            for (auto const position : positions)
            {
                auto changed = root;
                changed.at("firstname").as_binary()[position] ^= std::byte{1};
                co_await refused(changed);
            }
            auto moved = root;
            moved.set("firstname", root.at("lastname"));
            co_await refused(moved);
            auto copied = root;
            copied.set("ID", "u9");
            co_await refused(copied);
            co_await put(d.owner, d.tree.table, root);
            document_store const other_key(
                d.owner, d.tree, encrypting(key_for({"firstname"}, "other", "id1")));
            co_await failure(other_key.read("u1"), store_errc::decrypt_failed);
            auto context = encrypting(keys);
            context.context = "elsewhere";
            document_store const other_context(d.owner, d.tree, context);
            co_await failure(other_context.read("u1"), store_errc::decrypt_failed);
            auto const found = co_await store.read("u1");
            EXPECT_TRUE(found.has_value());
        });
}

TEST_F(document_encryption_cases, case_08_plain_values_at_encrypted_paths)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const plain(d.owner, d.tree, numbered());
            co_await plain.write(example());
            auto const keys = key_for({"firstname"});
            document_store const strict(d.owner, d.tree, encrypting(keys));
            auto const why = co_await failure(strict.read("u1"), store_errc::not_encrypted);
            EXPECT_EQ(why.attribute, "$.firstname");
            document_store const migrating(
                d.owner, d.tree, encrypting(keys, document_cipher::gcm_reads_legacy));
            auto const found = co_await migrating.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, example());

            document_store const legacy(d.owner, d.tree, encrypting(keys, document_cipher::legacy));
            co_await legacy.write(example(), document_write_options().key("old"));
            co_await failure(strict.read("old"), store_errc::not_encrypted);
            auto const migrated = co_await migrating.read("old");
            CO_ASSERT_TRUE(migrated.has_value());
            EXPECT_EQ(migrated->value, example());
            co_await migrating.write(migrated->value, document_write_options().key("old"));
            auto const again = co_await strict.read("old");
            EXPECT_TRUE(again.has_value());
            co_await failure(legacy.read("old"), store_errc::decrypt_failed);
        });
}

TEST_F(document_encryption_cases, case_22_places_that_the_original_leaves_plain)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto const document =
                document_of("{'a':{'b':{'c':['x']}},'l':[['y']],'personID':'z','plain':'p'}");
            document_store const gcm(d.owner, d.tree, encrypting(key_for_all()));
            co_await gcm.write(document, document_write_options().key("gcm"));
            auto const stored = co_await root_item(d, "gcm");
            EXPECT_TRUE(stored.at("personID").if_binary());
            EXPECT_TRUE(stored.at("l").as_list()[0].as_list()[0].if_binary());
            auto const found = co_await gcm.read("gcm");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document);

            auto options = encrypting(key_for_all(), document_cipher::legacy);
            document_store const legacy(d.owner, d.tree, options);
            d.sent->clear();
            std::vector<char const*> const texts{
                "{'a':{'b':{'c':['x']}}}", "{'l':[['y']]}", "{'personID':'z'}"};
            for (auto const* text : texts)
            {
                auto const key = document_write_options().key("old");
                co_await failure(legacy.write(document_of(text), key), store_errc::unencryptable_path);
            }
            EXPECT_TRUE(d.operations().empty());
            options.mirror_original_skips = true;
            document_store const mirroring(d.owner, d.tree, options);
            co_await mirroring.write(document, document_write_options().key("old"));
            auto const mirrored = co_await root_item(d, "old");
            EXPECT_EQ(mirrored.at("personID"), attribute_value("z"));
            EXPECT_EQ(mirrored.at("l"), document.as_map().at("l"));
            EXPECT_TRUE(mirrored.at("plain").if_binary());
            auto const read = co_await mirroring.read("old");
            CO_ASSERT_TRUE(read.has_value());
            EXPECT_EQ(read->value, document);
        });
}

TEST_F(document_encryption_cases, keys_are_asked_for_each_field_and_may_be_awaited)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            std::vector<std::string> asked;
            document_key_provider const keys =
                [&](document_field const& field) -> asio::awaitable<std::optional<document_key>>
            {
                asked.push_back(
                    field.where.text() + (field.key_id ? "=" + std::string(*field.key_id) : std::string()));
                EXPECT_EQ(field.key, attribute_value("u1"));
                EXPECT_TRUE(field.document.as_map().contains("location"));
                if (field.where.text() != "location.city")
                    co_return std::nullopt;
                co_return document_key{.bytes = secret("k"), .id = "v1"};
            };
            document_store const store(d.owner, d.tree, encrypting(keys));
            auto const document = document_of("{'a':1,'location':{'city':'Oslo','geolocation':{'x':2}}}");
            co_await store.write(document);
            EXPECT_EQ(asked, (std::vector<std::string>{"a", "location.city", "location.geolocation.x"}));
            asked.clear();
            auto const found = co_await store.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document);
            std::sort(asked.begin(), asked.end());
            EXPECT_EQ(asked, (std::vector<std::string>{"a=", "location.city=v1", "location.geolocation.x="}));
            asked.clear();
            auto const unresolved = co_await store.read("u1", document_read_options().resolve_shards(false));
            EXPECT_TRUE(unresolved.has_value());
            EXPECT_EQ(asked, (std::vector<std::string>{"a="})); // references are no fields
            // Those of the call win.
            auto const none = document_read_options().keys(
                [](document_field const&) -> std::optional<document_key> { return std::nullopt; });
            auto const raw = co_await store.read("u1", none);
            CO_ASSERT_TRUE(raw.has_value());
            EXPECT_TRUE(raw->value.as_map().at("location").as_map().at("city").if_binary());
        });
}

TEST_F(document_encryption_cases, a_key_provider_that_throws_ends_the_operation)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree,
                encrypting([](document_field const&) -> std::optional<document_key>
                    { throw std::out_of_range("no key"); }));
            std::string what;
            try
            {
                co_await store.write(example());
            }
            catch (std::out_of_range const& e)
            {
                what = e.what();
            }
            EXPECT_EQ(what, "no key");
            EXPECT_TRUE(d.operations().empty());
            document_store const empty(d.owner, d.tree,
                encrypting(
                    [](document_field const&) -> std::optional<document_key> { return document_key(); }));
            auto const why = co_await failure(empty.write(example()), store_errc::bad_input);
            EXPECT_EQ(why.attribute, "$.firstname");
        });
}

TEST_F(document_encryption_cases, keys_are_changed_by_their_ids)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            std::string current = "v1";
            document_key_provider const keys = [&](document_field const& field) -> std::optional<document_key>
            {
                std::string const id(field.key_id.value_or(current));
                return document_key{.bytes = secret("bytes of " + id), .id = id};
            };
            auto options = encrypting(keys);
            options.track_revisions = true;
            document_store const store(d.owner, d.tree, options);
            co_await store.write(example());
            current = "v2";
            auto const changed = co_await store.reencrypt("u1");
            EXPECT_TRUE(changed);
            auto const found = co_await store.read("u1");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, example());
            EXPECT_EQ(found->revision, 2);
            auto const root = co_await root_item(d, "u1");
            auto const& sealed = root.at("firstname").as_binary();
            EXPECT_EQ(sealed[7], std::byte{'2'});
            auto const absent = co_await store.reencrypt("absent");
            EXPECT_FALSE(absent);
        });
}

TEST_F(document_encryption_cases, changes_in_place_are_encrypted)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, encrypting(key_for_all()));
            co_await store.write(example());
            std::vector<char const*> const paths{"firstname", "location.city", "birth_details"};
            for (auto const* path : paths)
            {
                auto const value = document_of("{'x':'secret','y':['z']}");
                auto const changed = co_await store.write_path("u1", path, value);
                EXPECT_TRUE(changed);
                auto const values = co_await store.read_path("u1", path);
                EXPECT_EQ(values, std::vector<attribute_value>{value});
            }
            for (auto const& each : d.sent->exchanges())
                EXPECT_EQ(each.request.body.find("\"secret\""), std::string::npos);
            auto const root = co_await root_item(d, "u1");
            EXPECT_TRUE(root.at("firstname").as_map().at("x").if_binary());
        });
}

} // namespace
} // namespace dynasio::tests
