// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"
#include "unit/stores/push/random_ids.hpp"

#include <dynasio/stores/push/channel_id.hpp>
#include <dynasio/stores/push/uaid.hpp>

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace dynasio {
namespace {

using tests::expect_store_error;

constexpr std::string_view dashed = "01234567-89ab-cdef-fedc-ba9876543210";
constexpr std::string_view digits = "0123456789abcdeffedcba9876543210";
constexpr std::array<std::byte, 16> bytes{std::byte{0x01}, std::byte{0x23}, std::byte{0x45}, std::byte{0x67},
    std::byte{0x89}, std::byte{0xab}, std::byte{0xcd}, std::byte{0xef}, std::byte{0xfe}, std::byte{0xdc},
    std::byte{0xba}, std::byte{0x98}, std::byte{0x76}, std::byte{0x54}, std::byte{0x32}, std::byte{0x10}};

/// Every text that is nearly an id.
std::vector<std::string> no_ids()
{
    std::vector<std::string> texts{"", "nope", "-", std::string(32, '-'), std::string(36, '-'),
        std::string(36, '0'), std::string(32, '\0'), std::string(digits) + '0', ' ' + std::string(digits),
        "{" + std::string(dashed) + "}", "01234567-89ab-cdef-fedcba9876543210",
        "0123456-789ab-cdef-fedc-ba9876543210", "012345678-9ab-cdef-fedc-ba9876543210",
        "01234567-89abc-def-fedc-ba9876543210", "01234567-89ab-cdef-fedcb-a9876543210",
        "01234567-89ab-cde-ffedc-ba9876543210", "0123456789ab-cdef-fedc-ba98-76543210"};
    for (auto const good : {digits, dashed})
        for (std::size_t i = 0; i < good.size(); ++i)
        {
            texts.emplace_back(good.substr(0, i));
            // The neighbours of each range of digits, a byte that is not ASCII, a dash in the place of a digit.
            for (char const c : {'/', ':', '@', 'G', '`', 'g', '\xff', good[i] == '-' ? '0' : '-'})
            {
                std::string changed(good);
                changed[i] = c;
                texts.push_back(changed);
            }
        }
    return texts;
}

TEST(push_pure, ids_are_read_in_every_spelling)
{
    for (std::string const& text :
        {std::string(dashed), std::string(digits), std::string("01234567-89AB-CDEF-FEDC-BA9876543210"),
            std::string("0123456789ABCDEFFEDCBA9876543210"), std::string("0123456789aBcDeFfEdCbA9876543210")})
    {
        EXPECT_EQ(uaid(text), uaid(bytes)) << text;
        EXPECT_EQ(uaid::parse(text), uaid(bytes)) << text;
        EXPECT_EQ(channel_id(text), channel_id(bytes)) << text;
        EXPECT_EQ(channel_id::parse(text), channel_id(bytes)) << text;
    }
    EXPECT_EQ(uaid(digits).bytes(), bytes);
    EXPECT_EQ(channel_id(digits).bytes(), bytes);
}

TEST(push_pure, ids_are_written_in_one_spelling)
{
    EXPECT_EQ(uaid(bytes).text(), digits);
    EXPECT_EQ(channel_id(bytes).text(), dashed);
    EXPECT_EQ(channel_id(bytes).digits(), digits);
    EXPECT_EQ(uaid().text(), std::string(32, '0'));
    EXPECT_EQ(channel_id().text(), "00000000-0000-0000-0000-000000000000");
    std::ostringstream out;
    out << uaid(bytes) << ' ' << channel_id(bytes);
    EXPECT_EQ(out.str(), std::string(digits) + ' ' + std::string(dashed));
}

TEST(push_pure, case_2_a_uaid_is_stored_without_dashes)
{
    EXPECT_EQ(uaid("abad1dea-0000-0000-aabb-ccdd00000000").text(), "abad1dea00000000aabbccdd00000000");
}

TEST(push_pure, case_15_a_channel_is_stored_in_lower_case_with_dashes)
{
    EXPECT_EQ(channel_id("DEADBEEF00000000DECAFBAD00000000").text(), "deadbeef-0000-0000-deca-fbad00000000");
    auto const error = expect_store_error(store_errc::bad_input, [] { (void)channel_id("nope"); });
    EXPECT_EQ(error.attribute, "channel");
}

TEST(push_pure, other_texts_are_no_ids)
{
    for (auto const& text : no_ids())
    {
        EXPECT_EQ(uaid::parse(text), std::nullopt) << text;
        EXPECT_EQ(channel_id::parse(text), std::nullopt) << text;
        auto const error = expect_store_error(store_errc::bad_input, [&] { (void)uaid(text); });
        EXPECT_EQ(error.attribute, "uaid");
        EXPECT_EQ(error.reason, "is not 32 hexadecimal digits or a UUID with dashes");
        expect_store_error(store_errc::bad_input, [&] { (void)channel_id(text); });
    }
}

TEST(push_pure, ids_are_ordered_as_their_texts_are)
{
    tests::random_ids random(11);
    std::vector<uaid> users(200);
    for (auto& user : users)
    {
        user = random.uaid();
        EXPECT_EQ(uaid(user.text()), user);
        channel_id const channel(user.bytes());
        EXPECT_EQ(channel_id(channel.text()), channel);
        EXPECT_EQ(channel_id(channel.digits()), channel);
        for (auto const& other : users)
        {
            EXPECT_EQ(user < other, user.text() < other.text());
            EXPECT_EQ(channel < channel_id(other.bytes()), channel.text() < channel_id(other.bytes()).text());
        }
    }
    EXPECT_EQ(std::set<uaid>(users.begin(), users.end()).size(), users.size());
}

TEST(push_pure, case_12_hash_known_answer)
{
    EXPECT_EQ(hash_uaid(secret("SuperSikkret"), "01234567123401234123456789ABCDEF"),
        "0530bb351921e7b4be66831e4c126c6d8f614d06cdd592cb8470f31177c8331a");
}

// The expected digests are from Python's hmac.
TEST(push_pure, a_hash_depends_on_key_and_text)
{
    EXPECT_EQ(hash_uaid(secret("SuperSikkret"), uaid("abad1dea-0000-0000-aabb-ccdd00000000").text()),
        "f0b6abeb110342ec5ec97d7cba7cb6ed2ecbd3a04b353d365755121ae4a84ca5");
    EXPECT_EQ(hash_uaid(secret(), "0123456712340123"),
        "5a13715ad94d12361ad2dee3480a1a7286bee98bc1493033c4d3788d0bf0d7ea");
    EXPECT_EQ(hash_uaid(secret(std::string(200, 'k')), "0123456712340123"),
        "9e51811e43ea25554cae8c4c6b49657f02e57aa0a8efd2c8b7d3e39d63597bbc");
    EXPECT_EQ(hash_uaid(secret(""), std::string_view()).size(), 64u);
}

} // namespace
} // namespace dynasio
