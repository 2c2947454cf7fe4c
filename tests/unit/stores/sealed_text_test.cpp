// SPDX-License-Identifier: BSL-1.0
//
// Sealed texts. The expected ones were made with Go's crypto/cipher, and the first one with Python's cryptography as well.

#include "stores/sealed_text.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <stdexcept>
#include <vector>

namespace dynasio::stores {
namespace {

std::string from_hex(std::string_view digits)
{
    auto const value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    return bytes;
}

/// The bytes from `first` on, counted up.
template <class Bytes>
Bytes counted(Bytes bytes, int first)
{
    std::iota(bytes.begin(), bytes.end(), static_cast<typename Bytes::value_type>(first));
    return bytes;
}

secret counted_key()
{
    return secret(counted(std::string(32, '\0'), 0));
}

struct known_seal
{
    secret key;
    gcm_nonce nonce;
    std::string bound;
    std::string text;
    std::string sealed;
};

std::vector<known_seal> known_seals()
{
    using namespace std::string_literals;
    auto const nonce = counted(gcm_nonce(), 0xA0);
    return {
        {counted_key(), nonce, "query\nphones\nname\n1", R"({"Parts":[{"Start":{"id":{"N":"7"}}}]})",
            from_hex(
                "a0a1a2a3a4a5a6a7a8a9aaab9d3a2c4c37bf719d583efcf1540ea1ac048e636bb0de264ea67504c85d915736f0"
                "0b3a82f25f4e382cd2021e819d8aab801557d6f00a")},
        {counted_key(), nonce, "", "", from_hex("a0a1a2a3a4a5a6a7a8a9aaab5c699625af4b93a0f8220a2a6119c5d0")},
        {secret(std::string(32, '\xFF')), gcm_nonce(), "scope",
            "\0\xFF text of more than one block of the cipher \0"s,
            from_hex(
                "000000000000000000000000c7364d8ba8e4b43f7d6065a19356b1201b4e30573f7478cc7e04f611849a7c0635f3"
                "c8426f1cfa03a4dd7ae3833b6e4ec76605cc63bf1cc31f2287e0257a")},
    };
}

TEST(sealed_text, is_what_other_programs_make)
{
    for (auto const& [key, nonce, bound, text, sealed] : known_seals())
    {
        EXPECT_EQ(seal(key, nonce, bound, text), sealed);
        EXPECT_EQ(unseal(std::vector{key}, bound, sealed), text);
    }
}

TEST(sealed_text, is_refused_with_any_bit_changed)
{
    for (auto const& [key, nonce, bound, text, sealed] : known_seals())
        for (std::size_t i = 0; i < sealed.size() * 8; ++i)
        {
            auto changed = sealed;
            changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
            EXPECT_EQ(unseal(std::vector{key}, bound, changed), std::nullopt) << i;
        }
}

TEST(sealed_text, is_refused_if_cut_or_longer)
{
    auto const known = known_seals().front();
    std::vector const keys{known.key};
    for (std::size_t size = 0; size < known.sealed.size(); ++size)
    {
        EXPECT_EQ(unseal(keys, known.bound, known.sealed.substr(0, size)), std::nullopt) << size;
        EXPECT_EQ(unseal(keys, known.bound, known.sealed.substr(known.sealed.size() - size)), std::nullopt);
    }
    EXPECT_EQ(unseal(keys, known.bound, known.sealed + '\0'), std::nullopt);
}

TEST(sealed_text, belongs_to_what_it_is_bound_to)
{
    auto const known = known_seals().front();
    for (std::string const other :
        {"", "query\nphones\nname\n", "query\nphones\nname\n2", "Query\nphones\nname\n1"})
        EXPECT_EQ(unseal(std::vector{known.key}, other, known.sealed), std::nullopt) << other;
}

TEST(sealed_text, is_read_with_any_of_several_keys)
{
    auto const known = known_seals().front();
    secret const other(std::string(32, 'k'));
    EXPECT_EQ(unseal(std::vector{other, known.key}, known.bound, known.sealed), known.text);
    EXPECT_EQ(unseal(std::vector{known.key, other}, known.bound, known.sealed), known.text);
    EXPECT_EQ(unseal(std::vector{other}, known.bound, known.sealed), std::nullopt);
    EXPECT_EQ(unseal({}, known.bound, known.sealed), std::nullopt);
    secret const too_short(std::string(16, '\0'));
    EXPECT_EQ(unseal(std::vector{too_short}, known.bound, known.sealed), std::nullopt);
    EXPECT_THROW((void)seal(too_short, known.nonce, "", ""), std::runtime_error);
}

} // namespace
} // namespace dynasio::stores
