// SPDX-License-Identifier: BSL-1.0
//
// The vectors of the trace header, as an attempt of a configured client sends it.

#include "call/sign_attempt.hpp"
#include "call/trace_id.hpp"
#include "support/data_cases.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/client_options.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

namespace dynasio::tests {
namespace {

namespace json = boost::json;

client_options lambda_options(json::object const& variables)
{
    aws::environment::variables vars;
    for (auto const& [name, value] : variables)
        vars[std::string(name)] = text_of(value);
    return client_options(aws::load_configuration(aws::environment::of(vars)));
}

std::string lines_of(json::value const& headers)
{
    std::string lines;
    for (auto const& each : headers.as_array())
        lines += text_of(each) + "\r\n";
    return lines;
}

/// The header line among others; empty if there is none.
std::string trace_lines(http::fields const& headers)
{
    auto const value = headers.find("X-Amzn-Trace-Id");
    return value ? "X-Amzn-Trace-Id: " + std::string(*value) + "\r\n" : "";
}

TEST(trace_id, vectors)
{
    constexpr auto file = "trace/recursion-detection.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file)), {},
        [](json::object const& test)
        {
            auto const options = lambda_options(test.at("env").as_object());
            auto const id =
                options.lambda_environment ? call::read_trace_id(*options.lambda_environment) : std::string();
            auto const before = lines_of(test.at("requestHeadersBefore"));
            auto const fixed = call::render_fixed_headers("agent") + before;
            call::attempt_facts facts;
            facts.fixed_headers = fixed;
            facts.host = "dynamodb.eu-west-1.amazonaws.com";
            facts.path = "/";
            facts.target = "DynamoDB_20120810.GetItem";
            facts.trace_id = id;
            facts.server_now = http::wall_time(std::chrono::seconds(1'700'000'000));
            sigv4::signer const signer("eu-west-1", "dynamodb");
            sigv4::credentials const who("AKID", sigv4::secret("secret"));
            auto const headers = call::sign_attempt(facts, signer, who);
            EXPECT_EQ(trace_lines(headers), lines_of(test.at("requestHeadersAfter")));
            auto const authorization = headers.find("authorization").value_or("");
            EXPECT_NE(authorization.find("SignedHeaders="), authorization.npos);
            EXPECT_EQ(authorization.find("trace"), authorization.npos) << "signed: " << authorization;
            facts.trace_id = {};
            facts.fixed_headers = std::string_view(fixed).substr(0, fixed.size() - before.size());
            EXPECT_EQ(call::sign_attempt(facts, signer, who).find("authorization"), authorization);
        });
}

TEST(trace_id, every_byte_fits_a_header)
{
    std::string all;
    for (int c = 1; c < 256; ++c)
        all += static_cast<char>(c);
    auto const id = call::read_trace_id(aws::environment::of({{"_X_AMZN_TRACE_ID", all}}));
    EXPECT_EQ(id.substr(0, 6), "%01%02");
    EXPECT_NE(id.find("%1F !\"#$%&"), std::string::npos) << "printable ones, % too, stay";
    EXPECT_NE(id.find("}~%7F%80"), std::string::npos);
    EXPECT_EQ(id.substr(id.size() - 3), "%FF");
    for (char const c : id)
        EXPECT_TRUE(c >= ' ' && c <= '~');
}

TEST(trace_id, is_added_once)
{
    auto const added = [](std::string lines)
    {
        call::append_trace_id(lines, "Root=2");
        return lines;
    };
    EXPECT_EQ(added(""), "x-amzn-trace-id: Root=2\r\n");
    EXPECT_EQ(added("a: x-amzn-trace-id: 1\r\n"), "a: x-amzn-trace-id: 1\r\nx-amzn-trace-id: Root=2\r\n");
    EXPECT_EQ(added("x-amzn-trace-idea: 1\r\n"), "x-amzn-trace-idea: 1\r\nx-amzn-trace-id: Root=2\r\n");
    EXPECT_EQ(added("a: 1\r\nX-AMZN-Trace-ID: 1\r\n"), "a: 1\r\nX-AMZN-Trace-ID: 1\r\n");
    std::string untouched;
    call::append_trace_id(untouched, "");
    EXPECT_EQ(untouched, "");
}

} // namespace
} // namespace dynasio::tests
