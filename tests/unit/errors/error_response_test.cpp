// SPDX-License-Identifier: BSL-1.0
//
// Reading error responses: every spelling that DynamoDB uses, and bodies that are none.

#include "call/crc32.hpp"
#include "errors/error_response.hpp"

#include <gtest/gtest.h>

namespace {

using dynasio::attribute_value;
using dynasio::errors::parse_wire_error;

dynasio::http::response answer(unsigned status, std::string body, std::string type_header = {})
{
    dynasio::http::response r;
    r.status = status;
    r.body = std::move(body);
    if (!type_header.empty())
        r.headers.add("X-Amzn-ErrorType", type_header);
    return r;
}

TEST(wire_error, drops_prefix_and_suffix_of_the_code)
{
    EXPECT_EQ(
        parse_wire_error(answer(400, R"({"__type":"a.b#FooException:http://x/"})")).code, "FooException");
    EXPECT_EQ(parse_wire_error(answer(400, "{}", "BarException:http://x")).code, "BarException");
}

TEST(wire_error, header_beats_code_beats_type)
{
    auto const body = R"({"__type":"Third","code":"Second"})";
    EXPECT_EQ(parse_wire_error(answer(400, body, "First")).code, "First");
    EXPECT_EQ(parse_wire_error(answer(400, body)).code, "Second");
}

TEST(wire_error, only_the_top_level_type_counts)
{
    EXPECT_EQ(parse_wire_error(answer(400, R"({"inner":{"__type":"No"},"__type":"Yes"})")).code, "Yes");
    EXPECT_EQ(parse_wire_error(answer(400, R"({"inner":{"__type":"No"}})")).code, "400");
}

TEST(wire_error, bodies_that_are_no_json_leave_the_status_to_speak)
{
    for (auto const* body :
        {"", "<html></html>", "{", "[1,2", "null", "\"text\"", "{\"__type\":", "\xff\xfe"})
        EXPECT_EQ(parse_wire_error(answer(503, body)).code, "503") << body;
}

TEST(wire_error, a_cut_body_keeps_what_was_said_before)
{
    auto const e = parse_wire_error(answer(400, R"({"__type":"x#ValidationException","message":"too lo)"));
    EXPECT_EQ(e.code, "ValidationException");
    EXPECT_EQ(e.message, "");
}

TEST(wire_error, members_of_unexpected_types_hide_nothing)
{
    auto const e = parse_wire_error(answer(400,
        R"({"code":7,"__type":"ValidationException","message":{"a":1},"CancellationReasons":[1,"x",{"Code":2}]})"));
    EXPECT_EQ(e.code, "ValidationException");
}

TEST(wire_error, no_member_hides_the_code)
{
    for (std::string const bad : {"5", "true", "null", "\"x\"", "[]", "[1,[2,{}]]", "{\"a\":5}",
             "{\"a\":{\"S\":5}}", "{\"a\":{}}", "{\"a\":{\"S\":\"x\",\"N\":\"1\"}}", "NaN", "tru", "01",
             "\"\\x\"", "\"caf\xe9\"", "\"a\nb\"", "{\"a\" 5}", "{\"a\":\"\x80\"}", "[1 2]", "[,]", "",
             "\"x\" 5", "{\"__type\":\"No\"}", "[{\"__type\":\"No\"}]"})
        for (std::string const name :
            {"Item", "CancellationReasons", "throttlingReasons", "message", "other", "code"})
        {
            if (name == "code" && bad.starts_with('"'))
                continue; // says what the code is
            auto const member = '"' + name + "\":" + bad;
            auto const type = std::string(R"("__type":"a#ConditionalCheckFailedException")");
            for (auto const& body : {'{' + member + ',' + type + '}', '{' + type + ',' + member + '}',
                     "{ " + type + " , " + member + " , \"x\" : 1 }", '{' + type + ',' + member})
                EXPECT_EQ(parse_wire_error(answer(400, body)).code, "ConditionalCheckFailedException")
                    << body;
        }
    auto const deep =
        "{\"Item\":" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + ",\"__type\":\"A\"}";
    EXPECT_EQ(parse_wire_error(answer(400, deep)).code, "A");
}

TEST(wire_error, no_reason_hides_another)
{
    auto const e = parse_wire_error(answer(400,
        R"({"Item":{"id":{"S":"1"}},"CancellationReasons":[{"Item":5,"Code":"A"},7,{"Item":{"x":{"Q":}},"Message":"m","Code":"B"},)"
        R"({"Item":{"n":{"N":"1"}},"Message":null,"Code":"C"}],"ThrottlingReasons":[{"resource":1,"reason":"r"},{"resource":"t"}])"));
    EXPECT_TRUE(e.old_item && e.old_item->at("id") == attribute_value("1"));
    ASSERT_EQ(e.cancellation_reasons.size(), 4U);
    EXPECT_EQ(e.cancellation_reasons[0].code, "A");
    EXPECT_FALSE(e.cancellation_reasons[0].old_item);
    EXPECT_EQ(e.cancellation_reasons[1].code, "");
    EXPECT_EQ(e.cancellation_reasons[2].code, "B");
    EXPECT_EQ(e.cancellation_reasons[2].message, "m");
    EXPECT_FALSE(e.cancellation_reasons[2].old_item);
    EXPECT_EQ(e.cancellation_reasons[3].code, "C");
    EXPECT_TRUE(e.cancellation_reasons[3].old_item);
    ASSERT_EQ(e.throttling_reasons.size(), 2U);
    EXPECT_EQ(e.throttling_reasons[0].reason, "r");
    EXPECT_EQ(e.throttling_reasons[1].resource, "t");
}

TEST(wire_error, texts_are_unescaped_if_they_can_be)
{
    auto const e = parse_wire_error(
        answer(400, R"({"\u005f_type":"a#B\u0041r","message":"a \"quoted\" \ud83d\ude42 text\\"})"));
    EXPECT_EQ(e.code, "BAr");
    EXPECT_EQ(e.message, "a \"quoted\" \xf0\x9f\x99\x82 text\\");
    EXPECT_EQ(parse_wire_error(answer(400, "{\"message\":\"caf\xe9\"}")).message, "caf\xe9");
}

TEST(wire_error, what_was_read_before_a_cut_is_kept)
{
    std::string const body =
        R"({"__type":"a#B","message":"m","Item":{"a":{"S":"1"}},"CancellationReasons":[{"Code":"C"}]})";
    for (std::size_t size = 0; size != body.size(); ++size)
    {
        auto const e = parse_wire_error(answer(400, body.substr(0, size)));
        EXPECT_EQ(e.code, size >= 15 ? "B" : "400") << size;
        EXPECT_EQ(e.message, size >= body.find(",\"Item") ? "m" : "") << size;
        EXPECT_EQ(e.old_item.has_value(), size >= body.find(",\"Canc")) << size;
        EXPECT_EQ(e.cancellation_reasons.size(), size >= body.size() - 1 ? 1U : 0U) << size;
    }
}

TEST(wire_error, a_body_of_somebody_else_is_described)
{
    auto from_proxy = answer(502, "<html>\r\n<title>Bad\x1b[31m Gateway</title>" + std::string(1000, 'x'));
    from_proxy.headers.add("Server", "nginx/1.2");
    from_proxy.headers.add("Content-Type", "text/html");
    from_proxy.headers.add("Set-Cookie", "secret");
    auto const e = parse_wire_error(from_proxy);
    EXPECT_EQ(e.code, "502");
    EXPECT_TRUE(e.context.starts_with(
        "the response is not from DynamoDB, server: nginx/1.2, content-type: text/html, body of "
        "1039 bytes: <html>\\r\\n<title>Bad\\x1b[31m Gateway</title>xxx"))
        << e.context;
    EXPECT_LT(e.context.size(), 400U);
    EXPECT_EQ(e.context.find("secret"), std::string::npos);

    auto packed = answer(403, "\x1f\x8b\x08");
    packed.headers.add("Content-Encoding", "gzip");
    EXPECT_EQ(parse_wire_error(packed).context,
        "the response is not from DynamoDB, content-encoding: gzip, body of 3 bytes: \\x1f\\x8b\\x08");
    auto moved = answer(302, "");
    moved.headers.add("Location", "https://login.example/");
    moved.headers.add("Retry-After", "7");
    EXPECT_EQ(parse_wire_error(moved).context,
        "the response is not from DynamoDB, location: https://login.example/, retry-after: 7, without a "
        "body");
    EXPECT_NE(parse_wire_error(answer(500, "plain text", "Named")).context, "");

    EXPECT_EQ(parse_wire_error(answer(400, "", "Named")).context, "");
    EXPECT_EQ(parse_wire_error(answer(400, " {\"secret\":1}")).context, "") << "may hold user data";
}

TEST(checksum, of_the_bytes_as_received)
{
    EXPECT_TRUE(dynasio::call::checksum_matches("123456789", "3421780262"));
    EXPECT_FALSE(dynasio::call::checksum_matches("123456789", "3421780263"));
    EXPECT_TRUE(dynasio::call::checksum_matches("", "0"));
    for (auto const* garbage : {"", "x", "-1", "3421780262x", "99999999999"})
        EXPECT_FALSE(dynasio::call::checksum_matches("123456789", garbage)) << garbage;
}

} // namespace
