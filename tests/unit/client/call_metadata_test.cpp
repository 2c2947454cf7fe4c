// SPDX-License-Identifier: BSL-1.0
//
// What a call tells besides its response: to the caller, and to an observer.

#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/call_metadata.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/observer.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using dynasio::call_metadata;
using dynasio::call_options;
using dynasio::errc;
using dynasio::tests::conditional_put;
using dynasio::tests::get_request;
using dynasio::tests::scripted_client;

constexpr char const* fault =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"x"})";
constexpr char const* failed_condition =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"x"})";

dynasio::http::fields id(char const* text)
{
    dynasio::http::fields headers;
    headers.add("x-amzn-RequestId", text);
    return headers;
}

TEST(call_metadata, is_part_of_each_response)
{
    scripted_client s;
    s.server->expect("GetItem").reply(200, R"({"Item":{"id":{"S":"a"}}})", id("R1"));
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            auto const found = co_await c.get_item(request);
            EXPECT_EQ(found.metadata.request_id(), "R1");
            EXPECT_EQ(found.metadata.requests, 1u);
            EXPECT_EQ(found.metadata.attempts, 1u);
            EXPECT_EQ(found.metadata.waited, 0ns);
            EXPECT_FALSE(found.metadata.earlier_attempt_may_have_been_applied);
        });
}

TEST(call_metadata, says_what_a_success_does_not)
{
    scripted_client s;
    s.server->expect("PutItem").reply(500, fault);
    s.server->expect("PutItem").reply(200, "{}", id("R2"));
    auto c = s.make(3);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = conditional_put();
            auto const before = s.clock->now();
            auto const put = co_await c.put_item(request);
            EXPECT_EQ(put.metadata.request_id(), "R2");
            EXPECT_EQ(put.metadata.attempts, 2u);
            EXPECT_EQ(put.metadata.waited, s.clock->now() - before);
            EXPECT_GT(put.metadata.waited, 0ns);
            EXPECT_TRUE(put.metadata.earlier_attempt_may_have_been_applied);
        });
}

TEST(call_metadata, is_summed_up_over_requests_and_failures)
{
    scripted_client s;
    s.server->expect("GetItem").reply(200, "{}", id("R1"));
    s.server->expect("PutItem").reply(500, fault);
    s.server->expect("PutItem").reply(400, failed_condition, id("R3"));
    auto c = s.make(3);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            call_metadata sum;
            auto const get = get_request();
            auto const put = conditional_put();
            auto const options = call_options().metadata(sum);
            auto const found = co_await c.try_get_item(get, options);
            CO_ASSERT_TRUE(found.has_value());
            auto const outcome = co_await c.try_put_item(put, options);
            CO_ASSERT_ERROR(outcome, dynasio::client_errc::outcome_unknown);
            EXPECT_EQ(sum.requests, 2u);
            EXPECT_EQ(sum.attempts, 3u);
            EXPECT_EQ(sum.request_id(), "R3");
            EXPECT_TRUE(sum.earlier_attempt_may_have_been_applied);
        });
}

TEST(call_metadata, keeps_ids_of_64_characters)
{
    call_metadata m;
    m.set_request_id(std::string(64, 'x'));
    EXPECT_EQ(m.request_id(), std::string(64, 'x'));
    m.set_request_id(std::string(70, 'y'));
    EXPECT_EQ(m.request_id(), std::string(64, 'y'));
    m.set_request_id("");
    EXPECT_EQ(m.request_id(), "");
}

/// Writes down what it gets.
class recorder final : public dynasio::observer
{
public:
    void call_begins(dynasio::observed_call const& call) noexcept override
    {
        id = call.invocation_id;
        add("begin", call);
    }
    void attempt_begins(dynasio::observed_call const& call, unsigned number) noexcept override
    {
        add("attempt " + std::to_string(number), call);
    }
    void attempt_failed(dynasio::observed_call const& call, dynasio::attempt const& failed) noexcept override
    {
        add("failed " + std::to_string(failed.http_status), call);
    }
    void pause_begins(
        dynasio::observed_call const& call, std::chrono::steady_clock::duration pause) noexcept override
    {
        add(pause > 0ns ? "pause" : "no pause", call);
    }
    void call_ended(dynasio::observed_call const& call, call_metadata const& metadata,
        dynasio::error const* failure) noexcept override
    {
        add((failure ? "error after " : "success after ") + std::to_string(metadata.attempts), call);
    }

    std::vector<std::string> seen;
    std::string id;

private:
    void add(std::string what, dynasio::observed_call const& call)
    {
        seen.push_back(std::string(call.operation) + ' ' + std::move(what));
        EXPECT_EQ(call.invocation_id, id) << "one id for all of a call";
    }
};

TEST(observer, gets_every_step_of_a_call)
{
    scripted_client s;
    s.server->expect("GetItem").reply(500, fault);
    s.server->expect("GetItem").reply(200, "{}");
    s.server->expect("PutItem").reply(400, failed_condition);
    auto const watcher = std::make_shared<recorder>();
    auto options = s.options(3);
    options.observer = watcher;
    dynasio::client c(s.context.get_executor(), options);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const get = get_request();
            auto const found = co_await c.try_get_item(get);
            EXPECT_TRUE(found.has_value());
            auto const put = conditional_put();
            auto const outcome = co_await c.try_put_item(put);
            EXPECT_TRUE(outcome.has_error());
        });
    EXPECT_EQ(watcher->seen,
        (std::vector<std::string>{"GetItem begin", "GetItem attempt 1", "GetItem failed 500", "GetItem pause",
            "GetItem attempt 2", "GetItem success after 2", "PutItem begin", "PutItem attempt 1",
            "PutItem failed 400", "PutItem error after 1"}));
    ASSERT_EQ(s.server->requests().size(), 3u);
    EXPECT_EQ(s.server->requests()[2].headers.find("amz-sdk-invocation-id"), watcher->id);
}

TEST(observer, gets_the_end_of_a_call_whose_time_is_up)
{
    scripted_client s;
    auto const watcher = std::make_shared<recorder>();
    auto options = s.options();
    options.observer = watcher;
    dynasio::client c(s.context.get_executor(), options);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const get = get_request();
            auto const outcome = co_await c.try_get_item(get, call_options().timeout(0s));
            EXPECT_TRUE(outcome.has_error());
        });
    EXPECT_EQ(watcher->seen, (std::vector<std::string>{"GetItem begin", "GetItem error after 0"}));
}

} // namespace
