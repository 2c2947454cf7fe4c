// SPDX-License-Identifier: BSL-1.0
//
// One call of the client on a scripted server: what goes over the wire, and what comes of an answer.

#include "client_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/operations/transact_write_items.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace {

using dynasio::client_errc;
using dynasio::errc;
using dynasio::tests::conditional_put;
using dynasio::tests::get_request;
using dynasio::tests::scripted_client;

TEST(client, sends_what_the_protocol_asks_for)
{
    scripted_client s;
    s.server->expect("GetItem").reply(200, R"({"Item":{"id":{"S":"a"}}})");
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            auto const answer = co_await c.get_item(request);
            EXPECT_TRUE(answer.item.has_value());
        });
    auto const sent = s.server->requests();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].method, "POST");
    EXPECT_EQ(sent[0].target, "/");
    EXPECT_TRUE(sent[0].to.tls);
    EXPECT_EQ(sent[0].to.host, "dynamodb.us-east-1.amazonaws.com");
    EXPECT_TRUE(sent[0].idempotent);
    EXPECT_EQ(sent[0].body, R"({"TableName":"things","Key":{"id":{"S":"a"}}})");
    auto const header = [&](char const* name)
    { return std::string(sent[0].headers.find(name).value_or("")); };
    EXPECT_EQ(header("Content-Type"), "application/x-amz-json-1.0");
    EXPECT_EQ(header("X-Amz-Target"), "DynamoDB_20120810.GetItem");
    EXPECT_EQ(header("Accept-Encoding"), "identity");
    EXPECT_EQ(header("amz-sdk-request"), "attempt=1; max=1");
    EXPECT_EQ(header("amz-sdk-invocation-id").size(), 36u);
    EXPECT_EQ(header("User-Agent").substr(0, 8), "dynasio/");
    EXPECT_NE(header("Authorization")
                  .find("SignedHeaders=accept-encoding;amz-sdk-invocation-id;amz-sdk-request;"
                        "content-type;host;x-amz-date;x-amz-target"),
        std::string::npos)
        << header("Authorization");
}

TEST(client, the_form_with_exceptions_throws_what_the_other_returns)
{
    scripted_client s;
    s.server->expect("PutItem").reply(
        400, R"({"__type":"x#ConditionalCheckFailedException","message":"no"})");
    s.server->expect("PutItem").fail(dynasio::http::errc::no_address, dynasio::http::stage::connecting);
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = conditional_put();
            int caught = 0;
            try
            {
                co_await c.put_item(request);
            }
            catch (dynasio::service_error const& e)
            {
                EXPECT_EQ(e.code(), make_error_code(errc::conditional_check_failed));
                EXPECT_EQ(e.details().http_status, 400u);
                ++caught;
            }
            try
            {
                co_await c.put_item(request);
            }
            catch (dynasio::operation_error const& e)
            {
                EXPECT_EQ(e.code(), make_error_code(dynasio::http::errc::no_address));
                EXPECT_FALSE(e.may_have_been_applied());
                ++caught;
            }
            EXPECT_EQ(caught, 2);
        });
}

TEST(client, the_token_of_the_caller_is_kept)
{
    scripted_client s;
    s.server->expect("TransactWriteItems").reply(200, "{}");
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            dynasio::transact_write_items_input request;
            request.client_request_token = "mine";
            co_await c.transact_write_items(request);
        });
    EXPECT_NE(s.server->requests().at(0).body.find("\"ClientRequestToken\":\"mine\""), std::string::npos);
}

TEST(client, what_cannot_be_encoded_is_not_sent)
{
    scripted_client s;
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto request = get_request();
            request.key = dynasio::item{{"id", std::string("\xff\xfe")}};
            auto const outcome = co_await c.try_get_item(request);
            CO_ASSERT_TRUE(outcome.has_error());
            EXPECT_EQ(outcome.error(), client_errc::bad_input);
            EXPECT_NE(outcome.error().describe().find("Key.id"), std::string::npos)
                << outcome.error().describe();
            EXPECT_FALSE(outcome.error().may_have_been_applied());
        });
    EXPECT_TRUE(s.server->requests().empty());
}

TEST(client, an_answer_that_cannot_be_read_is_named)
{
    for (auto const* body :
        {"{", "[]", "\"x\"", R"({"Item":{"a":{"S":1}}})", R"({"Item":{"a":{"S":"x","N":"1"}}})", "<html>"})
    {
        scripted_client s;
        s.server->expect("GetItem").reply(200, body);
        auto c = s.make();
        s.run(
            [&]() -> boost::asio::awaitable<void>
            {
                auto const request = get_request();
                auto const outcome = co_await c.try_get_item(request);
                CO_ASSERT_TRUE(outcome.has_error());
                EXPECT_EQ(outcome.error(), client_errc::malformed_response) << body;
                // What is not from DynamoDB is shown; JSON may hold user data.
                auto const shown =
                    std::string("body of ") + std::to_string(std::strlen(body)) + " bytes: " + body;
                EXPECT_EQ(outcome.error().details().context.find(shown) != std::string::npos, body[0] != '{')
                    << outcome.error().describe();
            });
    }
}

TEST(client, an_empty_body_is_an_empty_answer)
{
    scripted_client s;
    s.server->expect("GetItem").reply(200, "");
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            auto const answer = co_await c.get_item(request);
            EXPECT_FALSE(answer.item);
        });
}

TEST(client, the_request_may_be_changed_as_soon_as_the_operation_was_made)
{
    scripted_client s;
    s.server->expect("GetItem").reply(200, "{}");
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto request = get_request();
            auto operation = c.get_item(request);
            request.table_name = "changed";
            request.key = {};
            co_await std::move(operation);
        });
    EXPECT_EQ(s.server->requests().at(0).body, R"({"TableName":"things","Key":{"id":{"S":"a"}}})");
}

TEST(client, a_cancelled_operation_ends_so_in_both_forms)
{
    for (bool const throwing : {false, true})
    {
        scripted_client s;
        dynasio::testing::gate const never;
        s.server->expect("PutItem").hold(never);
        auto c = s.make();
        boost::asio::cancellation_signal cancel;
        boost::system::error_code ended;
        auto const body = [&]() -> boost::asio::awaitable<void>
        {
            auto const request = conditional_put();
            if (throwing)
                co_await c.put_item(request);
            else
            {
                auto const outcome = co_await c.try_put_item(request);
                EXPECT_TRUE(outcome.has_error());
                EXPECT_TRUE(outcome.error().may_have_been_applied());
                ended = outcome.error().code();
            }
        };
        boost::asio::co_spawn(s.context, body(),
            boost::asio::bind_cancellation_slot(cancel.slot(),
                [&](std::exception_ptr failure)
                {
                    try
                    {
                        if (failure)
                            std::rethrow_exception(failure);
                    }
                    catch (boost::system::system_error const& e)
                    {
                        ended = e.code();
                    }
                }));
        s.context.poll();
        cancel.emit(boost::asio::cancellation_type::terminal);
        s.context.restart();
        s.context.poll();
        EXPECT_EQ(ended, boost::asio::error::operation_aborted) << "throwing: " << throwing;
    }
}

} // namespace
