// SPDX-License-Identifier: BSL-1.0

#include "json/text_walk.hpp"

#include <dynasio/json/detail/decode.hpp>

#include <gtest/gtest.h>

namespace dynasio::json {
namespace {

std::string python_form(std::string_view text, std::size_t most_levels = 8)
{
    std::string result;
    append_python_form(result, text, most_levels);
    return result;
}

TEST(text_walk, finds_the_members_of_an_object_as_they_are_written)
{
    std::string const text = " { \"a\" :1.50e+400, \"b\\u0063\\\"\":[ {\"x\": null}, \"}\" ],\"\": {} } ";
    auto const members = members_of(text, 8);
    ASSERT_EQ(members.size(), 3u);
    EXPECT_EQ(members[0].name, "a");
    EXPECT_EQ(members[0].value, "1.50e+400");
    EXPECT_EQ(members[1].name, "bc\"");
    EXPECT_EQ(members[1].value, "[ {\"x\": null}, \"}\" ]");
    EXPECT_EQ(members[2].name, "");
    EXPECT_EQ(members[2].value, "{}");
    EXPECT_TRUE(members_of("{}", 1).empty());
}

TEST(text_walk, refuses_what_is_not_one_object)
{
    for (std::string_view const bad :
        {"", " ", "1", "[1]", "null", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1,}", "{,}", "{a:1}",
            "{\"a\":1}x", "{\"a\":[1,]}", "{\"a\":[1}", "{\"a\":{1:2}}", "{\"a\":nul}", "{\"a\":01}",
            "{\"a\":\"\\ud800\"}", "{\"a\":\"\xff\"}", "{\"a\":\"\n\"}", "{\"a\":1 \"b\":2}", "{\"a\":[}]}"})
        EXPECT_THROW(members_of(bad, 8), codec_error) << bad;
}

TEST(text_walk, counts_levels)
{
    auto const nested = [](std::size_t levels)
    { return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}"; };
    EXPECT_NO_THROW(members_of(nested(64), 64));
    EXPECT_THROW(members_of(nested(65), 64), codec_error);
    EXPECT_NO_THROW(python_form(nested(64), 64));
    EXPECT_THROW(python_form(nested(65), 64), codec_error);
    // Bounded stack, whatever the limit.
    EXPECT_NO_THROW(members_of(nested(1'000'000), 1'000'000));
}

TEST(text_walk, writes_the_form_of_python)
{
    EXPECT_EQ(python_form(" [1 ,\"\xc3\xa9\",{ \"\xf0\x9f\x98\x80\":true}] "),
        "[1, \"\\u00e9\", {\"\\ud83d\\ude00\": true}]");
    EXPECT_EQ(python_form("\"\\/\\u00FC\\n\\u0001\x7f\\\\\""), "\"/\\u00fc\\n\\u0001\\u007f\\\\\"");
    EXPECT_EQ(python_form("\"\xef\xbf\xbf\""), "\"\\uffff\"");
    EXPECT_EQ(python_form("12345678901234567890.10"), "12345678901234567890.10");
    EXPECT_EQ(python_form("[[],{}]"), "[[], {}]");
    EXPECT_THROW(python_form("1 2"), codec_error);
    EXPECT_THROW(python_form(""), codec_error);
}

} // namespace
} // namespace dynasio::json
