// SPDX-License-Identifier: BSL-1.0
//
// Keys, URLs and patterns. Numbers of cases are those of the specification, section 6.

#include "stores/urls/key_url.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace dynasio::stores::urls {
namespace {

url_store_options options_of(std::string base)
{
    url_store_options result;
    result.base_url = std::move(base);
    return result;
}

std::string text_of(std::optional<http::url> const& url)
{
    return url ? url->without_query() : "none";
}

TEST(key_urls, case_1_default_urls_and_other_parts)
{
    key_urls const plain(options_of("http://localhost:8080/store"));
    EXPECT_EQ(text_of(plain.of_part("k1", "data")), "http://localhost:8080/store/k1/data");
    EXPECT_EQ(text_of(plain.of_part("k1", "auth")), "http://localhost:8080/store/k1/auth");
    EXPECT_EQ(text_of(plain.of_key("k1")), "http://localhost:8080/store/k1");
    auto options = options_of("http://localhost");
    options.parts.data = "d";
    options.parts.metadata = "m";
    options.parts.permissions = "p";
    EXPECT_EQ(text_of(key_urls(options).of_part("key", options.parts.data)), "http://localhost/key/d");
    EXPECT_EQ(text_of(key_urls(options_of("http://localhost/")).of_key("key")), "http://localhost/key");
}

TEST(key_urls, case_2_escapes)
{
    std::array const cases{
        std::pair{"a b", "a%20b"},
        std::pair{"a/b", "a/b"},
        std::pair{"\xc3\xbc", "%C3%BC"},
        std::pair{"a?b#c", "a%3Fb%23c"},
        std::pair{"100%", "100%25"},
        std::pair{"[x]|\"<>\\^{}`", "%5Bx%5D%7C%22%3C%3E%5C%5E%7B%7D%60"},
        std::pair{"~x!$&'()*+,;=:@", "~x!$&'()*+,;=:@"},
        std::pair{"a%2Fb", "a%252Fb"},
    };
    for (auto const& [key, escaped] : cases)
    {
        EXPECT_EQ(escape_key(key), escaped);
        EXPECT_EQ(refusal_of_key(key, false), "");
    }
}

TEST(key_urls, case_3_what_is_no_key)
{
    for (std::string_view const bad :
        {std::string_view(""), std::string_view("."), std::string_view(".."), std::string_view("../up"),
            std::string_view("a/../b"), std::string_view("a/./b"), std::string_view("/a"),
            std::string_view("a/"), std::string_view("a//b"), std::string_view("a\n"),
            std::string_view("\x7f"), std::string_view("a\0b", 3), std::string_view("\xff"),
            std::string_view("\xc3"), std::string_view("\xed\xa0\x80"), std::string_view("a/..")})
        EXPECT_NE(refusal_of_key(bad, false), "") << bad;
    for (std::string_view const good : {"a", "...", "..a", "a..", ".a/b.", "a/...", " "})
        EXPECT_EQ(refusal_of_key(good, false), "") << good;
    for (std::string_view const good : {"/a", "a/", "a//b", "/"})
        EXPECT_EQ(refusal_of_key(good, true), "") << good;
    for (std::string_view const bad : {"", "/..", "//../b", "./"})
        EXPECT_NE(refusal_of_key(bad, true), "") << bad;
}

TEST(key_urls, other_formats)
{
    auto options = options_of("https://h/v1");
    options.url_format = "{base}/{part}?key={key}";
    options.url_format_no_part = "{base}/{key}/{key}";
    key_urls const urls(options);
    EXPECT_EQ(urls.of_part("a", "data")->target, "/v1/data?key=a");
    EXPECT_EQ(urls.of_key("a/b")->target, "/v1/a/b/a/b");
    // A key never becomes a part of the origin.
    options.url_format = "https://{key}.example.com/{part}";
    EXPECT_FALSE(key_urls(options).of_part("other", "data"));
    options.url_format = "https://h{key}/{part}";
    EXPECT_FALSE(key_urls(options).of_part("@evil.example/x", "data"));
    EXPECT_FALSE(key_urls(options).of_part(":1/x", "data"));
}

TEST(key_urls, bad_configuration_is_named)
{
    auto const message = [](auto change)
    {
        auto options = options_of("http://h");
        change(options);
        try
        {
            key_urls const urls(options);
            return std::string("none");
        }
        catch (std::invalid_argument const& e)
        {
            std::string const text = e.what();
            return text.substr(0, text.find(':'));
        }
    };
    using o = url_store_options;
    EXPECT_EQ(message([](o&) {}), "none");
    EXPECT_EQ(message([](o& x) { x.base_url = ""; }), "base_url");
    EXPECT_EQ(message([](o& x) { x.base_url = "h"; }), "base_url");
    EXPECT_EQ(message([](o& x) { x.base_url = "http://u:p@h"; }), "base_url");
    EXPECT_EQ(message([](o& x) { x.base_url = "http://h?x"; }), "base_url");
    EXPECT_EQ(message([](o& x) { x.url_format = "{base}/{key}"; }), "url_format");
    EXPECT_EQ(message([](o& x) { x.url_format = "{base}/{part}"; }), "url_format");
    EXPECT_EQ(message([](o& x) { x.url_format = "{base}/{key}/{part}/{other}"; }), "url_format");
    EXPECT_EQ(message([](o& x) { x.url_format = "{base}/{key}/{part}}"; }), "url_format");
    EXPECT_EQ(message([](o& x) { x.url_format = "{base}/{key}/{part}/{"; }), "url_format");
    EXPECT_EQ(message([](o& x) { x.url_format = "{key}/{part}"; }), "url_format");
    EXPECT_EQ(message([](o& x) { x.url_format_no_part = "{base}/{key}/{part}"; }), "url_format_no_part");
    EXPECT_EQ(message([](o& x) { x.parts.metadata = "data"; }), "parts");
    EXPECT_EQ(message([](o& x) { x.parts.permissions = ""; }), "parts");
    EXPECT_EQ(message([](o& x) { x.parts.data = "a b"; }), "parts");
    EXPECT_EQ(message([](o& x) { x.parts.data = ".."; }), "parts");
    EXPECT_EQ(message([](o& x) { x.query_url = "ftp://h"; }), "query_url");
}

TEST(glob, case_24_patterns_of_the_shell)
{
    std::array const yes{std::pair{"key*", "key0"}, std::pair{"*", ""}, std::pair{"*", "a/b"},
        std::pair{"a*b*c", "aXbYbZc"}, std::pair{"?", "\xc3\xa9"}, std::pair{"[abc]x", "bx"},
        std::pair{"[a-c]x", "cx"}, std::pair{"[!a-c]", "d"}, std::pair{"[]]", "]"}, std::pair{"[!]]", "x"},
        std::pair{"[a-]", "-"}, std::pair{"[", "["}, std::pair{"[a", "[a"},
        std::pair{"[\xc3\xa0-\xc3\xbf]", "\xc3\xa9"}, std::pair{"", ""}, std::pair{"**", "x"},
        std::pair{"*a", "aaa"}, std::pair{"a?c", "abc"}};
    for (auto const& [pattern, text] : yes)
        EXPECT_TRUE(matches_glob(pattern, text)) << pattern << ' ' << text;
    std::array const no{std::pair{"key*", "Key0"}, std::pair{"", "a"}, std::pair{"a", ""},
        std::pair{"?", "ab"}, std::pair{"[abc]", "d"}, std::pair{"[!a-c]", "b"}, std::pair{"[a-c]", ""},
        std::pair{"*a", "ab"}, std::pair{"a*b", "a"}, std::pair{"[a-c]", "-"}, std::pair{"a?c", "ac"},
        std::pair{"?", ""}};
    for (auto const& [pattern, text] : no)
        EXPECT_FALSE(matches_glob(pattern, text)) << pattern << ' ' << text;
    // Not in exponential time.
    std::string pattern;
    for (int i = 0; i < 1000; ++i)
        pattern += "*a";
    EXPECT_FALSE(matches_glob(pattern + "b", std::string(5000, 'a')));
}

TEST(identifiers, are_letters_digits_and_underscores)
{
    for (std::string_view const good : {"a", "_", "A1_b"})
        EXPECT_TRUE(is_identifier(good)) << good;
    for (std::string_view const bad : {"", "1a", "a b", "a-b", "\xc3\xa9", "a&b"})
        EXPECT_FALSE(is_identifier(bad)) << bad;
}

} // namespace
} // namespace dynasio::stores::urls
