// SPDX-License-Identifier: BSL-1.0

#include <dynasio/sigv4/key_cache.hpp>
#include <dynasio/sigv4/signing_key.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using dynasio::sigv4::key_cache;
using dynasio::sigv4::secret;
using dynasio::sigv4::signing_key;

std::string hex(secret const& bytes)
{
    std::string result;
    for (char const c : bytes.reveal())
    {
        auto const byte = static_cast<unsigned char>(c);
        result += "0123456789abcdef"[byte >> 4];
        result += "0123456789abcdef"[byte & 15];
    }
    return result;
}

// Expected values from another implementation of HMAC-SHA-256 (Python's hmac module).
TEST(sigv4_signing_key, known_answers)
{
    signing_key const key(secret("a made-up secret key"), "20261121", "eu-central-1", "dynamodb");
    EXPECT_EQ(hex(key.bytes()), "1f7418ab14fddfab163cc2811ff540e7e282e0c389c1eec9e9db81d5ae69a14a");
    EXPECT_EQ(key.sign("hello"), "ffc08a03f60bdebfbf62ae793c99e1ef34439d9eec765f5ba0eaf20e57c36cbe");
    EXPECT_EQ(
        key.sign(std::string(1000, 'x')), "b819bb8f2ae7240d6306ccf64f116e5a38ff6278b9c0a55ea91626a2c0700aa4");
}

// "AWS4" and the secret are more than one block here, so HMAC hashes them first.
TEST(sigv4_signing_key, long_secret)
{
    signing_key const key(secret(std::string(100, 'k')), "20261121", "eu-central-1", "dynamodb");
    EXPECT_EQ(hex(key.bytes()), "35a136fe8c6654d12f7a6d923da2cc6db7487a5484351f0b66ad606d1c3d0af8");
}

TEST(sigv4_key_cache, derives_once)
{
    key_cache keys;
    secret const who("secret");
    auto const first = keys.get(who, "20261121", "eu-central-1", "dynamodb");
    auto const second = keys.get(secret("secret"), "20261121", "eu-central-1", "dynamodb");
    EXPECT_EQ(first, second);
    EXPECT_EQ(keys.derivations(), 1U);
    EXPECT_EQ(keys.size(), 1U);
}

TEST(sigv4_key_cache, tells_all_four_parts_apart)
{
    key_cache keys;
    auto const base = hex(keys.get(secret("secret"), "20261121", "eu-central-1", "dynamodb")->bytes());
    EXPECT_NE(hex(keys.get(secret("other"), "20261121", "eu-central-1", "dynamodb")->bytes()), base);
    EXPECT_NE(hex(keys.get(secret("secret"), "20261122", "eu-central-1", "dynamodb")->bytes()), base);
    EXPECT_NE(hex(keys.get(secret("secret"), "20261121", "eu-central-2", "dynamodb")->bytes()), base);
    EXPECT_NE(hex(keys.get(secret("secret"), "20261121", "eu-central-1", "sts")->bytes()), base);
    EXPECT_EQ(keys.size(), 5U);
    EXPECT_EQ(hex(keys.get(secret("secret"), "20261121", "eu-central-1", "dynamodb")->bytes()), base);
    EXPECT_EQ(keys.derivations(), 5U);
}

TEST(sigv4_key_cache, drops_the_one_unused_for_longest)
{
    key_cache keys(2);
    secret const who("secret");
    auto const get = [&](char const* date) { return keys.get(who, date, "r", "s"); };
    auto const first = get("20260101");
    auto const first_bytes = hex(first->bytes());
    get("20260102");
    get("20260101"); // used again: the second is the older one now
    get("20260103"); // takes the place of the second
    EXPECT_EQ(keys.size(), 2U);
    EXPECT_EQ(keys.derivations(), 3U);
    EXPECT_EQ(get("20260101"), first);
    EXPECT_EQ(keys.derivations(), 3U);
    get("20260102");
    EXPECT_EQ(keys.derivations(), 4U);

    // Gone from the cache, but not for those who have it.
    get("20260104");
    get("20260105");
    EXPECT_EQ(hex(first->bytes()), first_bytes);
}

TEST(sigv4_key_cache, refuses_no_room)
{
    EXPECT_THROW(key_cache(0), std::invalid_argument);
}

TEST(sigv4_key_cache, serves_many_threads)
{
    key_cache keys(3);
    std::vector<std::string> const dates{"20260101", "20260102", "20260103", "20260104", "20260105"};
    std::vector<std::string> expected;
    for (auto const& date : dates)
        expected.push_back(signing_key(secret("secret"), date, "r", "s").sign("text"));

    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t != wrong.size(); ++t)
        threads.emplace_back(
            [&, t]
            {
                for (std::size_t i = 0; i != 500; ++i)
                {
                    auto const which = (i + t) % dates.size();
                    if (keys.get(secret("secret"), dates[which], "r", "s")->sign("text") != expected[which])
                        ++wrong[t];
                }
            });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, std::vector<int>(4, 0));
    EXPECT_LE(keys.size(), 3U);
}

} // namespace
