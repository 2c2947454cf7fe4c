// SPDX-License-Identifier: BSL-1.0
//
// Signatures as somebody else verifies them: a server that was started with `scripts/dynamodb-server run --auth`.

#include "support/local_dynamodb.hpp"
#include "support/shifted_clock.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/http/pool.hpp>
#include <dynasio/operations/list_tables.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/testing/fault_transport.hpp>
#include <dynasio/testing/recording_transport.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct authentication : local_dynamodb
{
    void SetUp() override
    {
        local_dynamodb::SetUp();
        if (!IsSkipped() && !session_credentials())
            GTEST_SKIP() << "the server is not known to verify signatures: start one by "
                            "`scripts/dynamodb-server run --auth`";
    }

    /// Runs `body(client)`, whose client signs with these keys.
    void run_as(sigv4::credentials keys, std::function<asio::awaitable<void>(client)> body) const
    {
        asio::io_context context(1);
        auto settings = options();
        settings.credentials = aws::static_credentials(std::move(keys));
        client const own(context.get_executor(), settings);
        run_coroutine(context, [&] { return body(own); });
    }

    /// A body for `run_as`: ListTables must end with this error, told as the service does, without a second attempt and
    /// without the secret.
    static std::function<asio::awaitable<void>(client)> refused_with(
        errc expected, std::string wire_code, std::string secret)
    {
        return [=](client c) -> asio::awaitable<void>
        {
            list_tables_input const all;
            auto const listed = co_await c.try_list_tables(all);
            CO_ASSERT_ERROR(listed, expected);
            auto const& e = listed.error();
            EXPECT_TRUE(e.from_service());
            EXPECT_EQ(e.details().wire_code, wire_code);
            EXPECT_FALSE(e.details().server_message.empty());
            EXPECT_EQ(e.details().http_status, 400u);
            EXPECT_EQ(e.details().attempts.size(), 1u);
            EXPECT_FALSE(e.is_retryable());
            EXPECT_FALSE(e.may_have_been_applied());
            auto const told = e.describe();
            EXPECT_NE(told.find("ListTables"), std::string::npos) << told;
            EXPECT_NE(told.find(wire_code), std::string::npos) << told;
            EXPECT_EQ(told.find(secret), std::string::npos) << told;
        };
    }

    /// A client with a wall clock that is wrong by this much: its first write is refused, and repeated with the server's time.
    void run_with_wrong_clock(http::wall_time::duration by) const;
};

TEST_F(authentication, the_keys_of_the_server_are_accepted)
{
    run_as(server_credentials(),
        [](client c) -> asio::awaitable<void>
        {
            list_tables_input const all;
            auto const listed = co_await c.try_list_tables(all);
            CO_ASSERT_VALUE(listed);
        });
}

TEST_F(authentication, a_wrong_secret_is_refused)
{
    auto const keys = server_credentials();
    run_as({keys.access_key_id, sigv4::secret("not-the-secret")},
        refused_with(errc::invalid_signature, "InvalidSignatureException", "not-the-secret"));
}

TEST_F(authentication, an_unknown_key_is_refused)
{
    run_as({"AKIAUNKNOWNUNKNOWN00", sigv4::secret("any-secret")},
        refused_with(errc::unrecognized_client, "UnrecognizedClientException", "any-secret"));
}

TEST_F(authentication, a_session_token_is_sent_and_signed)
{
    auto const keys = *session_credentials();
    run_as(keys,
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            co_await put(c, table, id_key("a"));
            auto const found = co_await get(c, table, id_key("a"));
            EXPECT_EQ(found, id_key("a"));
        });

    run_as({keys.access_key_id, keys.secret_access_key},
        refused_with(errc::unrecognized_client, "UnrecognizedClientException", "FwoGZXb"));
    run_as({keys.access_key_id, keys.secret_access_key, sigv4::secret("not-the-token")},
        refused_with(errc::unrecognized_client, "UnrecognizedClientException", "not-the-token"));
}

TEST_F(authentication, a_body_that_was_changed_on_the_way_is_refused_and_not_stored)
{
    asio::io_context context(1);
    auto const pool = std::make_shared<http::pool>(context.get_executor(), http::pool_options());
    auto settings = options();
    auto const change = [](http::request const& r, std::size_t)
    {
        if (r.body.find("honest") == std::string::npos)
            return dynasio::testing::fault();
        return dynasio::testing::fault::changed_request(
            [](http::request& sent) { sent.body.replace(sent.body.find("honest"), 6, "forged"); });
    };
    settings.transport = std::make_shared<dynasio::testing::fault_transport>(pool, change);
    client const c(context.get_executor(), settings);
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            put_item_input request;
            request.table_name = table;
            request.item = id_key("honest");
            auto const stored = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(stored, errc::invalid_signature);
            EXPECT_FALSE(stored.error().may_have_been_applied());

            auto const forged = co_await get(c, table, id_key("forged"));
            EXPECT_FALSE(forged.has_value());
        });
}

void authentication::run_with_wrong_clock(http::wall_time::duration by) const
{
    asio::io_context context(1);
    auto const clock = std::make_shared<shifted_clock>(http::make_clock(context.get_executor()));
    clock->shift_wall(by);
    auto const pool = std::make_shared<http::pool>(context.get_executor(), http::pool_options(), clock);
    auto const sent = std::make_shared<dynasio::testing::recording_transport>(pool);
    auto settings = options();
    settings.clock = clock;
    settings.transport = sent;
    client const c(context.get_executor(), settings);
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            CO_ASSERT_TRUE(sent->exchanges().size() >= 2);
            EXPECT_EQ(sent->exchanges().front().response->status, 400u)
                << "the server does not verify the time";
            EXPECT_EQ(sent->exchanges()[1].response->status, 200u);

            // What was learnt stays.
            sent->clear();
            co_await put(c, table, id_key("a"));
            auto const found = co_await get(c, table, id_key("a"));
            EXPECT_EQ(found, id_key("a"));
            EXPECT_EQ(sent->exchanges().size(), 2u);
            clock->stop();
        });
}

TEST_F(authentication, a_clock_five_hours_late_is_corrected)
{
    run_with_wrong_clock(-5h);
}

TEST_F(authentication, a_clock_five_hours_early_is_corrected)
{
    run_with_wrong_clock(5h);
}

TEST_F(authentication, a_wrong_clock_that_is_not_corrected_is_told)
{
    asio::io_context context(1);
    auto const clock = std::make_shared<shifted_clock>(http::make_clock(context.get_executor()));
    clock->shift_wall(-5h);
    auto settings = options();
    settings.clock = clock;
    settings.retry.max_attempts = 1;
    client const c(context.get_executor(), settings);
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            list_tables_input const all;
            auto const listed = co_await c.try_list_tables(all);
            CO_ASSERT_ERROR(listed, errc::invalid_signature);
            EXPECT_NE(listed.error().describe().find("expired"), std::string::npos) << listed.error();
            clock->stop();
        });
}

} // namespace
} // namespace dynasio::tests
