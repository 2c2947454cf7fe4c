// SPDX-License-Identifier: BSL-1.0

#include "stub_world.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/run.hpp>
#include <dynasio/testing/scripted_transport.hpp>
#include <dynasio/testing/stub_transport.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace dynasio::testing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

TEST(StubTransport, RespondsByOperationInAnyOrder)
{
    stub_world world;
    world.server.on("GetItem").reply_json("get");
    world.server.on("PutItem").reply(201, "put");
    EXPECT_EQ(world.ask("PutItem"), "put");
    EXPECT_EQ(world.ask("GetItem"), "get");
    EXPECT_EQ(world.ask("GetItem"), "get");
    EXPECT_EQ(world.send("PutItem")->status, 201U);
    EXPECT_EQ(world.server.report(), "");
    EXPECT_EQ(world.server.requests().size(), 4U);
    EXPECT_EQ(world.server.requests("GetItem").size(), 2U);
    EXPECT_EQ(operation_of(world.server.requests("PutItem").at(0)), "PutItem");
}

TEST(StubTransport, LetsTheFirstRuleDecideThatIsMetAndNotUsedUp)
{
    stub_world world;
    auto const has = [](std::string body)
    { return [body](http::request const& r) { return r.body == body; }; };
    world.server.on("GetItem").where(has("x")).reply_json("for x");
    world.server.on("GetItem").times(2).reply_json("first");
    world.server.on("GetItem").reply_json("later");
    world.server.on("GetItem").reply_json("never");
    EXPECT_EQ(world.ask("GetItem"), "first");
    EXPECT_EQ(world.ask("GetItem", "x"), "for x");
    EXPECT_EQ(world.ask("GetItem"), "first");
    EXPECT_EQ(world.ask("GetItem"), "later");
    EXPECT_EQ(world.ask("GetItem", "x"), "for x");
}

TEST(StubTransport, PutsTheRulesOfOtherwiseBehindAllOthers)
{
    stub_world world;
    world.server.otherwise("GetItem").reply_json("default");
    world.server.on("GetItem").times(1).reply_json("exception");
    world.server
        .on_request(
            "one that deletes", [](http::request const& r) { return operation_of(r) == "DeleteItem"; })
        .reply_json("deleted");
    EXPECT_EQ(world.ask("GetItem"), "exception");
    EXPECT_EQ(world.ask("GetItem"), "default");
    EXPECT_EQ(world.ask("DeleteItem"), "deleted");
}

TEST(StubTransport, ReportsWhatWasUnexpectedAndWhatNeverCame)
{
    stub_world world;
    world.server.on("GetItem").times(1);
    world.server.on("PutItem").times(3);
    world.server.on("Query");
    EXPECT_EQ(world.send("Scan", "{scan}").error().code, boost::system::errc::operation_not_supported);
    world.ask("GetItem");
    auto const refused = world.send("GetItem", "{again}");
    EXPECT_FALSE(refused.error().may_have_been_applied());
    EXPECT_EQ(refused.error().detail, "unexpected: POST / GetItem, whose rules are used up or not met");
    world.ask("PutItem");
    EXPECT_EQ(world.server.report(),
        "unexpected: POST / Scan, which meets no rule, with the body {scan}\n"
        "unexpected: POST / GetItem, whose rules are used up or not met, with the body {again}\n"
        "still expected: PutItem x 2\n");
}

TEST(StubTransport, AddsWhatDynamoDbAddsToJson)
{
    stub_world world;
    world.server.on("GetItem").reply_json("123456789");
    world.server.on("PutItem").reply(200, "as given");
    world.ask("PutItem");
    auto const response = world.send("GetItem").value();
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.headers.find("x-amzn-requestid"), "REQUEST-2");
    EXPECT_EQ(response.headers.find("x-amz-crc32"), "3421780262"); // the check value of CRC-32: 0xcbf43926
    EXPECT_EQ(response.headers.find("content-type"), "application/x-amz-json-1.0");
    EXPECT_TRUE(world.send("PutItem")->headers.empty());
}

TEST(StubTransport, RespondsWithFunctionsAndReportsWhatTheyThrow)
{
    stub_world world;
    world.server.on("GetItem").respond(
        [](http::request const& r) -> http::send_result
        {
            if (r.body == "bad")
                throw std::runtime_error("no such user");
            http::response response;
            response.status = 418;
            response.body = r.body;
            return response;
        });
    world.server.on("PutItem").respond_json([](http::request const& r) { return r.body + "!"; });
    world.server.on("Query").where(
        [](http::request const&) -> bool { throw std::runtime_error("cannot compare"); });
    EXPECT_EQ(world.send("GetItem", "tea")->status, 418U);
    EXPECT_EQ(world.ask("GetItem", "tea"), "tea");
    EXPECT_EQ(world.ask("PutItem", "tea"), "tea!");
    auto const failed = world.send("GetItem", "bad");
    EXPECT_EQ(failed.error().code, http::errc::callback_failed);
    EXPECT_TRUE(failed.error().may_have_been_applied());
    EXPECT_EQ(world.send("Query").error().code, boost::system::errc::operation_not_supported);
    EXPECT_EQ(world.server.report(),
        "the condition of Query threw for POST / Query: cannot compare\n"
        "unexpected: POST / Query, which meets no rule, with the body \n"
        "the response to POST / GetItem threw: no such user\n");
}

TEST(StubTransport, FailsAsATransportOrAsTheServiceDoes)
{
    stub_world world;
    world.server.on("GetItem").fail(http::errc::closed_early, http::stage::receiving, "cut");
    world.server.on("PutItem").fail_with("ConditionalCheckFailedException", "The conditional request failed");
    auto const cut = world.send("GetItem");
    EXPECT_EQ(cut.error().code, http::errc::closed_early);
    EXPECT_EQ(cut.error().reached, http::stage::receiving);
    EXPECT_EQ(cut.error().detail, "cut");
    auto const refused = world.send("PutItem").value();
    EXPECT_EQ(refused.status, 400U);
    EXPECT_EQ(refused.body,
        R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
        R"("message":"The conditional request failed"})");
    EXPECT_EQ(refused.headers.find("x-amzn-requestid"), "REQUEST-2");
}

TEST(StubTransport, LooksAgainWhenAnotherRequestTakesTheLastOfARule)
{
    stub_world world;
    asio::io_context other(1);
    bool nested = false;
    world.server.on("GetItem").times(1).reply_json("first").where(
        [&](http::request const& r)
        {
            if (!std::exchange(nested, true)) // the other request comes while this condition is looked at
            {
                auto const taken =
                    run(other, *world.clock, [&] { return world.server.send(r, http::no_deadline); });
                EXPECT_EQ(taken->body, "first");
            }
            return true;
        });
    world.server.on("GetItem").reply_json("second");
    EXPECT_EQ(world.ask("GetItem"), "second");
    EXPECT_EQ(world.ask("GetItem"), "second");
    EXPECT_EQ(world.server.report(), "");
}

TEST(StubTransport, GivesEachOfItsTimesToOneOfManyThreads)
{
    stub_transport server;
    server.on("GetItem").times(100).reply_json("one of them");
    server.on("GetItem").reply_json("late");
    std::vector<int> taken(4);
    std::vector<std::thread> threads;
    for (auto& mine : taken)
        threads.emplace_back(
            [&server, &mine]
            {
                asio::io_context context(1);
                manual_clock clock;
                auto const r = stub_request("GetItem");
                for (int i = 0; i < 50; ++i)
                {
                    auto const sent = run(context, clock, [&] { return server.send(r, http::no_deadline); });
                    mine += sent->body == "one of them";
                }
            });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(taken[0] + taken[1] + taken[2] + taken[3], 100);
    EXPECT_EQ(server.requests().size(), 200U);
    EXPECT_EQ(server.report(), "");
}

TEST(ScriptedTransport, SharesTheExpectationsOfStubs)
{
    asio::io_context context(1);
    manual_clock clock;
    scripted_transport server(std::shared_ptr<http::clock>(std::shared_ptr<void>(), &clock));
    server.expect("GetItem").reply_json("{}").delay(2s);
    server.expect("PutItem").fail_with("ThrottlingException");
    server.expect("PutItem").respond([](http::request const&) -> http::send_result { throw 1; });
    auto const begun = clock.now();
    auto const send = [&](std::string const& name)
    {
        auto const r = stub_request(name);
        return run(context, clock, [&] { return server.send(r, http::no_deadline); });
    };
    EXPECT_EQ(send("GetItem")->headers.find("x-amzn-requestid"), "REQUEST-1");
    EXPECT_EQ(clock.now() - begun, 2s);
    EXPECT_EQ(send("PutItem")->status, 400U);
    EXPECT_EQ(send("PutItem").error().code, http::errc::callback_failed);
    EXPECT_EQ(server.report(), "the response to POST / PutItem threw: something that is no std::exception\n");
}

} // namespace
} // namespace dynasio::testing
