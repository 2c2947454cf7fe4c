// SPDX-License-Identifier: BSL-1.0

#include "value/base64.hpp"

#include <dynasio/value/binary.hpp>

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace dynasio {
namespace {

TEST(Binary, KeepsBytes)
{
    std::string const text("a\0\xff", 3);
    EXPECT_EQ(to_string(to_binary(text)), text);
    EXPECT_TRUE(to_binary("").empty());
}

TEST(Base64, EncodesAsRfc4648)
{
    struct
    {
        char const* bytes;
        char const* text;
    } const cases[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    for (auto const& c : cases)
    {
        EXPECT_EQ(base64_encode(to_binary(c.bytes)), c.text);
        EXPECT_EQ(base64_decode(c.text), to_binary(c.bytes)) << c.text;
    }
}

TEST(Base64, HasTwoAlphabets)
{
    EXPECT_EQ(base64_encode(to_binary("\xfb\xff\xfe")), "+//+");
    EXPECT_EQ(base64url_encode(to_binary("\xfb\xff\xfe")), "-__-");
    EXPECT_FALSE(base64_decode("-__-"));
}

TEST(Base64, RefusesAllButCanonicalText)
{
    for (auto const* text : {"Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zh==", "Zm9=", "Zm9v ", "Zm9v\n",
             " Zm9v", "Zg==Zg==", "Zm=v", "Zm9v====", "Zm!v", "Zm9\xff"})
        EXPECT_FALSE(base64_decode(text)) << text;
}

TEST(Base64, DecodesTheUrlSafeFormWithPaddingOrWithout)
{
    struct
    {
        char const* bytes;
        char const* text;
    } const cases[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
        {"\xfb\xff\xfe", "-__-"}, {"\xfb\xff", "-_8="}, {"\xff", "_w=="}};
    for (auto const& c : cases)
    {
        std::string_view const text = c.text;
        for (auto const each : {text, text.substr(0, text.find('='))})
        {
            binary bytes = to_binary("before");
            EXPECT_TRUE(value::decode_base64url(each, bytes)) << each;
            EXPECT_EQ(bytes, to_binary(c.bytes)) << each;
        }
    }
    binary bytes;
    for (auto const* text : {"Zg=", "Zg===", "Z", "Z===", "====", "=", "==", "Zh==", "Zh", "Zm9=", "Zm9",
             "Zm9v ", "Zm9v\n", " Zm9v", "Zg==Zg==", "Zm=v", "Zm9v=", "Zm9v==", "Zm9v====", "Zm!v", "Zm9\xff",
             "+//+", "Zm9+", "Zm9vZ", "Zm9vZ==="})
        EXPECT_FALSE(value::decode_base64url(text, bytes)) << text;
}

TEST(Base64, ReadsBackAnyBytes)
{
    std::mt19937 random(3);
    for (std::size_t size = 0; size < 300; ++size)
    {
        binary bytes(size);
        for (auto& b : bytes)
            b = static_cast<std::byte>(random());
        EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
        binary decoded;
        EXPECT_TRUE(value::decode_base64url(base64url_encode(bytes), decoded));
        EXPECT_EQ(decoded, bytes);
    }
}

} // namespace
} // namespace dynasio
