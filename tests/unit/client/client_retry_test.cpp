// SPDX-License-Identifier: BSL-1.0
//
// The call loop of the client on a scripted server, try by try: what differs between the tries, and what is reported
// of all of them.

#include "client_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/operations/transact_write_items.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using dynasio::client_errc;
using dynasio::errc;
using dynasio::tests::conditional_put;
using dynasio::tests::get_request;
using dynasio::tests::scripted_client;

constexpr auto internal_error =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"oops"})";

TEST(client, every_try_has_the_same_invocation_id_and_a_number_and_signature_of_its_own)
{
    scripted_client s;
    s.server->expect("GetItem").reply(500, internal_error);
    s.server->expect("GetItem").fail(dynasio::http::errc::closed_early, dynasio::http::stage::receiving);
    s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make(4);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            auto const answer = co_await c.get_item(request);
            EXPECT_FALSE(answer.item);
        });
    auto const sent = s.server->requests();
    ASSERT_EQ(sent.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i)
    {
        EXPECT_EQ(sent[i].body, sent[0].body);
        EXPECT_EQ(
            *sent[i].headers.find("amz-sdk-invocation-id"), *sent[0].headers.find("amz-sdk-invocation-id"));
        EXPECT_EQ(*sent[i].headers.find("amz-sdk-request"), "attempt=" + std::to_string(i + 1) + "; max=4");
    }
    EXPECT_NE(*sent[0].headers.find("authorization"), *sent[1].headers.find("authorization"));
}

TEST(client, an_error_tells_all_tries)
{
    scripted_client s;
    s.server->expect("PutItem").reply(500, internal_error);
    s.server->expect("PutItem").fail(
        dynasio::http::errc::closed_early, dynasio::http::stage::receiving, "cut");
    auto c = s.make(2);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = conditional_put();
            auto const outcome = co_await c.try_put_item(request);
            CO_ASSERT_TRUE(outcome.has_error());
            auto const& e = outcome.error();
            EXPECT_EQ(e.code(), make_error_code(dynasio::http::errc::closed_early));
            EXPECT_TRUE(e.may_have_been_applied());
            EXPECT_EQ(e.details().attempts.size(), 2u);
            EXPECT_NE(e.describe().find("oops"), std::string::npos) << e.describe();
            EXPECT_NE(e.describe().find("cut"), std::string::npos) << e.describe();
        });
}

TEST(client, a_lost_answer_and_a_failed_condition_are_no_plain_conflict)
{
    scripted_client s;
    s.server->expect("PutItem").fail(dynasio::http::errc::closed_early, dynasio::http::stage::receiving);
    s.server->expect("PutItem").reply(
        400, R"({"__type":"x#ConditionalCheckFailedException","message":"no","Item":{"id":{"S":"a"}}})");
    auto c = s.make(3);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = conditional_put();
            auto const outcome = co_await c.try_put_item(request);
            CO_ASSERT_TRUE(outcome.has_error());
            EXPECT_EQ(outcome.error(), client_errc::outcome_unknown);
            EXPECT_TRUE(outcome.error().details().old_item.has_value());
        });
}

TEST(client, a_transaction_gets_one_token_for_all_its_tries)
{
    scripted_client s;
    s.server->expect("TransactWriteItems")
        .fail(dynasio::http::errc::closed_early, dynasio::http::stage::receiving);
    s.server->expect("TransactWriteItems").reply(200, "{}");
    s.server->expect("TransactWriteItems").reply(200, "{}");
    auto c = s.make(2);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            dynasio::transact_write_items_input request;
            request.transact_items.emplace_back();
            co_await c.transact_write_items(request);
            co_await c.transact_write_items(request);
        });
    auto const sent = s.server->requests();
    ASSERT_EQ(sent.size(), 3u);
    EXPECT_NE(sent[0].body.find("\"ClientRequestToken\":\""), std::string::npos);
    EXPECT_EQ(sent[0].body, sent[1].body);
    EXPECT_NE(sent[1].body, sent[2].body);
}

TEST(client, a_wrong_checksum_is_tried_again)
{
    scripted_client s;
    dynasio::http::fields wrong;
    wrong.add("x-amz-crc32", "1");
    s.server->expect("GetItem").reply(200, "{}", wrong);
    dynasio::http::fields right;
    right.add("x-amz-crc32", "2745614147");
    s.server->expect("GetItem").reply(200, "{}", right);
    auto c = s.make(2);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            co_await c.get_item(request);
        });
}

TEST(client, a_wrong_clock_is_learnt_from_the_answer)
{
    scripted_client s;
    dynasio::http::fields date;
    date.add("Date", "Thu, 01 Jan 2037 00:00:00 GMT");
    s.server->expect("GetItem").reply(
        400, R"({"__type":"x#InvalidSignatureException","message":"Signature expired"})", date);
    s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make(2);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            co_await c.get_item(request);
        });
    auto const sent = s.server->requests();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(sent[1].headers.find("x-amz-date")->substr(0, 9), "20370101T");
    EXPECT_NE(sent[1].headers.find("amz-sdk-request")->find("; ttl=20370101T"), std::string::npos);
}

TEST(client, a_deadline_bounds_all_tries_and_tells_why)
{
    scripted_client s;
    s.server->expect("GetItem").reply(500, internal_error).times(2);
    auto c = s.make(10);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            dynasio::testing::gate const never;
            s.server->expect("GetItem").hold(never);
            auto const outcome = co_await c.try_get_item(request, dynasio::call_options().timeout(300ms));
            CO_ASSERT_TRUE(outcome.has_error());
            EXPECT_EQ(outcome.error(), client_errc::deadline_exceeded);
            CO_ASSERT_EQ(outcome.error().details().attempts.size(), 3u);
            EXPECT_EQ(
                outcome.error().details().attempts[0].code, make_error_code(errc::internal_server_error));
        });
}

} // namespace
