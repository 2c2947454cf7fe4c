// SPDX-License-Identifier: BSL-1.0
//
// Reading error responses: every spelling that DynamoDB uses, and bodies that are none.

#include "call/crc32.hpp"
#include "errors/error_response.hpp"

#include <gtest/gtest.h>

namespace {

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

TEST(checksum, of_the_bytes_as_received)
{
    EXPECT_TRUE(dynasio::call::checksum_matches("123456789", "3421780262"));
    EXPECT_FALSE(dynasio::call::checksum_matches("123456789", "3421780263"));
    EXPECT_TRUE(dynasio::call::checksum_matches("", "0"));
    for (auto const* garbage : {"", "x", "-1", "3421780262x", "99999999999"})
        EXPECT_FALSE(dynasio::call::checksum_matches("123456789", garbage)) << garbage;
}

} // namespace
