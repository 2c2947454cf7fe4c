// SPDX-License-Identifier: BSL-1.0

#include "http/message/url.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace dynasio::http {
namespace {

std::string whole(url const& u)
{
    return u.without_query() + std::string(u.target.substr(u.path().size()));
}

TEST(url, has_an_origin_and_a_target)
{
    auto const plain = parse_url("HTTP://Example.COM");
    EXPECT_EQ(plain.to, (origin{false, "example.com", 80}));
    EXPECT_EQ(plain.target, "/");
    auto const full = parse_url("https://[::1]:8443/a%20b/c?x=1&y=/?");
    EXPECT_EQ(full.to, (origin{true, "::1", 8443}));
    EXPECT_EQ(full.target, "/a%20b/c?x=1&y=/?");
    EXPECT_EQ(full.path(), "/a%20b/c");
    EXPECT_EQ(full.without_query(), "https://[::1]:8443/a%20b/c");
    EXPECT_EQ(parse_url("http://h?x").target, "/?x");
}

TEST(url, refuses_what_is_no_url_to_send_to)
{
    for (std::string_view const bad :
        {"", "h/x", "ftp://h/", "http://", "http:///x", "http://u:secret@h/", "http://h/#x", "http://h:0/",
            "http://h:65536/", "http://h:/", "http://h/a b", "http://h/\r\nX: y", "http://h/\xc3\xa9",
            "http://[::1/", "http://[x]/", "http://[::1]x/", "http://a..b/", "http://a b/"})
    {
        try
        {
            parse_url(bad);
            ADD_FAILURE() << bad;
        }
        catch (std::invalid_argument const& e)
        {
            EXPECT_EQ(std::string(e.what()).find("secret"), std::string::npos);
        }
    }
}

// The examples of RFC 3986, section 5.4, that have an origin.
TEST(url, resolves_references)
{
    auto const base = parse_url("http://a/b/c/d;p?q");
    std::array const cases{
        std::pair{"http:", ""},
        std::pair{"g", "http://a/b/c/g"},
        std::pair{"./g", "http://a/b/c/g"},
        std::pair{"g/", "http://a/b/c/g/"},
        std::pair{"/g", "http://a/g"},
        std::pair{"//g", "http://g/"},
        std::pair{"?y", "http://a/b/c/d;p?y"},
        std::pair{"g?y", "http://a/b/c/g?y"},
        std::pair{"#s", "http://a/b/c/d;p?q"},
        std::pair{"g#s", "http://a/b/c/g"},
        std::pair{";x", "http://a/b/c/;x"},
        std::pair{"", "http://a/b/c/d;p?q"},
        std::pair{".", "http://a/b/c/"},
        std::pair{"./", "http://a/b/c/"},
        std::pair{"..", "http://a/b/"},
        std::pair{"../g", "http://a/b/g"},
        std::pair{"../..", "http://a/"},
        std::pair{"../../../g", "http://a/g"},
        std::pair{"/../g", "http://a/g"},
        std::pair{"g.", "http://a/b/c/g."},
        std::pair{"..g", "http://a/b/c/..g"},
        std::pair{"./g/.", "http://a/b/c/g/"},
        std::pair{"g/../h", "http://a/b/c/h"},
        std::pair{"g?y/../x", "http://a/b/c/g?y/../x"},
        std::pair{"https://other:1/x", "https://other:1/x"},
        std::pair{"http://u@h/", ""},
        std::pair{"//u:p@h/", ""},
        std::pair{"mailto:a@b", ""},
        std::pair{"a b", ""},
    };
    for (auto const& [reference, expected] : cases)
    {
        std::string result;
        try
        {
            result = whole(resolve_reference(base, reference));
        }
        catch (std::invalid_argument const&)
        {
            result.clear();
        }
        EXPECT_EQ(result, expected) << reference;
    }
}

} // namespace
} // namespace dynasio::http
