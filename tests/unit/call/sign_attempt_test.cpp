// SPDX-License-Identifier: BSL-1.0
//
// The headers of one attempt, made of values only.

#include "call/sign_attempt.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using namespace std::chrono_literals;
using dynasio::call::attempt_facts;
using dynasio::call::render_fixed_headers;
using dynasio::call::sign_attempt;

struct sign_attempt_test : ::testing::Test
{
    [[nodiscard]] dynasio::http::fields sign(attempt_facts const& facts) const
    {
        return sign_attempt(facts, signer, {"AKID", dynasio::sigv4::secret("secret")});
    }

    attempt_facts facts() const
    {
        attempt_facts result;
        result.fixed_headers = fixed;
        result.host = "dynamodb.eu-west-1.amazonaws.com";
        result.path = "/";
        result.target = "DynamoDB_20120810.GetItem";
        result.body = "{}";
        result.invocation_id = "an-id";
        result.attempt = 2;
        result.max_attempts = 3;
        result.server_now = dynasio::http::wall_time(1'700'000'000s);
        return result;
    }

    dynasio::sigv4::signer signer{"eu-west-1", "dynamodb"};
    std::string fixed = render_fixed_headers("agent");
};

TEST_F(sign_attempt_test, tells_operation_call_and_attempt)
{
    auto const headers = sign(facts());
    EXPECT_EQ(headers.find("accept-encoding"), "identity");
    EXPECT_EQ(headers.find("content-type"), "application/x-amz-json-1.0");
    EXPECT_EQ(headers.find("user-agent"), "agent");
    EXPECT_EQ(headers.find("x-amz-target"), "DynamoDB_20120810.GetItem");
    EXPECT_EQ(headers.find("amz-sdk-invocation-id"), "an-id");
    EXPECT_EQ(headers.find("amz-sdk-request"), "attempt=2; max=3");
    EXPECT_EQ(headers.find("x-amz-date"), "20231114T221320Z");
    EXPECT_FALSE(headers.find("host").has_value()) << "the transport adds it";
}

TEST_F(sign_attempt_test, tells_until_when_a_response_is_of_use)
{
    auto known = facts();
    known.useful_until = known.server_now + 10s;
    EXPECT_EQ(sign(known).find("amz-sdk-request"), "attempt=2; max=3; ttl=20231114T221330Z");
}

TEST_F(sign_attempt_test, signs_all_that_differs_between_requests)
{
    auto const signature = [&](auto change)
    {
        auto changed = facts();
        change(changed);
        return std::string(sign(changed).find("authorization").value_or(""));
    };
    auto const plain = signature([](attempt_facts&) {});
    EXPECT_NE(plain, "");
    EXPECT_EQ(plain, signature([](attempt_facts&) {}));
    EXPECT_NE(plain, signature([](attempt_facts& f) { f.host = "localhost:8000"; }));
    EXPECT_NE(plain, signature([](attempt_facts& f) { f.path = "/proxy"; }));
    EXPECT_NE(plain, signature([](attempt_facts& f) { f.target = "DynamoDB_20120810.PutItem"; }));
    EXPECT_NE(plain, signature([](attempt_facts& f) { f.body = "{ }"; }));
    EXPECT_NE(plain, signature([](attempt_facts& f) { f.invocation_id = "another"; }));
    EXPECT_NE(plain, signature([](attempt_facts& f) { f.attempt = 3; }));
    EXPECT_NE(plain, signature([](attempt_facts& f) { f.server_now += 1s; }));
}

} // namespace
