// SPDX-License-Identifier: BSL-1.0
//
// What an observer is told besides the steps of a call: where it goes, what it consumed, what was throttled.

#include "client_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/observer.hpp>
#include <dynasio/operations.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using facts = std::vector<std::string>;

class fact_list final : public observer
{
public:
    void call_begins(observed_call const& call) noexcept override
    {
        std::string line = std::string(call.operation) + " of " + std::string(call.service) + " in "
            + std::string(call.region) + " at " + std::string(call.host) + ":";
        for (auto const table : call.tables)
            line.append(" ").append(table);
        calls.push_back(line);
    }
    void capacity_consumed(observed_call const& call, observed_capacity const& c) noexcept override
    {
        consumed.push_back(std::string(call.operation) + " " + std::string(c.table) + "/"
            + std::string(c.index) + " " + std::to_string(static_cast<int>(c.read_units)) + " "
            + std::to_string(static_cast<int>(c.write_units)));
    }
    void attempt_failed(observed_call const&, attempt const& failed) noexcept override
    {
        std::string line = failed.retry == aws::retry_class::throttling ? "throttled" : "failed";
        for (auto const& reason : failed.throttling_reasons)
            line += " " + reason.reason + "@" + reason.resource;
        failures.push_back(line);
    }
    void call_ended(observed_call const&, call_metadata const&, error const*) noexcept override
    {
        consumed.emplace_back("end");
    }

    facts calls;
    facts consumed;
    facts failures;
};

struct observed_client
{
    explicit observed_client(capacity_report report = capacity_report::none, unsigned max_attempts = 1)
    {
        auto options = world.options(max_attempts);
        options.observer = watcher;
        options.return_consumed_capacity = report;
        made.emplace(world.context.get_executor(), options);
    }

    scripted_client world;
    std::shared_ptr<fact_list> watcher = std::make_shared<fact_list>();
    std::optional<client> made;
};

constexpr char const* one_unit = R"({"ConsumedCapacity":{"TableName":"things","CapacityUnits":1}})";

TEST(observer, gets_where_a_call_goes)
{
    observed_client o;
    o.world.server->expect("GetItem").reply(200, "{}");
    o.world.server->expect("ListTables").reply(200, "{}");
    o.world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const get = get_request();
            co_await o.made->get_item(get);
            list_tables_input const list;
            co_await o.made->list_tables(list);
        });
    EXPECT_EQ(o.watcher->calls,
        (facts{"GetItem of DynamoDB in us-east-1 at dynamodb.us-east-1.amazonaws.com: things",
            "ListTables of DynamoDB in us-east-1 at dynamodb.us-east-1.amazonaws.com:"}));
}

TEST(observer, gets_the_capacity_that_the_option_asks_for)
{
    observed_client o(capacity_report::indexes);
    auto& server = *o.world.server;
    server.expect("GetItem").reply(200, one_unit);
    server.expect("PutItem").reply(200, one_unit);
    server.expect("DescribeTable").reply(200, R"({"Table":{}})");
    server.expect("GetItem").reply(400, R"({"__type":"ValidationException"})");
    o.world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const get = get_request();
            co_await o.made->get_item(get);
            auto const put = conditional_put();
            co_await o.made->put_item(put);
            describe_table_input describe;
            describe.table_name = "things";
            co_await o.made->describe_table(describe);
            co_await o.made->try_get_item(get);
        });
    EXPECT_EQ(o.watcher->consumed,
        (facts{"GetItem things/ 1 0", "end", "PutItem things/ 0 1", "end", "end", "end"}));
    auto const requests = server.requests();
    EXPECT_NE(requests[0].body.find(R"(,"ReturnConsumedCapacity":"INDEXES"})"), std::string::npos)
        << requests[0].body;
    EXPECT_EQ(requests[2].body, R"({"TableName":"things"})") << "it has no such member";
}

TEST(observer, gets_no_capacity_that_nobody_asked_for)
{
    observed_client o;
    o.world.server->expect("GetItem").reply(200, one_unit);
    o.world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const get = get_request();
            co_await o.made->get_item(get);
        });
    EXPECT_EQ(o.watcher->consumed, facts{"end"});
    EXPECT_EQ(o.world.server->requests()[0].body.find("ReturnConsumedCapacity"), std::string::npos);
}

TEST(observer, leaves_the_capacity_to_a_request_that_sets_it)
{
    for (auto const wanted : {model::return_consumed_capacity::none, model::return_consumed_capacity::total})
    {
        observed_client o(capacity_report::indexes);
        o.world.server->expect("GetItem").reply(200, one_unit);
        o.world.run(
            [&]() -> boost::asio::awaitable<void>
            {
                auto get = get_request();
                get.return_consumed_capacity = wanted;
                co_await o.made->get_item(get);
            });
        auto const body = o.world.server->requests()[0].body;
        bool const total = wanted == model::return_consumed_capacity::total;
        EXPECT_NE(
            body.find(total ? R"("ReturnConsumedCapacity":"TOTAL")" : R"("ReturnConsumedCapacity":"NONE")"),
            std::string::npos)
            << body;
        EXPECT_EQ(body.find("INDEXES"), std::string::npos) << body;
        EXPECT_EQ(o.watcher->consumed, (facts{"GetItem things/ 1 0", "end"}));
    }
}

TEST(observer, asks_a_request_without_members_too)
{
    observed_client o(capacity_report::total);
    o.world.server->expect("TransactWriteItems")
        .reply(200,
            R"({"ConsumedCapacity":[{"TableName":"a","CapacityUnits":2},)"
            R"({"TableName":"b","CapacityUnits":4}]})");
    o.world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            transact_write_items_input const request;
            co_await o.made->transact_write_items(request);
        });
    EXPECT_EQ(o.watcher->consumed, (facts{"TransactWriteItems a/ 0 2", "TransactWriteItems b/ 0 4", "end"}));
    auto const body = o.world.server->requests()[0].body;
    EXPECT_NE(body.find(R"("ClientRequestToken":")"), std::string::npos) << body;
    EXPECT_TRUE(body.ends_with(R"(,"ReturnConsumedCapacity":"TOTAL"})")) << body;
}

TEST(observer, gets_the_reasons_of_throttling)
{
    observed_client o(capacity_report::none, 2);
    o.world.server->expect("GetItem").reply(400,
        R"({"__type":"ThrottlingException","message":"m","ThrottlingReasons":)"
        R"([{"reason":"TableReadProvisionedThroughputExceeded","resource":"arn:t"},{"reason":"x","resource":"y"}]})");
    o.world.server->expect("GetItem").reply(400, R"({"__type":"ValidationException"})");
    std::optional<error> failure;
    o.world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const get = get_request();
            auto const outcome = co_await o.made->try_get_item(get);
            EXPECT_TRUE(outcome.has_error());
            if (outcome.has_error())
                failure = outcome.error();
        });
    EXPECT_EQ(
        o.watcher->failures, (facts{"throttled TableReadProvisionedThroughputExceeded@arn:t x@y", "failed"}));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->details().attempts.at(0).throttling_reasons.size(), 2u);
    EXPECT_TRUE(failure->details().throttling_reasons.empty()) << "the last response gave none";
}

} // namespace
} // namespace dynasio::tests
