// SPDX-License-Identifier: BSL-1.0
//
// The call loop of the client on a scripted server: what goes over the wire, try by try, and what is reported.

#include "support/scripted_client.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/typed_read.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/describe/class.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using dynasio::client;
using dynasio::client_errc;
using dynasio::errc;
using dynasio::tests::scripted_client;

constexpr auto internal_error =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"oops"})";

dynasio::get_item_input get_request()
{
    dynasio::get_item_input request;
    request.table_name = "things";
    request.key = dynasio::item{{"id", "a"}};
    return request;
}

dynasio::put_item_input conditional_put()
{
    dynasio::put_item_input request;
    request.table_name = "things";
    request.item = dynasio::item{{"id", "a"}};
    request.condition_expression = "attribute_not_exists(id)";
    return request;
}

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

struct thing
{
    std::string id;
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(thing, (), (id, count))

TEST(typed_read, decodes_pages_straight_into_structs)
{
    scripted_client s;
    s.server->expect("Query").reply(200,
        R"({"Count":2,"ScannedCount":5,"Items":[{"id":{"S":"a"},"count":{"N":"1"}},{"id":{"S":"b"},"count":{"N":"2"},"more":{"BOOL":true}}],"LastEvaluatedKey":{"id":{"S":"b"}}})");
    s.server->expect("Scan").reply(200, R"({"Items":[{"id":{"S":"a"}}]})");
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            dynasio::query_input query;
            query.table_name = "things";
            auto const page = co_await dynasio::query_as<thing>(c, query);
            CO_ASSERT_EQ(page.items.size(), 2u);
            EXPECT_EQ(page.items[1].id, "b");
            EXPECT_EQ(page.items[1].count, 2);
            EXPECT_EQ(page.scanned_count, 5);
            EXPECT_TRUE(page.last_evaluated_key.has_value());

            dynasio::scan_input scan;
            scan.table_name = "things";
            auto const broken = co_await dynasio::try_scan_as<thing>(c, scan);
            CO_ASSERT_TRUE(broken.has_error());
            EXPECT_EQ(broken.error(), client_errc::malformed_response);
            EXPECT_NE(broken.error().describe().find("Items[0].count"), std::string::npos)
                << broken.error().describe();
        });
}

TEST(client_options, bad_values_are_named)
{
    boost::asio::io_context context;
    auto const message = [&](auto change) -> std::string
    {
        dynasio::client_options options;
        options.region = "us-east-1";
        options.credentials = dynasio::aws::static_credentials({"AKID", dynasio::sigv4::secret("secret")});
        change(options);
        try
        {
            client const c(context.get_executor(), options);
        }
        catch (std::exception const& e)
        {
            return e.what();
        }
        return "";
    };
    using options = dynasio::client_options&;
    EXPECT_EQ(message([](options) {}), "");
    EXPECT_NE(message([](options o) { o.credentials = nullptr; }).find("credentials"), std::string::npos);
    EXPECT_NE(message([](options o) { o.call_timeout = 0s; }).find("call_timeout"), std::string::npos);
    EXPECT_NE(message([](options o) { o.attempt_timeout = -1s; }).find("attempt_timeout"), std::string::npos);
    EXPECT_NE(message([](options o) { o.retry.max_attempts = 0; }).find("max_attempts"), std::string::npos);
    EXPECT_NE(message([](options o) { o.region = "no region!"; }).find("no region!"), std::string::npos);
    EXPECT_NE(message([](options o) { o.region = ""; }), "");
    EXPECT_NE(message([](options o) { o.endpoint_url = "ftp://x"; }).find("client_options::endpoint_url"),
        std::string::npos);
    EXPECT_NE(message([](options o) { o.app_id = std::string(51, 'x'); }).find("app_id"), std::string::npos);
    EXPECT_NE(message([](options o) { o.connections.max_connections = 0; }).find("max_connections"),
        std::string::npos);
}

} // namespace
