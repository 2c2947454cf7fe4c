// SPDX-License-Identifier: BSL-1.0
//
// The general way of signing, beyond the public vectors: canonical forms, options, and what is refused.

#include <dynasio/sigv4/canonical.hpp>
#include <dynasio/sigv4/key_cache.hpp>
#include <dynasio/sigv4/sign.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace dynasio::sigv4;
using namespace std::chrono_literals;

constexpr std::string_view hash_of_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

signing_options options()
{
    return {"eu-central-1", "dynamodb", std::chrono::sys_days(2026y / 11 / 21) + 9h + 8min + 7s};
}

credentials plain()
{
    return {"AKIDEXAMPLE", secret("very-secret")};
}

credentials temporary()
{
    return {"ASIAEXAMPLE", secret("very-secret"), secret("the/token=")};
}

std::vector<header> with_host(std::vector<header> more = {})
{
    more.push_back({"Host", "h.example.com"});
    return more;
}

std::string refusal(std::vector<header> const& headers, credentials const& who = plain(),
    signing_options const& how = options(), std::string_view target = "/")
{
    try
    {
        sign_headers({.target = target, .headers = headers}, who, how);
    }
    catch (std::invalid_argument const& error)
    {
        return error.what();
    }
    return "not refused";
}

TEST(sigv4_canonical, paths)
{
    EXPECT_EQ(canonical_path(""), "/");
    EXPECT_EQ(canonical_path("/"), "/");
    EXPECT_EQ(canonical_path("a"), "/a");
    EXPECT_EQ(canonical_path("/a/./b/../c//d/"), "/a/c/d/");
    EXPECT_EQ(canonical_path("/../../a"), "/a");
    EXPECT_EQ(canonical_path("/a/.."), "/");
    EXPECT_EQ(canonical_path("/a/b/.."), "/a/");
    EXPECT_EQ(canonical_path("/a%20b/\xC3\xA9"), "/a%2520b/%C3%A9");
    EXPECT_EQ(canonical_path("/...a/..b"), "/...a/..b");
}

TEST(sigv4_canonical, paths_as_they_are)
{
    path_rules const as_is{.normalize = false, .double_encode = false};
    EXPECT_EQ(canonical_path("", as_is), "/");
    EXPECT_EQ(canonical_path("//a/../b%20c", as_is), "//a/../b%20c");
    EXPECT_EQ(canonical_path("//a/../b%20c", {.normalize = false, .double_encode = true}), "//a/../b%2520c");
    EXPECT_EQ(canonical_path("//a/../b%20c", {.normalize = true, .double_encode = false}), "/b%20c");
}

TEST(sigv4_canonical, queries)
{
    EXPECT_EQ(canonical_query(""), "");
    EXPECT_EQ(canonical_query("b=2&a=2&a=1&c"), "a=1&a=2&b=2&c=");
    EXPECT_EQ(canonical_query("&&a=1&"), "a=1");
    EXPECT_EQ(canonical_query("a=b=c"), "a=b%3Dc");
    EXPECT_EQ(canonical_query("a=%2f&b=/"), "a=%2F&b=%2F");
    EXPECT_EQ(canonical_query("a=1+1&b=1%201"), "a=1%2B1&b=1%201");
    // Sorted by encoded name, not by what a longer name makes of the whole text.
    EXPECT_EQ(canonical_query("a-b=1&a=2"), "a=2&a-b=1");
    // What is no percent-encoding is a percent sign.
    EXPECT_EQ(canonical_query("a=%zz&b=%2"), "a=%25zz&b=%252");
}

TEST(sigv4_canonical, headers)
{
    std::vector<header> const headers{{"B", "  two   words\t here "}, {"a", "1"}, {"A-b", ""}, {"A", "2"},
        {"User-Agent", "x"}, {"TE", "x"}, {"X-Amzn-Trace-Id", "x"}};
    auto const result = canonical_headers(headers);
    EXPECT_EQ(result.lines, "a:1,2\na-b:\nb:two words here\n");
    EXPECT_EQ(result.names, "a;a-b;b");
}

TEST(sigv4_canonical, headers_of_the_never_signed_list)
{
    for (auto const* name : {"authorization", "connection", "expect", "keep-alive", "proxy-authenticate",
             "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
             "x-amzn-trace-id", "USER-AGENT", "Keep-Alive"})
        EXPECT_TRUE(is_never_signed(name)) << name;
    for (auto const* name : {"host", "content-type", "x-amz-target", "content-length", "t", "tea", ""})
        EXPECT_FALSE(is_never_signed(name)) << name;
}

TEST(sigv4_canonical, bad_headers_are_refused)
{
    for (std::string_view const value :
        {"a\nb", "a\r\nx: y", "\r", "12345678\n", "1234567\n", "tab\tfirst\n"})
        EXPECT_THROW(canonical_headers(std::vector<header>{{"name", value}}), std::invalid_argument) << value;
    EXPECT_THROW(
        canonical_headers(std::vector<header>{{"name", std::string_view("a\0b", 3)}}), std::invalid_argument);
    for (std::string_view const name : {"", "a b", "a:b", "a\n", "\xC3\xA9"})
        EXPECT_THROW(canonical_headers(std::vector<header>{{name, "value"}}), std::invalid_argument) << name;
    EXPECT_NO_THROW(canonical_headers(std::vector<header>{{"name", "tab\tand \xC3\xA9 and \x7f are fine"}}));
}

TEST(sigv4_canonical, payloads)
{
    EXPECT_EQ(payload_hash({}), hash_of_nothing);
    EXPECT_EQ(payload_hash(payload::bytes("")), hash_of_nothing);
    EXPECT_EQ(payload_hash(payload::hash(hash_of_nothing)), hash_of_nothing);
    EXPECT_EQ(payload_hash(payload::not_signed()), "UNSIGNED-PAYLOAD");
    EXPECT_EQ(payload_hash(payload::bytes(std::string(1'000'000, 'a'))),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    EXPECT_THROW(payload_hash(payload::hash("")), std::invalid_argument);
    EXPECT_THROW(payload_hash(payload::hash(std::string(64, 'A'))), std::invalid_argument);
    EXPECT_THROW(payload_hash(payload::hash(std::string(65, 'a'))), std::invalid_argument);
}

TEST(sigv4_canonical, times)
{
    EXPECT_EQ(format_time(std::chrono::sys_seconds{}), "19700101T000000Z");
    EXPECT_EQ(format_time(std::chrono::sys_days(2024y / 2 / 29) + 23h + 59min + 59s), "20240229T235959Z");
    EXPECT_EQ(format_time(std::chrono::sys_seconds(-1s)), "19691231T235959Z");
    EXPECT_THROW(format_time(std::chrono::sys_days(10000y / 1 / 1)), std::invalid_argument);
    EXPECT_THROW(format_time(std::chrono::sys_days(-1y / 1 / 1)), std::invalid_argument);
    EXPECT_THROW(format_time(std::chrono::sys_seconds::max()), std::invalid_argument);
    EXPECT_THROW(format_time(std::chrono::sys_seconds::min()), std::invalid_argument);
    EXPECT_EQ(credential_scope(options().time, "r", "s"), "20261121/r/s/aws4_request");
}

TEST(sigv4_sign, a_precomputed_hash_signs_as_the_bytes)
{
    auto const headers = with_host();
    auto const of = [&](payload body)
    { return sign_headers({.headers = headers, .body = body}, plain(), options()).signature; };
    EXPECT_EQ(of(payload::bytes("")), of(payload::hash(hash_of_nothing)));
    EXPECT_NE(of(payload::bytes("")), of(payload::not_signed()));
    EXPECT_NE(of(payload::bytes("")), of(payload::bytes("a")));
}

TEST(sigv4_sign, the_content_hash_header_is_signed_when_asked_for)
{
    auto how = options();
    how.add_content_sha256 = true;
    auto const headers = with_host();
    auto const got = sign_headers({.headers = headers, .body = payload::not_signed()}, plain(), how);
    ASSERT_EQ(got.added_headers.size(), 3U);
    EXPECT_EQ(got.added_headers[1].name, "x-amz-content-sha256");
    EXPECT_EQ(got.added_headers[1].value, "UNSIGNED-PAYLOAD");
    EXPECT_EQ(got.signed_headers, "host;x-amz-content-sha256;x-amz-date");
}

TEST(sigv4_sign, the_session_token_is_signed_unless_told_otherwise)
{
    auto const headers = with_host();
    request const what{.headers = headers};
    auto const without = sign_headers(what, plain(), options());
    EXPECT_EQ(without.signed_headers, "host;x-amz-date");
    EXPECT_EQ(without.added_headers.size(), 2U);

    auto const with = sign_headers(what, temporary(), options());
    EXPECT_EQ(with.signed_headers, "host;x-amz-date;x-amz-security-token");
    ASSERT_EQ(with.added_headers.size(), 3U);
    EXPECT_EQ(with.added_headers[1].name, "x-amz-security-token");
    EXPECT_EQ(with.added_headers[1].value, "the/token=");

    auto how = options();
    how.omit_session_token = true;
    auto const after = sign_headers(what, temporary(), how);
    EXPECT_EQ(after.signed_headers, "host;x-amz-date");
    EXPECT_EQ(after.canonical_request.find("token"), std::string::npos);
    ASSERT_EQ(after.added_headers.size(), 3U);
    EXPECT_EQ(after.added_headers[1].value, "the/token=");
}

TEST(sigv4_sign, the_secret_key_is_in_no_result)
{
    auto const headers = with_host();
    auto const got = sign_headers({.headers = headers}, temporary(), options());
    std::string all = got.canonical_request + got.string_to_sign + got.signature + got.authorization;
    for (auto const& [name, value] : got.added_headers)
        all += name + value;
    EXPECT_EQ(all.find("very-secret"), std::string::npos);
}

TEST(sigv4_sign, the_host_is_signed_as_given)
{
    for (std::string_view const host : {"h.example.com:443", "h.example.com:80", "[::1]:8000",
             "[2001:db8::1]", "H.Example.Com", "localhost:8000"})
    {
        std::vector<header> const headers{{"host", host}};
        auto const got = sign_headers({.headers = headers}, plain(), options());
        EXPECT_NE(got.canonical_request.find("\nhost:" + std::string(host) + "\n"), std::string::npos)
            << host;
    }
}

TEST(sigv4_sign, the_day_is_that_of_the_time)
{
    auto const headers = with_host();
    key_cache keys;
    auto how = options();
    how.keys = &keys;
    how.time = std::chrono::sys_days(2026y / 12 / 31) + 23h + 59min + 59s;
    auto const before = sign_headers({.headers = headers}, plain(), how);
    how.time += 1s;
    auto const after = sign_headers({.headers = headers}, plain(), how);
    EXPECT_NE(before.authorization.find("/20261231/"), std::string::npos);
    EXPECT_NE(after.authorization.find("/20270101/"), std::string::npos);
    EXPECT_EQ(keys.derivations(), 2U);
    how.keys = nullptr;
    EXPECT_EQ(sign_headers({.headers = headers}, plain(), how).signature, after.signature);
}

TEST(sigv4_sign, bad_input_is_named)
{
    EXPECT_EQ(refusal({}), "the request has no host header");
    EXPECT_NE(refusal(with_host({{"x-amz-DATE", "now"}})).find("x-amz-date"), std::string::npos);
    EXPECT_NE(
        refusal(with_host({{"X-Amz-Security-Token", "t"}})).find("x-amz-security-token"), std::string::npos);
    EXPECT_NE(refusal(with_host({{"Authorization", "Basic"}})).find("authorization"), std::string::npos);
    EXPECT_NE(refusal(with_host({{"my-name", "v\r\nx: y"}})).find("my-name"), std::string::npos);
    EXPECT_NE(refusal(with_host(), plain(), options(), "/\r\n").find("target"), std::string::npos);
    EXPECT_NE(refusal(with_host(), {"", secret("k")}).find("access key id"), std::string::npos);
    EXPECT_NE(refusal(with_host(), {"id\n", secret("k")}).find("access key id"), std::string::npos);
    EXPECT_NE(refusal(with_host(), {"id", secret()}).find("secret access key"), std::string::npos);
    auto how = options();
    how.region.clear();
    EXPECT_NE(refusal(with_host(), plain(), how).find("region"), std::string::npos);
    how = options();
    how.service.clear();
    EXPECT_NE(refusal(with_host(), plain(), how).find("service"), std::string::npos);

    auto const token = refusal(with_host(), {"id", secret("k"), secret("t0ken\r\nx: y")});
    EXPECT_NE(token.find("session token"), std::string::npos);
    EXPECT_EQ(token.find("t0ken"), std::string::npos);
}

TEST(sigv4_presign, keeps_the_query_and_encodes_the_token)
{
    auto const headers = with_host();
    auto const got = presign({.target = "/a?x=1", .headers = headers}, temporary(), options(), 60s);
    EXPECT_TRUE(got.target.starts_with("/a?x=1&X-Amz-Algorithm=AWS4-HMAC-SHA256&")) << got.target;
    EXPECT_NE(got.target.find("&X-Amz-Expires=60&"), std::string::npos);
    EXPECT_NE(got.target.find("&X-Amz-Security-Token=the%2Ftoken%3D&"), std::string::npos);
    EXPECT_TRUE(got.target.ends_with("&X-Amz-Signature=" + got.signature));
    EXPECT_NE(got.canonical_request.find("X-Amz-Security-Token"), std::string::npos);
    EXPECT_EQ(got.signed_headers, "host");
}

TEST(sigv4_presign, an_unsigned_token_comes_after_signing)
{
    auto const headers = with_host();
    auto how = options();
    how.omit_session_token = true;
    auto const got = presign({.target = "", .headers = headers}, temporary(), how, 60s);
    EXPECT_TRUE(got.target.starts_with("/?X-Amz-Algorithm="));
    EXPECT_NE(got.target.find("&X-Amz-Security-Token=the%2Ftoken%3D&"), std::string::npos);
    EXPECT_EQ(got.canonical_request.find("X-Amz-Security-Token"), std::string::npos);
}

TEST(sigv4_presign, bad_input_is_refused)
{
    auto const headers = with_host();
    request const what{.headers = headers};
    EXPECT_THROW(presign(what, plain(), options(), 0s), std::invalid_argument);
    EXPECT_THROW(presign(what, plain(), options(), -1s), std::invalid_argument);
    EXPECT_THROW(presign(what, plain(), options(), 604801s), std::invalid_argument);
    EXPECT_NO_THROW(presign(what, plain(), options(), 1s));
    EXPECT_NO_THROW(presign(what, plain(), options(), 604800s));
    EXPECT_THROW(presign({}, plain(), options(), 1s), std::invalid_argument);
    for (std::string_view const target : {"/?X-Amz-Signature=1", "/?a=1&X%2dAmz-Date=1"})
        EXPECT_THROW(
            presign({.target = target, .headers = headers}, plain(), options(), 1s), std::invalid_argument)
            << target;
}

} // namespace
