// SPDX-License-Identifier: BSL-1.0
//
// The whole client against servers that do not answer, answer nonsense, or go away; and cancellation in
// flight.

#include "support/coroutine_test.hpp"
#include "support/http_server.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/client.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include <thread>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

client_options options_for(std::uint16_t port, unsigned max_attempts = 1)
{
    client_options options;
    options.endpoint_url = "http://127.0.0.1:" + std::to_string(port);
    options.credentials = aws::static_credentials({"AKID", sigv4::secret("secret")});
    options.retry.max_attempts = max_attempts;
    options.retry.base_delay = 1ms;
    options.retry.throttling_base_delay = 1ms;
    return options;
}

put_item_input a_put()
{
    put_item_input request;
    request.table_name = "t";
    request.item.set("id", "a");
    return request;
}

get_item_input a_get()
{
    get_item_input request;
    request.table_name = "t";
    request.key.set("id", "a");
    return request;
}

/// What a write ends with on this server.
result<put_item_output> put_on(std::uint16_t port, unsigned max_attempts = 1, call_options call = {})
{
    asio::io_context context(1);
    result<put_item_output> outcome;
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            client const c(context.get_executor(), options_for(port, max_attempts));
            auto const request = a_put();
            outcome = co_await c.try_put_item(request, call);
        });
    return outcome;
}

result<get_item_output> get_on(std::uint16_t port, unsigned max_attempts = 1)
{
    asio::io_context context(1);
    result<get_item_output> outcome;
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            client const c(context.get_executor(), options_for(port, max_attempts));
            auto const request = a_get();
            outcome = co_await c.try_get_item(request);
        });
    return outcome;
}

/// Every connection answers every request with this.
script always(std::string body, std::string status = "200 OK", std::string headers = {})
{
    return [=](peer& p)
    {
        while (!p.expect_request().empty())
            p.reply(body, status, headers);
    };
}

TEST(misbehaving_server, that_never_answers_ends_with_the_deadline_of_the_call)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.expect_close();
        });
    auto const begin = std::chrono::steady_clock::now();
    auto const outcome = put_on(server.port(), 3, call_options().timeout(200ms));
    auto const took = std::chrono::steady_clock::now() - begin;
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code(), client_errc::deadline_exceeded) << outcome.error();
    EXPECT_TRUE(outcome.error().may_have_been_applied());
    EXPECT_EQ(outcome.error().details().attempts.size(), 1u);
    EXPECT_GE(took, 200ms);
    EXPECT_LT(took, 20s);
    EXPECT_EQ(server.count("POST"), 1u);
}

TEST(misbehaving_server, that_never_answers_is_asked_again_after_each_time_out_of_a_try)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.expect_close();
        });
    auto const outcome = put_on(server.port(), 3, call_options().attempt_timeout(50ms));
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code(), http::errc::exchange_timeout) << outcome.error();
    EXPECT_EQ(outcome.error().details().attempts.size(), 3u);
    EXPECT_TRUE(outcome.error().may_have_been_applied());
    EXPECT_EQ(server.connections(), 3u); // a connection that was given up is not used again
}

TEST(misbehaving_server, that_is_not_there_cannot_have_applied_anything)
{
    dead_port const nobody;
    auto const outcome = put_on(nobody.port(), 3);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code(), asio::error::connection_refused) << outcome.error();
    EXPECT_FALSE(outcome.error().may_have_been_applied());
    EXPECT_EQ(outcome.error().details().attempts.size(), 3u);
}

TEST(misbehaving_server, that_answers_garbage_instead_of_http)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            p.expect_close();
        });
    auto const outcome = put_on(server.port());
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code(), http::errc::malformed_response) << outcome.error();
    EXPECT_TRUE(outcome.error().may_have_been_applied());
}

TEST(misbehaving_server, that_answers_garbage_instead_of_json)
{
    std::string const deep = R"({"Item":{"a":)" + std::string(200'000, '[');
    std::string nested = R"({"Item":{"a":)";
    for (int i = 0; i < 50'000; ++i)
        nested += R"({"L":[)";
    for (std::string const& body : {std::string("no json"), std::string("{\"Item\":7}"),
             std::string("{\"Item\":{}"), std::string("{\"Item\":{\"a\":{\"S\":\"\xFF\"}}}"),
             std::string("{\"Item\":{\"a\":{\"N\":\"x\"}}}"),
             std::string("{\"Item\":{\"a\":{\"S\":\"x\",\"N\":\"1\"}}}"), std::string(1000, '\0'), deep,
             nested})
    {
        SCOPED_TRACE(body.substr(0, 60));
        scripted_server server(always(body));
        auto const outcome = get_on(server.port());
        ASSERT_FALSE(outcome.has_value());
        EXPECT_EQ(outcome.error().code(), client_errc::malformed_response) << outcome.error();
    }
}

TEST(misbehaving_server, that_closes_in_the_middle_of_its_answer)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Item\":");
            p.close();
        });
    auto const outcome = put_on(server.port());
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code(), http::errc::closed_early) << outcome.error();
    EXPECT_TRUE(outcome.error().may_have_been_applied());
}

TEST(misbehaving_server, that_answers_with_a_page_of_html)
{
    scripted_server server(always("<html>Service Unavailable</html>", "503 Service Unavailable"));
    auto const outcome = put_on(server.port(), 2);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_TRUE(outcome.error().from_service());
    EXPECT_EQ(outcome.error().details().http_status, 503u);
    EXPECT_EQ(outcome.error().details().attempts.size(), 2u);
    EXPECT_EQ(outcome.error().code(), errc::unknown) << outcome.error();
}

TEST(misbehaving_server, that_damages_its_answer)
{
    scripted_server server(always("{}", "200 OK", "x-amz-crc32: 1\r\n"));
    auto const outcome = get_on(server.port(), 2);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code(), client_errc::checksum_mismatch) << outcome.error();
    EXPECT_EQ(outcome.error().details().attempts.size(), 2u);
}

TEST(misbehaving_server, that_recovers_is_not_noticed)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.reply(R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"})",
                "500 Internal Server Error");
            p.expect_request();
            p.reply("{}");
            p.expect_close();
        });
    // Whether the connection is kept after the first answer is not the point here.
    auto const outcome = put_on(server.port(), 4);
    EXPECT_TRUE(outcome.has_value()) << outcome.error();
}

TEST(misbehaving_server, that_loses_an_answer_leaves_a_failed_condition_in_doubt)
{
    scripted_server server({[](peer& p)
        {
            p.expect_request();
            p.close(); // it may have done it
        },
        always(
            R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"no"})",
            "400 Bad Request")});
    asio::io_context context(1);
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            client const c(context.get_executor(), options_for(server.port(), 3));
            auto request = a_put();
            request.condition_expression = "attribute_not_exists(id)";
            auto const outcome = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(outcome, client_errc::outcome_unknown);
            EXPECT_TRUE(outcome.error().may_have_been_applied());
        });
}

TEST(misbehaving_server, a_cancelled_call_ends_at_once_and_closes_its_connection)
{
    server_gate asked;
    scripted_server server(
        [&](peer& p)
        {
            p.expect_request();
            asked.open();
            p.expect_close();
        });
    asio::io_context context(1);
    client const c(context.get_executor(), options_for(server.port()));
    auto const request = a_put();
    asio::cancellation_signal signal;
    bool ended = false;
    asio::co_spawn(context, c.try_put_item(request),
        asio::bind_cancellation_slot(signal.slot(),
            [&](std::exception_ptr failure, result<put_item_output> outcome)
            {
                ended = true;
                report_failure(failure);
                ASSERT_FALSE(outcome.has_value());
                EXPECT_EQ(outcome.error().code(), asio::error::operation_aborted);
                EXPECT_TRUE(outcome.error().may_have_been_applied());
            }));
    std::thread cancels(
        [&]
        {
            asked.wait();
            asio::post(context, [&] { signal.emit(asio::cancellation_type::terminal); });
        });
    context.run_for(test_limit);
    cancels.join();
    EXPECT_TRUE(ended);
    EXPECT_TRUE(context.stopped());
}

TEST(misbehaving_server, a_client_that_goes_ends_its_calls)
{
    server_gate never;
    scripted_server server(
        [&](peer& p)
        {
            p.expect_request();
            p.expect_close();
        });
    asio::io_context context(1);
    std::optional<client> c(std::in_place, context.get_executor(), options_for(server.port(), 4));
    auto const request = a_put();
    int ended = 0;
    for (int i = 0; i < 10; ++i)
        asio::co_spawn(context, c->try_put_item(request),
            [&](std::exception_ptr failure, result<put_item_output> outcome)
            {
                ++ended;
                report_failure(failure);
                EXPECT_FALSE(outcome.has_value());
                EXPECT_EQ(outcome.error().code(), asio::error::operation_aborted);
            });
    while (server.count("POST") < 10)
        context.run_one_for(std::chrono::milliseconds(20));
    EXPECT_EQ(ended, 0);
    c.reset();
    context.run_for(test_limit);
    EXPECT_EQ(ended, 10);
    EXPECT_TRUE(context.stopped());
}

} // namespace
} // namespace dynasio::tests
