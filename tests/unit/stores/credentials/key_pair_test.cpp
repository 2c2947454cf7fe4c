// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/credentials/binary_encoding.hpp>
#include <dynasio/stores/credentials/key_pair.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace dynasio {
namespace {

random_bytes counting_from(unsigned first)
{
    random_bytes bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>(first + i);
    return bytes;
}

std::string hex(binary const& bytes)
{
    std::string text;
    for (auto const b : bytes)
    {
        text += "0123456789abcdef"[std::to_integer<unsigned>(b) >> 4];
        text += "0123456789abcdef"[std::to_integer<unsigned>(b) & 15];
    }
    return text;
}

TEST(key_pair, has_the_known_answer)
{
    auto const pair = make_key_pair(
        "google-oauth2|1234567890", secret("service secret 1"), counting_from(0x00), counting_from(0x20));
    EXPECT_EQ(pair.keys.public_key, "pk_HR_jCOpVoozeQIe-T-tNkmt3lYoiIhVL9caWxxAZC1g=");
    EXPECT_EQ(pair.keys.public_key.size(), 47u);
    EXPECT_EQ(pair.secret_key.reveal(), "sk_zkAr4OQyhhEErvraHARx3QrO8VO6ZrU-YkhmqSU3Fcw=");
    EXPECT_EQ(
        hex(pair.keys.secret_key_hash), "9755bc4699ee04f4f54c69a7fc4c3eb1d699bae1a6507f5fb73f7bb38f95c79c");

    // As it travels: base64 of the stored text.
    auto const wire = [](binary const& bytes)
    { return base64_encode(encode_stored_bytes(bytes, binary_encoding::base64_text)); };
    EXPECT_EQ(wire(pair.keys.salt), "QUFFQ0F3UUZCZ2NJQ1FvTERBME9EeEFSRWhNVUZSWVhHQmthR3h3ZEhoOD0=");
    EXPECT_EQ(
        wire(pair.keys.secret_key_hash), "bDFXOFJwbnVCUFQxVEdtbi9FdytzZGFadXVHbVVIOWZ0ejk3czQrVng1dz0=");
}

TEST(key_pair, secret_key_follows_from_the_stored_salt)
{
    secret const service("s");
    auto const pair = make_key_pair("u", service, counting_from(1), counting_from(2), 1);
    EXPECT_EQ(make_secret_key("u", pair.keys.salt, service), pair.secret_key);
    EXPECT_EQ(hash_secret_key(pair.secret_key, pair.keys.salt, 1), pair.keys.secret_key_hash);
}

TEST(key_pair, depends_on_everything)
{
    auto const salt = to_binary("salt");
    auto const key = make_secret_key("u", salt, secret("s"));
    EXPECT_FALSE(make_secret_key("v", salt, secret("s")) == key);
    EXPECT_FALSE(make_secret_key("u", to_binary("salz"), secret("s")) == key);
    EXPECT_FALSE(make_secret_key("u", salt, secret("t")) == key);
    EXPECT_NE(hash_secret_key(key, salt, 1), hash_secret_key(key, salt, 2));
}

TEST(key_pair, hashes_known_pbkdf2_vectors)
{
    // Published test vectors of PBKDF2-HMAC-SHA256.
    EXPECT_EQ(hex(hash_secret_key(secret("password"), to_binary("salt"), 1)),
        "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b");
    EXPECT_EQ(hex(hash_secret_key(secret("password"), to_binary("salt"), 4096)),
        "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a");
}

TEST(key_pair, takes_empty_texts)
{
    EXPECT_EQ(hash_secret_key(secret(), {}, 1).size(), 32u);
    EXPECT_EQ(hash_secret_key(secret(), {}, 1), hash_secret_key(secret(""), {}, 1));
}

TEST(key_pair, refuses_rounds_that_cannot_be)
{
    EXPECT_THROW((void)hash_secret_key(secret("s"), {}, 0), std::invalid_argument);
    EXPECT_THROW(
        (void)hash_secret_key(secret("s"), {}, std::numeric_limits<unsigned>::max()), std::invalid_argument);
}

} // namespace
} // namespace dynasio
