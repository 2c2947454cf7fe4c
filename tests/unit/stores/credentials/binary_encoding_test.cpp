// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/credentials/binary_encoding.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace dynasio {
namespace {

using namespace std::string_view_literals;

TEST(binary_encoding, base64_text_is_stored)
{
    EXPECT_EQ(to_string(encode_stored_bytes(to_binary("salt 1"), binary_encoding::base64_text)), "c2FsdCAx");
    EXPECT_EQ(to_string(encode_stored_bytes(to_binary("\x00\x01\xFE\xFF"sv), binary_encoding::base64_text)),
        "AAH+/w==");
    EXPECT_EQ(to_string(encode_stored_bytes({}, binary_encoding::base64_text)), "");
}

TEST(binary_encoding, base64_text_decodes_canonical_base64_only)
{
    struct
    {
        std::string_view stored, bytes;
    } const cases[] = {
        {"c2FsdCAx", "salt 1"},
        {"AAH+/w==", "\x00\x01\xFE\xFF"sv},
        {"", ""},
        {"salt 1", "salt 1"},     // length
        {"salt_1--", "salt_1--"}, // the URL-safe alphabet
        {"AAH+/x==", "AAH+/x=="}, // bits behind the last byte
        {"AAH+/w=", "AAH+/w="},   // padding short
        {"AAH+/w", "AAH+/w"},     // padding missing
        {"AA==AAH+", "AA==AAH+"}, // padding within
        {"====", "===="},
        {"A===", "A==="},
        {"AAA\n", "AAA\n"},
        {"YWJj", "abc"},
    };
    for (auto const& [stored, bytes] : cases)
        EXPECT_EQ(to_string(decode_stored_bytes(to_binary(stored), binary_encoding::base64_text)), bytes)
            << stored;
}

TEST(binary_encoding, raw_leaves_bytes_alone)
{
    EXPECT_EQ(to_string(encode_stored_bytes(to_binary("salt 1"), binary_encoding::raw)), "salt 1");
    EXPECT_EQ(to_string(decode_stored_bytes(to_binary("YWJj"), binary_encoding::raw)), "YWJj");
}

} // namespace
} // namespace dynasio
