// SPDX-License-Identifier: BSL-1.0
//
// Message ids as Fernet tokens. The expected tokens were made with Python's cryptography; that of "hello"
// is the example of Fernet's specification. Those that no program makes were put together with Python's hmac and openssl(1).

#include "unit/stores/push/random_ids.hpp"
#include "value/base64.hpp"

#include <dynasio/stores/push/message_id.hpp>
#include <dynasio/stores/store_error.hpp>

#include <openssl/err.h>

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <vector>

namespace dynasio {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::string_view known_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
constexpr std::string_view known_text =
    "02:deadbeef00000000decafbad00000000:deadbeef0000000000000000deadbeef:1523456789123456";
constexpr std::string_view known_token =
    "gAAAAABazhsVAAECAwQFBgcICQoLDA0OD43EhrNJB80Pv6w-ZICuY-"
    "TtY0R6tzgvpAUoot72HvZ5W8VmEGlttNZGKGLl2TfFwJA7th7be46c"
    "KJrXHW0fOkMgNbl-e7k4sWmQ6FopXx452v__tyMHaoLKyIcZHCNi6eB4oLYPRCJ-S_I53f8_BKXdQ0KJ2wypBiyThmvVzNdI";

template <class... Keys>
message_id_codec codec_of(Keys... keys)
{
    std::vector<secret> all;
    (all.emplace_back(keys), ...);
    return message_id_codec(all);
}

message_id_codec::vector counted()
{
    message_id_codec::vector iv;
    for (std::size_t i = 0; i < iv.size(); ++i)
        iv[i] = static_cast<std::byte>(i);
    return iv;
}

message_id_codec::vector filled(int value)
{
    message_id_codec::vector iv;
    iv.fill(static_cast<std::byte>(value));
    return iv;
}

sys_seconds at(std::int64_t since_1970)
{
    return sys_seconds(seconds(since_1970));
}

message_id known_id()
{
    return {.uaid = uaid("deadbeef00000000decafbad00000000"),
        .channel = channel_id("deadbeef0000000000000000deadbeef"),
        .position = message_position(1'523'456'789'123'456)};
}

TEST(push_pure, case_29_fernet_known_answer)
{
    auto const codec = codec_of(known_key);
    EXPECT_EQ(known_id().text(), known_text);
    EXPECT_EQ(codec.encrypt_text(known_text, at(1'523'456'789), counted()), known_token);
    EXPECT_EQ(codec.encrypt(known_id(), at(1'523'456'789), counted()), known_token);
    EXPECT_EQ(codec.decrypt_text(known_token), known_text);
    EXPECT_EQ(codec.decrypt(known_token), known_id());
}

struct known
{
    std::string_view key;
    std::int64_t time;
    message_id_codec::vector iv;
    std::string text;
    std::string token;
};

std::vector<known> known_tokens()
{
    std::string high;
    for (int i = 0; i < 32; ++i)
        high += static_cast<char>(0xf0 + i % 16);
    return {
        {"cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=", 499'162'800, counted(), "hello",
            "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_"
            "5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="},
        {known_key, 0, filled(0), "",
            "gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM1N-Y9qS0VXYKUjr6BoffxjlZWM-uG_cNpzTcpDsEZqljYihWZyn1rAa1-"
            "h3Na1FA=="},
        {known_key, 4'102'444'800, filled(0xff), high,
            "gAAAAAD0hlcA_____________________57x6NtUgrOJgXkghunq4SeL9mK-"
            "54uFNeRSy6QzCTwFyurBsm4ntbDARn2M6b0Q3dMShvxO"
            "S0zObRdUk6h_Ol6GNIK7Uao3Sq1wk9HlElPv"},
        {known_key, 1'528'934'400, counted(),
            "01:abad1dea00000000aabbccdd00000000:deadbeef00000000decafbad00000000:top",
            "gAAAAABbIbAAAAECAwQFBgcICQoLDA0OD5flmn7YCW1vFOuqJJAzqSL3jFODhDTKuWeBOc5ohH3EvmDupe1Qe4djoyjF7OjU"
            "BnJHLsD2"
            "H82dzOrY23oHZujoSkgo9bKglT-7ZcDjxSi8a45gXWXobxaWbMSWaFNuuVlcF6ypT8qSuwHSSvI4wi8="},
        {known_key, 1'528'934'400, counted(),
            "m:abad1dea00000000aabbccdd00000000:deadbeef00000000decafbad00000000",
            "gAAAAABbIbAAAAECAwQFBgcICQoLDA0OD5aWl6q2eGb4HvOo-utN2jw9I7AWNX9DFF29-"
            "ax7LinqvY6iuwAHd5RrS5UxWIh3qEwenasj"
            "I1-cHxq3mlWGfB4vqcBkFERMTMgfJfftRFbPU1mYXv2kj7cqlYYN_4eAjUMRUUy6Mf262XHA7RWaVF8="},
    };
}

TEST(push_pure, tokens_are_what_other_programs_make)
{
    for (auto const& [key, time, iv, text, token] : known_tokens())
    {
        auto const codec = codec_of(key);
        EXPECT_EQ(codec.encrypt_text(text, at(time), iv), token);
        EXPECT_EQ(codec.decrypt_text(token), text);
    }
}

TEST(push_pure, tokens_are_read_without_padding_too)
{
    for (auto const& [key, time, iv, text, token] : known_tokens())
    {
        auto const codec = codec_of(key);
        auto const bare = token.substr(0, token.find('='));
        EXPECT_EQ(codec.decrypt_text(bare), text);
        for (auto const* padding : {"=", "==", "===", "===="})
            EXPECT_EQ(codec.decrypt_text(bare + padding),
                bare + padding == token ? std::optional(text) : std::nullopt)
                << bare << padding;
    }
    EXPECT_EQ(codec_of(known_key).decrypt_text(std::string(known_token) + "===="), std::nullopt);
}

TEST(push_pure, case_29_a_changed_character_is_refused)
{
    auto const codec = codec_of(known_key);
    auto all = known_tokens();
    all.erase(all.begin()); // has another key
    all.push_back({known_key, 0, {}, std::string(known_text), std::string(known_token)});
    for (auto const& each : all)
    {
        auto const& token = each.token;
        for (std::size_t i = 0; i < token.size(); ++i)
            for (char const c : {'A', 'B', 'z', '9', '-', '_', '+', '/', '=', ' ', '\0', '\xff'})
            {
                if (token[i] == c)
                    continue;
                auto changed = token;
                changed[i] = c;
                EXPECT_EQ(codec.decrypt_text(changed), std::nullopt) << i << ' ' << c;
                EXPECT_EQ(codec.decrypt(changed), std::nullopt) << i << ' ' << c;
            }
    }
}

TEST(push_pure, a_token_that_is_cut_or_longer_is_refused)
{
    auto const codec = codec_of(known_key);
    for (std::size_t size = 0; size < known_token.size(); ++size)
    {
        EXPECT_EQ(codec.decrypt_text(known_token.substr(0, size)), std::nullopt) << size;
        EXPECT_EQ(codec.decrypt_text(known_token.substr(known_token.size() - size)), std::nullopt) << size;
    }
    for (auto const* more : {"A", "AA", "AAAA", "\n", " "})
    {
        EXPECT_EQ(codec.decrypt_text(std::string(known_token) + more), std::nullopt);
        EXPECT_EQ(codec.decrypt_text(more + std::string(known_token)), std::nullopt);
    }
    EXPECT_EQ(codec.decrypt_text(std::string_view()), std::nullopt);
}

// Only who has the key can make these.
TEST(push_pure, a_signed_token_that_is_none_is_refused)
{
    auto const codec = codec_of(known_key);
    ERR_clear_error();
    // Wrong padding of the text.
    EXPECT_EQ(codec.decrypt_text("gAAAAABbIbAAAAECAwQFBgcICQoLDA0ODwxnxuU1LvDJI85gh9NvOEy_8tcXu13Fzo-"
                                 "V8iuGaJzYJdadJ2pZ0WklyViazfArGw=="),
        std::nullopt);
    EXPECT_EQ(ERR_peek_error(), 0u) << "nothing is left behind in the application's queue of errors";
    // No block, and more than one block.
    EXPECT_EQ(
        codec.decrypt_text("gAAAAABbIbAAAAECAwQFBgcICQoLDA0ODw7jma9IuAjcueeRi_jHjSnCFIJCKC7K3hWHw4gBfqjl"),
        std::nullopt);
    EXPECT_EQ(codec.decrypt_text("gAAAAABbIbAAAAECAwQFBgcICQoLDA0ODwxnxuU1LvDJI85gh9NvOEx4sbv-"
                                 "ZQ8lWNX97MOa705bgy-KbHm-MxTVEH6-Eq48Yfs="),
        std::nullopt);
    // Version 0x81.
    EXPECT_EQ(codec.decrypt_text("gQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADrpTQBdiVmn_taaVF4O85YGGw7QmmS9_"
                                 "vsOdNFQ1h27kRprkm-01EwZXR6jFgrwkA=="),
        std::nullopt);
}

TEST(push_pure, keys_are_rotated)
{
    std::string const other_key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    auto const old_codec = codec_of(known_key);
    auto const both = codec_of(other_key, known_key);
    auto const new_codec = codec_of(other_key);
    EXPECT_EQ(both.decrypt(known_token), known_id());
    EXPECT_EQ(new_codec.decrypt(known_token), std::nullopt);
    auto const token = both.encrypt(known_id(), at(1), counted());
    EXPECT_EQ(token, new_codec.encrypt(known_id(), at(1), counted())) << "the first key writes";
    EXPECT_EQ(both.decrypt(token), known_id());
    EXPECT_EQ(new_codec.decrypt(token), known_id());
    EXPECT_EQ(old_codec.decrypt(token), std::nullopt);
}

TEST(push_pure, each_half_of_a_key_matters)
{
    auto const with_first_half = codec_of("AAECAwQFBgcICQoLDA0OD____________________w8=");
    auto const with_second_half = codec_of("_____________________xAREhMUFRYXGBkaGxwdHh8=");
    EXPECT_EQ(with_first_half.decrypt_text(known_token), std::nullopt);
    EXPECT_EQ(with_second_half.decrypt_text(known_token), std::nullopt);
}

TEST(push_pure, invalid_message_ids_have_no_token)
{
    auto id = known_id();
    id.topic = "top";
    EXPECT_THROW((void)codec_of(known_key).encrypt(id), store_error);
    EXPECT_THROW((void)codec_of(known_key).encrypt(id, at(1), counted()), store_error);
}

TEST(push_pure, keys_that_are_none)
{
    auto const expect = [](std::vector<secret> const& keys, std::string_view text)
    {
        try
        {
            message_id_codec const codec(keys);
            ADD_FAILURE() << "nothing was thrown; " << text;
        }
        catch (std::invalid_argument const& e)
        {
            EXPECT_EQ(e.what(), text);
        }
    };
    expect({}, "message_id_codec: there is no key");
    for (auto const* text : {"", "A",
             "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g",
             "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8==", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=",
             " AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "//////////////////////////////////////////8=",
             "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"})
    {
        expect({secret(text)}, "message_id_codec: key 1 of 1 is not URL-safe base64 of 32 bytes");
        expect({secret(known_key), secret(text), secret(known_key)},
            "message_id_codec: key 2 of 3 is not URL-safe base64 of 32 bytes");
    }
    EXPECT_EQ(codec_of(known_key.substr(0, 43)).decrypt(known_token), known_id()) << "without padding";
}

TEST(push_pure, a_token_of_another_text_names_no_message)
{
    auto const codec = codec_of(known_key);
    for (auto const& each : known_tokens())
    {
        auto const id = codec.decrypt(each.token);
        EXPECT_EQ(id.has_value(), each.text.starts_with("m:") || each.text.starts_with("01:")) << each.text;
        if (id)
        {
            EXPECT_EQ(id->text(), each.text);
        }
    }
}

TEST(push_pure, message_ids_come_back_from_their_tokens)
{
    tests::random_ids random(15);
    auto const codec = codec_of(known_key);
    for (int i = 0; i < 2000; ++i)
    {
        auto const id = random.id();
        auto const token =
            codec.encrypt(id, at(static_cast<std::int64_t>(random.below(1U << 31))), random.bytes());
        EXPECT_EQ(token.size() % 4, 0u);
        EXPECT_EQ(codec.decrypt(token), id);
    }
}

TEST(push_pure, texts_of_every_size_come_back_from_their_tokens)
{
    tests::random_ids random(16);
    auto const codec = codec_of(known_key);
    for (std::size_t size = 0; size < 300; ++size)
    {
        std::string text(size, '\0');
        for (char& c : text)
            c = static_cast<char>(random.below(256));
        EXPECT_EQ(codec.decrypt_text(codec.encrypt_text(text, at(-1), random.bytes())), text);
    }
    std::string const large(1 << 20, 'x');
    EXPECT_EQ(codec.decrypt_text(codec.encrypt_text(large, sys_seconds::min(), counted())), large);
}

/// The seconds that a token holds.
std::uint64_t time_of(std::string_view token)
{
    binary bytes;
    EXPECT_TRUE(value::decode_base64url(token, bytes));
    std::uint64_t result = 0;
    for (std::size_t i = 1; i <= 8; ++i)
        result = result << 8 | std::to_integer<std::uint64_t>(bytes.at(i));
    return result;
}

TEST(push_pure, tokens_of_now_are_never_the_same)
{
    auto const now = []
    { return static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch() / seconds(1)); };
    auto const codec = codec_of(known_key);
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i)
    {
        auto const earliest = now();
        auto const token = codec.encrypt(known_id());
        EXPECT_GE(time_of(token), earliest);
        EXPECT_LE(time_of(token), now());
        EXPECT_EQ(codec.decrypt(token), known_id());
        tokens.insert(token.substr(12)); // behind the time
    }
    EXPECT_EQ(tokens.size(), 100u);
}

} // namespace
} // namespace dynasio
