// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"

#include "stores/credentials/credential_item.hpp"

#include <gtest/gtest.h>

namespace dynasio::stores::credentials {
namespace {

using tests::expect_store_error;

credential_keys some_keys()
{
    credential_keys keys;
    keys.public_key = "pk_1";
    keys.secret_key_hash = {std::byte{0}, std::byte{1}, std::byte{0xFE}, std::byte{0xFF}};
    keys.salt = to_binary("salt 1");
    return keys;
}

TEST(credential_item, has_the_attributes_of_the_original)
{
    item const stored{{"sub", "u"}, {"id", "default"}, {"public_key", "pk_1"},
        {"secret_key_hash", to_binary("AAH+/w==")}, {"salt", to_binary("c2FsdCAx")}};
    EXPECT_EQ(encode_credential("u", "default", some_keys(), binary_encoding::base64_text), stored);
}

TEST(credential_item, is_read_as_it_was_written)
{
    for (auto const encoding : {binary_encoding::base64_text, binary_encoding::raw})
    {
        auto const stored = encode_credential("u", "default", some_keys(), encoding);
        auto const shown = decode_credential(stored, encoding, "t");
        EXPECT_EQ(shown.id, "default");
        EXPECT_EQ(shown.public_key, "pk_1");
        EXPECT_EQ(shown.salt, some_keys().salt);
        auto const owner = decode_credential_owner(stored, encoding, "t");
        EXPECT_EQ(owner.sub, "u");
        EXPECT_EQ(owner.id, "default");
        EXPECT_EQ(owner.salt, some_keys().salt);
        EXPECT_EQ(owner.secret_key_hash, some_keys().secret_key_hash);
    }
}

TEST(credential_item, needs_no_hash_to_be_shown)
{
    item const projected{{"id", "default"}, {"public_key", "pk_1"}, {"salt", binary{}}};
    EXPECT_EQ(decode_credential(projected, binary_encoding::base64_text, "t").public_key, "pk_1");
}

TEST(credential_item, that_is_malformed_is_named_without_its_bytes)
{
    auto stored = encode_credential("u", "default", some_keys(), binary_encoding::base64_text);
    stored.set("salt", "topsecret");
    for (auto const decode :
        {+[](item const& i) { (void)decode_credential(i, binary_encoding::base64_text, "tab"); },
            +[](item const& i) { (void)decode_credential_owner(i, binary_encoding::base64_text, "tab"); }})
        try
        {
            decode(stored);
            ADD_FAILURE() << "nothing was thrown";
        }
        catch (store_error const& e)
        {
            EXPECT_EQ(e.code(), store_errc::malformed_item);
            EXPECT_EQ(e.details().table, "tab");
            EXPECT_EQ(e.details().attribute, "salt");
            EXPECT_EQ(e.details().key, (item{{"sub", "u"}, {"id", "default"}}));
            EXPECT_EQ(std::string(e.what()).find("topsecret"), std::string::npos) << e.what();
        }
    stored.erase("secret_key_hash");
    stored.set("salt", binary{});
    auto const details = expect_store_error(store_errc::malformed_item,
        [&] { (void)decode_credential_owner(stored, binary_encoding::base64_text, "tab"); });
    EXPECT_EQ(details.attribute, "secret_key_hash");
}

} // namespace
} // namespace dynasio::stores::credentials
