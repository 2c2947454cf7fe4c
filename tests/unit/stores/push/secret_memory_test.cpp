// SPDX-License-Identifier: BSL-1.0
//
// The keys of message ids and of hashed UAIDs: this program's `free` looks for them, and for what HMAC makes of them, in each
// block before the block is given back. So this test is a program of its own. The test itself keeps the keys out of the heap.

#include <dynasio/stores/push/message_id.hpp>

#include <gtest/gtest.h>

#include <malloc.h>

#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

extern "C" void __libc_free(void* block);

namespace {

// The base64 of the bytes from 0x41 on, which are letters.
constexpr std::string_view key_text = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2A=";
constexpr std::string_view key_bytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`";

/// The first bytes of a key as HMAC hashes them.
constexpr auto mixed(char with)
{
    std::array<char, 8> result{};
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = static_cast<char>(key_bytes[i] ^ with);
    return result;
}
constexpr auto inner = mixed(0x36);
constexpr auto outer = mixed(0x5c);

constexpr std::array<std::string_view, 5> watched{key_text.substr(0, 20), key_bytes.substr(0, 8),
    key_bytes.substr(16, 8), std::string_view(inner.data(), inner.size()),
    std::string_view(outer.data(), outer.size())};

std::atomic<bool> watching = false;
std::array<std::atomic<int>, watched.size()> found{};

} // namespace

extern "C" void free(void* block)
{
    if (block && watching)
    {
        std::string_view const bytes(static_cast<char const*>(block), ::malloc_usable_size(block));
        for (std::size_t i = 0; i < watched.size(); ++i)
            found[i] += bytes.find(watched[i]) != bytes.npos ? 1 : 0;
    }
    __libc_free(block);
}

namespace dynasio {
namespace {

class push_secret_memory : public testing::Test
{
protected:
    push_secret_memory()
    {
        for (auto& count : found)
            count = 0;
        watching = true;
    }
    ~push_secret_memory() override
    {
        watching = false;
        for (std::size_t i = 0; i < watched.size(); ++i)
            EXPECT_EQ(found[i], 0) << "secret " << i;
    }

    static std::vector<secret> keys(std::string_view second)
    {
        std::vector<secret> result;
        result.emplace_back(key_text);
        result.emplace_back(second);
        return result;
    }
};

TEST_F(push_secret_memory, is_found_if_it_is_not_overwritten)
{
    {
        auto const unprotected = std::make_unique<std::string>(std::string(40, ' ') + std::string(key_bytes));
        EXPECT_EQ(unprotected->size(), 72u);
    }
    EXPECT_GT(found[1].exchange(0), 0);
    EXPECT_GT(found[2].exchange(0), 0);
}

TEST_F(push_secret_memory, of_message_id_keys_is_overwritten)
{
    message_id const id{.topic = "top"};
    message_id_codec const codec(keys(key_text));
    auto copy = codec;
    auto const token = copy.encrypt(id);
    EXPECT_EQ(codec.decrypt(token), id);
    EXPECT_EQ(codec.decrypt(token + "A"), std::nullopt);
    auto changed = token;
    changed[30] = changed[30] == 'A' ? 'B' : 'A';
    EXPECT_EQ(codec.decrypt(changed), std::nullopt);
    EXPECT_EQ(codec.encrypt_text(std::string(10'000, 'x'), {}, {}).size(), 13'432u);
    copy = message_id_codec(keys(key_text));
}

TEST_F(push_secret_memory, of_keys_that_are_refused_is_overwritten)
{
    EXPECT_THROW(message_id_codec(keys("nope")), std::invalid_argument);
    // Decodes up to the last character, then does not.
    EXPECT_THROW(
        message_id_codec(keys("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2A!")), std::invalid_argument);
    // One byte more than a key has.
    EXPECT_THROW(
        message_id_codec(keys("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2Bh")), std::invalid_argument);
}

TEST_F(push_secret_memory, of_the_key_of_hashed_uaids_is_overwritten)
{
    EXPECT_EQ(hash_uaid(secret(key_bytes), "abad1dea00000000aabbccdd00000000").size(), 64u);
}

} // namespace
} // namespace dynasio
