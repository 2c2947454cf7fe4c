// SPDX-License-Identifier: BSL-1.0
//
// Error responses as the client reports them: every field that a case of the vectors has is compared with what the body
// says, and with the codes of the protocol.

#include "support/data_cases.hpp"
#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/aws/retry.hpp>
#include <dynasio/operations/list_tables.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace json = boost::json;

/// What a put ends with that gets this response; nothing when it succeeds.
std::optional<error> error_of(http::response const& response)
{
    scripted_client world;
    world.server->expect("PutItem").reply(response.status, response.body, response.headers);
    auto const c = world.make();
    std::optional<error> seen;
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = conditional_put();
            auto const outcome = co_await c.try_put_item(request);
            if (!outcome)
                seen = outcome.error();
        });
    return seen;
}

/// A member of an object; null when there is none.
json::value member_of(json::value const& object, std::string_view name)
{
    auto const* found = object.is_object() ? object.as_object().if_contains(name) : nullptr;
    return found ? *found : json::value();
}

std::string text_or_empty(json::value const& value)
{
    return value.is_string() ? text_of(value) : std::string();
}

/// An item in the JSON of the wire; null when there is none.
json::value as_json(std::optional<item> const& value)
{
    if (!value)
        return {};
    std::string text;
    dynasio::json::encode(text, *value);
    return json::parse(text);
}

void check_reasons(error_details const& seen, json::value const& body, json::array const& codes)
{
    auto const list = member_of(body, "CancellationReasons");
    auto const said = list.is_array() ? list.as_array() : json::array();
    ASSERT_EQ(seen.cancellation_reasons.size(), said.size());
    ASSERT_EQ(codes.size(), said.size());
    for (std::size_t i = 0; i < said.size(); ++i)
    {
        SCOPED_TRACE("reason " + std::to_string(i));
        auto const& reason = seen.cancellation_reasons[i];
        EXPECT_EQ(reason.code, text_of(codes[i]));
        EXPECT_EQ(reason.failed(), text_of(codes[i]) != "None");
        EXPECT_EQ(reason.message, text_or_empty(member_of(said[i], "Message")));
        EXPECT_EQ(as_json(reason.old_item), member_of(said[i], "Item"));
    }
}

void check_throttling(error_details const& seen, json::value const& body, json::array const& reasons)
{
    auto list = member_of(body, "throttlingReasons");
    if (list.is_null())
        list = member_of(body, "ThrottlingReasons");
    auto const said = list.is_array() ? list.as_array() : json::array();
    ASSERT_EQ(seen.throttling_reasons.size(), said.size());
    ASSERT_EQ(reasons.size(), said.size());
    for (std::size_t i = 0; i < reasons.size(); ++i)
    {
        EXPECT_EQ(seen.throttling_reasons[i].reason, text_of(reasons[i]));
        EXPECT_EQ(seen.throttling_reasons[i].resource, text_of(member_of(said[i], "resource")));
    }
}

aws::retry_class retry_class_named(std::string const& name)
{
    if (name.empty())
        return aws::retry_class::not_retryable;
    if (name == "transient")
        return aws::retry_class::transient;
    if (name == "throttling")
        return aws::retry_class::throttling;
    throw std::runtime_error("unknown class of retries: " + name);
}

/// The response of a case, with this checksum.
http::response response_of(json::object const& c, std::string const& checksum)
{
    http::response response;
    response.status = c.at("status").to_number<unsigned>();
    response.body = text_of(c.at("body"));
    if (auto const type = text_of(c, "content_type"); !type.empty())
        response.headers.add("Content-Type", type);
    response.headers.add("x-amz-crc32", checksum);
    response.headers.add("x-amzn-RequestId", "REQ-1");
    return response;
}

void check_wire_error(json::object const& c)
{
    auto const response = response_of(c, text_of(c.at("crc32")));
    auto const outcome = error_of(response);
    ASSERT_TRUE(outcome);
    auto const& seen = outcome->details();
    auto const& expected = c.at("expected").as_object();

    EXPECT_TRUE(outcome->from_service());
    EXPECT_EQ(seen.http_status, response.status);
    EXPECT_EQ(seen.request_id, "REQ-1");
    EXPECT_EQ(seen.wire_code, text_of(expected.at("code")));
    EXPECT_EQ(seen.retry, retry_class_named(text_of(expected, "retry")));
    bool const is_json = response.body.starts_with('{');
    // The client keeps no reason phrase of a status line, which is what the message of an HTML page is.
    if (is_json || response.body.empty())
    {
        EXPECT_EQ(seen.server_message, text_of(expected.at("message")));
    }
    auto const body = is_json ? json::parse(response.body) : json::value();
    EXPECT_EQ(as_json(seen.old_item), member_of(expected, "item"));
    auto const* reasons = expected.if_contains("reasons");
    check_reasons(seen, body, reasons ? reasons->as_array() : json::array());
    auto const* throttling = expected.if_contains("throttling_reasons");
    check_throttling(seen, body, throttling ? throttling->as_array() : json::array());
    for (auto const& [name, unused] : expected)
        EXPECT_TRUE(name == "code" || name == "message" || name == "retry" || name == "item"
            || name == "reasons" || name == "throttling_reasons")
            << "nothing compares " << name;

    auto const damaged = error_of(response_of(c, "1"));
    ASSERT_TRUE(damaged);
    EXPECT_EQ(*damaged, client_errc::checksum_mismatch);
}

TEST(wire_errors, recorded_and_modelled)
{
    constexpr auto file = "errors/wire-errors.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file)), {}, check_wire_error);
}

/// A response with an error code, as the protocol's cases give it.
void check_error_code(http::response response, std::string const& code, std::string const& message)
{
    auto const outcome = error_of(response);
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->from_service());
    EXPECT_EQ(outcome->details().wire_code, code);
    EXPECT_EQ(outcome->details().server_message, message);
    EXPECT_EQ(outcome->details().http_status, response.status);
    EXPECT_EQ(outcome->is_retryable(), response.status >= 500);
}

http::response response_from(json::object const& given, std::string const& status)
{
    http::response response;
    response.status = given.at(status).to_number<unsigned>();
    response.body = text_of(given, "body");
    for (auto const& [name, value] : given.at("headers").as_object())
        response.headers.add(std::string(name), text_of(value));
    return response;
}

TEST(wire_errors, of_the_protocol)
{
    constexpr auto file = "protocol/aws-json-1.0-output.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    std::vector<data_case> cases;
    auto const suites = load_test_data(file);
    for (auto const& suite : suites.as_array())
        for (auto& c : cases_of(suite.at("cases"), "id"))
            cases.push_back(std::move(c));
    left_out const successes{"responses without an error are read by protocol_output_test",
        [](data_case const& c) { return !c.content.contains("errorCode"); }};
    run_cases(file, cases, {successes},
        [](json::object const& c)
        {
            check_error_code(response_from(c.at("response").as_object(), "status_code"),
                text_of(c.at("errorCode")), text_of(c, "errorMessage"));
            // Other members belong to errors that DynamoDB does not have, so there is nothing that would keep them.
            for (auto const& [name, value] : c.at("error").as_object())
                if (name == "Message")
                {
                    EXPECT_EQ(text_of(c, "errorMessage"), text_of(value));
                }
                else
                {
                    EXPECT_EQ(text_of(c.at("errorCode")), "ComplexError") << "nothing compares " << name;
                }
        });
}

TEST(wire_errors, of_the_protocol_in_more_spellings)
{
    constexpr auto file = "protocol/aws-json-1.0-smithy-extra.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "id"), {}, [](json::object const& c)
        { check_error_code(response_from(c, "status"), text_of(c.at("expected_error")), ""); });
}

std::string from_base64(std::string const& text)
{
    std::string const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    unsigned bits = 0;
    int count = 0;
    for (char const c : text)
    {
        auto const digit = digits.find(c);
        if (digit == digits.npos)
            break; // padding
        bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffff;
        count += 6;
        if (count >= 8)
        {
            count -= 8;
            result += static_cast<char>(bits >> count & 0xff);
        }
    }
    return result;
}

TEST(wire_errors, checksums)
{
    constexpr auto file = "errors/crc32.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "name"), {},
        [](json::object const& c)
        {
            http::fields headers;
            headers.add("x-amz-crc32", text_of(c.at("x_amz_crc32")));
            if (auto const encoding = text_of(c, "content_encoding"); !encoding.empty())
                headers.add("Content-Encoding", encoding);
            auto const body = from_base64(text_of(c.at("body_base64")));
            scripted_client world;
            world.server->expect("ListTables").reply(200, body, headers);
            auto const client = world.make();
            std::optional<result<list_tables_output>> outcome;
            world.run(
                [&]() -> boost::asio::awaitable<void>
                {
                    list_tables_input const request;
                    outcome = co_await client.try_list_tables(request);
                });
            ASSERT_TRUE(outcome);
            bool const valid = c.at("valid").as_bool();
            bool const refused = !*outcome && outcome->error() == client_errc::checksum_mismatch;
            EXPECT_EQ(refused, !valid);
            if (valid && body.starts_with('{'))
            {
                ASSERT_TRUE(outcome->has_value()) << outcome->error();
                ASSERT_EQ((*outcome)->table_names.size(), 1u);
                EXPECT_EQ((*outcome)->table_names[0], "Test");
            }
        });
}

} // namespace
} // namespace dynasio::tests
