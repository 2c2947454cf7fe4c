// SPDX-License-Identifier: BSL-1.0
//
// What the URL store server makes of metadata, permissions and tokens.

#include "decide/digest.hpp"
#include "decide/json_scan.hpp"
#include "decide/metadata.hpp"
#include "decide/permissions.hpp"
#include "decide/refusal.hpp"
#include "decide/tokens.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace examples {
namespace {

/// The status that the call is refused with; `ok` when it is not.
template <class Call>
status status_of(Call call)
{
    try
    {
        call();
    }
    catch (refusal const& e)
    {
        return e.code();
    }
    return status::ok;
}

TEST(url_store_json, numbers_are_compared_by_value)
{
    for (auto const* const one : {"1", "1.0", "10e-1", "0.1E1", "1e0", "1E+0", "1.000", "100e-2"})
        EXPECT_EQ(canonical_json(one), canonical_json("1")) << one;
    for (auto const* const zero : {"-0", "0.0", "0e5", "-0.00"})
        EXPECT_EQ(canonical_json(zero), canonical_json("0")) << zero;
    EXPECT_EQ(canonical_json("1200"), canonical_json("12e2"));
    EXPECT_NE(canonical_json("1"), canonical_json("-1"));
    EXPECT_NE(canonical_json("1"), canonical_json("10"));
    EXPECT_NE(canonical_json("12"), canonical_json("1.2"));
    EXPECT_NE(
        canonical_json("123456789012345678901234567890"), canonical_json("123456789012345678901234567891"));
    EXPECT_NE(canonical_json("1e9999999999999999"), canonical_json("1e9999999999999998"));
    EXPECT_NE(canonical_json("1"), canonical_json("true"));
}

TEST(url_store_json, other_values)
{
    EXPECT_EQ(canonical_json(R"("\u00e9\n\/\ud83d\ude00")"),
        canonical_json("\"\xC3\xA9\\u000a/\xF0\x9F\x98\x80\""));
    EXPECT_EQ(canonical_json(R"( { "b" : [ 1 , 2 ] , "a" : { } } )"), R"({"a":{},"b":[1e0,2e0]})");
    EXPECT_EQ(canonical_json("[]"), "[]");
    EXPECT_NE(canonical_json("[1,2]"), canonical_json("[2,1]"));
    EXPECT_NE(canonical_json("\"1\""), canonical_json("1"));
    EXPECT_NE(canonical_json("null"), canonical_json("false"));
    EXPECT_NE(canonical_json(R"("a\"b")"), canonical_json(R"("a\\b")"));
}

TEST(url_store_json, invalid_texts)
{
    for (auto const* const text : {"", " ", "nul", "truex", "01", "-", "1.", ".5", "1e", "+1", "\"",
             "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\nb\"", "[",
             "[1", "[1,]", "[,]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":1,\"a\":2}",
             "{\"a\":1 \"b\":2}", "1 2", "\"\xFF\"", "NaN", "[1}", "{\"\\u0061\":1,\"a\":2}"})
        EXPECT_THROW(canonical_json(text), json_problem) << text;
    EXPECT_THROW(canonical_json(std::string_view("\0", 1)), json_problem);
    EXPECT_THROW(canonical_json(std::string_view("\"a\0\"", 4)), json_problem);
}

TEST(url_store_json, depth)
{
    auto const nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_EQ(canonical_json(nested(64)), nested(64));
    EXPECT_THROW(canonical_json(nested(65)), json_problem);
    EXPECT_THROW(canonical_json(std::string(100'000, '[')), json_problem);
    EXPECT_EQ(object_members("{\"a\":" + nested(63) + '}').size(), 1U);
    EXPECT_THROW(object_members("{\"a\":" + nested(64) + '}'), json_problem);
}

TEST(url_store_json, members_keep_their_texts)
{
    auto const members = object_members(" {\"x\": 1.50, \"\\u00e9\": \"\\u00fc\",\n\"l\": [1, 2]} ");
    ASSERT_EQ(members.size(), 3U);
    EXPECT_EQ(members[0].raw_value, "1.50");
    EXPECT_EQ(members[1].name, "\xC3\xA9");
    EXPECT_EQ(members[1].raw_name, "\"\\u00e9\"");
    EXPECT_EQ(members[1].raw_value, "\"\\u00fc\"");
    EXPECT_EQ(members[2].raw_value, "[1, 2]");
    EXPECT_TRUE(object_members("{}").empty());
    EXPECT_THROW(object_members("[]"), json_problem);
    EXPECT_THROW(object_members("{} x"), json_problem);
    EXPECT_THROW(object_members("{\"a\":1,\"a\":2}"), json_problem);
}

TEST(url_store_metadata, is_kept_as_it_came)
{
    std::string const text = "{ \"big\": 123456789012345678901234567890, \"b\":1,\"a\" : 2 }";
    EXPECT_EQ(parse_metadata(text).text, text);
    EXPECT_EQ(parse_metadata(text).terms.size(), 3U);
    for (auto const* const wrong : {"", "[1]", "nonsense", "\"x\"", "{\"a\":1"})
        EXPECT_EQ(status_of([&] { parse_metadata(wrong); }), status::bad_request) << wrong;
    auto const long_text = "{\"a\":\"" + std::string(max_metadata_bytes, 'x') + "\"}";
    EXPECT_EQ(status_of([&] { parse_metadata(long_text); }), status::payload_too_large);
}

TEST(url_store_metadata, terms)
{
    auto const terms = parse_metadata(R"({"a": 1, "not an identifier": 2, "_b": "x"})").terms;
    EXPECT_EQ(terms.size(), 2U);
    EXPECT_TRUE(terms.contains(query_term("a", "1.0")));
    EXPECT_TRUE(terms.contains(query_term("_b", "\"\\u0078\"")));
    EXPECT_FALSE(terms.contains(query_term("b", "1")));
    EXPECT_EQ(status_of([] { query_term("1a", "1"); }), status::bad_request);
    EXPECT_EQ(status_of([] { query_term("", "1"); }), status::bad_request);
    EXPECT_EQ(status_of([] { query_term("a", "x"); }), status::bad_request);

    auto const with_names = [](std::size_t count)
    {
        std::string text = "{\"other names\": 0";
        for (std::size_t i = 0; i < count; ++i)
            text += ", \"n" + std::to_string(i) + "\": 1";
        return text + '}';
    };
    EXPECT_EQ(parse_metadata(with_names(48)).terms.size(), 48U);
    EXPECT_EQ(status_of([&] { parse_metadata(with_names(49)); }), status::bad_request);
}

TEST(url_store_metadata, merge)
{
    auto const merged = merge_metadata(R"({"b": 1.0, "a": {"x": 1}, "c": null})", R"({"d":2e0,"a": [1,2]})");
    EXPECT_EQ(merged.text, R"({"b": 1.0, "a": [1,2], "c": null, "d": 2e0})");
    EXPECT_EQ(merged.terms, parse_metadata(merged.text).terms);
    EXPECT_EQ(merge_metadata("{}", R"({"x": 2})").text, R"({"x": 2})");
    EXPECT_EQ(merge_metadata(R"({"x": 2})", "{}").text, R"({"x": 2})");
    EXPECT_EQ(merge_metadata(R"({"\u0061": 1})", R"({"a": 2})").text, R"({"\u0061": 2})");
    EXPECT_EQ(status_of([] { merge_metadata("{}", "[]"); }), status::bad_request);
}

TEST(url_store_permissions, parsing)
{
    auto const found = parse_permissions(R"({"owned": ["u2", "u1", "u2"], "read": [], "x": ["*"]})");
    EXPECT_EQ(to_json(found), R"({"owned":["u1","u2"],"x":["*"]})");
    for (auto const* const wrong : {"", "[]", "{", R"({"owned": "u"})", R"({"owned": [1]})",
             R"({"owned": [""]})", R"({"": ["a"]})", R"({"owned": {"u": 1}})"})
        EXPECT_EQ(status_of([&] { parse_permissions(wrong); }), status::bad_request) << wrong;
    EXPECT_EQ(status_of([&] { check_permissions(found); }), status::ok);
    EXPECT_EQ(status_of([] { check_permissions({{"read", {"a"}}}); }), status::bad_request);
    EXPECT_EQ(
        status_of([] { check_permissions(parse_permissions(R"({"owned": []})")); }), status::bad_request);
    permission_map const big{{"owned", {std::string(max_permission_bytes, 'x')}}};
    EXPECT_EQ(status_of([&] { check_permissions(big); }), status::payload_too_large);
    EXPECT_EQ(to_json(merge_permissions(found, {{"owned", {"u3"}}, {"y", {"z"}}})),
        R"({"owned":["u1","u2","u3"],"x":["*"],"y":["z"]})");
}

TEST(url_store_permissions, who_may_do_what)
{
    permission_map const permissions{{"owned", {"o"}}, {"read", {"r"}}, {"write", {"w"}}};
    auto const result = [&](std::string const& tag, access what)
    { return status_of([&] { check_access({tag, false}, what, permissions); }); };
    for (auto const what : {access::read, access::write, access::own})
        EXPECT_EQ(result("o", what), status::ok);
    EXPECT_EQ(result("w", access::read), status::ok);
    EXPECT_EQ(result("w", access::write), status::ok);
    EXPECT_EQ(result("w", access::own), status::forbidden);
    EXPECT_EQ(result("r", access::read), status::ok);
    EXPECT_EQ(result("r", access::write), status::forbidden);
    EXPECT_EQ(result("r", access::own), status::forbidden);
    EXPECT_EQ(result("x", access::read), status::not_found);
    EXPECT_EQ(result("x", access::write), status::forbidden);
    EXPECT_EQ(result("x", access::own), status::not_found);
    EXPECT_TRUE(is_allowed({"x", false}, access::read, {{"owned", {"o"}}, {"read", {"*"}}}));
    EXPECT_TRUE(is_allowed({"anonymous", true}, access::own, permissions));
}

TEST(url_store_tokens, users)
{
    token_list tokens;
    EXPECT_TRUE(tokens.user_of("").may_do_all);
    std::istringstream lines("# comment\n\nsecret1 alice\n  secret2\tbob  \n");
    tokens.read(lines);
    EXPECT_EQ(tokens.user_of("Bearer secret1").tag, "alice");
    EXPECT_EQ(tokens.user_of("bearer  secret2 ").tag, "bob");
    EXPECT_FALSE(tokens.user_of("Bearer secret1").may_do_all);
    for (auto const* const wrong : {"", "Bearer", "Bearer ", "Bearer secret", "Basic secret1", "secret1"})
        EXPECT_EQ(status_of([&] { (void)tokens.user_of(wrong); }), status::unauthorized) << wrong;

    EXPECT_THROW(tokens.add("secret1", "carol"), std::invalid_argument);
    EXPECT_THROW(tokens.add("a b", "carol"), std::invalid_argument);
    EXPECT_THROW(tokens.add("a", ""), std::invalid_argument);
    EXPECT_THROW(tokens.add("a", "\xFF"), std::invalid_argument);
    for (auto const* const wrong : {"secret3\n", "secret3 a b\n"})
    {
        std::istringstream more(wrong);
        EXPECT_THROW(tokens.read(more), std::invalid_argument) << wrong;
    }
}

TEST(url_store_digest, sha256)
{
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(random_hex().size(), 32U);
    EXPECT_NE(random_hex(), random_hex());
}

} // namespace
} // namespace examples
