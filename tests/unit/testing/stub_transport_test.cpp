// SPDX-License-Identifier: BSL-1.0

#include "support/coroutine_test.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/run.hpp>
#include <dynasio/testing/scripted_transport.hpp>
#include <dynasio/testing/stub_transport.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace dynasio::testing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

http::request stub_request(std::string const& name, std::string body = {})
{
    http::request r;
    r.headers.add("X-Amz-Target", "DynamoDB_20120810." + name);
    r.body = std::move(body);
    return r;
}

struct stub_world
{
    asio::io_context context{1};
    std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();
    stub_transport server{clock};

    http::send_result send(std::string const& name, std::string body = {},
        http::time_point deadline = http::no_deadline, run_options const& options = {})
    {
        auto const r = stub_request(name, std::move(body));
        return run(context, *clock, [&] { return server.send(r, deadline); }, options);
    }

    /// What the body of the response is; "!" and the error if there is none.
    std::string ask(std::string const& name, std::string body = {})
    {
        auto const result = send(name, std::move(body));
        return result ? result->body : "!" + result.error().code.message();
    }
};

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

TEST(StubTransport, DelaysByItsClock)
{
    stub_world world;
    world.server.on("GetItem").delay(3s).reply_json("late");
    auto const begun = world.clock->now();
    EXPECT_EQ(world.ask("GetItem"), "late");
    EXPECT_EQ(world.clock->now() - begun, 3s);
    EXPECT_EQ(world.send("GetItem", {}, world.clock->now() + 3s)->body, "late");
    auto const moment = world.clock->now();
    auto const timed_out = world.send("GetItem", {}, moment + 2s);
    EXPECT_EQ(timed_out.error().code, http::errc::exchange_timeout);
    EXPECT_EQ(timed_out.error().reached, http::stage::receiving);
    EXPECT_EQ(world.clock->now() - moment, 2s);
    EXPECT_EQ(world.clock->pending_alarms(), 0U);
    stub_transport without_clock;
    EXPECT_THROW(without_clock.on("GetItem").delay(1s), std::invalid_argument);
}

TEST(StubTransport, HoldsThenDelays)
{
    stub_world world;
    gate const g;
    world.server.on("GetItem").delay(3s).hold(g).reply_json("late");
    auto const begun = world.clock->now();
    run_options options;
    options.at_rest = [&]
    {
        if (g.is_open())
            return false;
        EXPECT_EQ(g.waiting(), 1U);
        g.open();
        return true;
    };
    EXPECT_EQ(world.send("GetItem", {}, http::no_deadline, options)->body, "late");
    EXPECT_EQ(world.clock->now() - begun, 3s);
}

TEST(StubTransport, EndsWhatWaitsWhenStopped)
{
    for (bool const held : {false, true})
    {
        stub_world world;
        auto rule = world.server.on("GetItem");
        if (held)
            rule.hold(gate());
        else
            rule.delay(1h);
        run_options options;
        options.at_rest = [&]
        {
            world.server.stop();
            return true;
        };
        auto const ended = world.send("GetItem", {}, http::no_deadline, options);
        EXPECT_EQ(ended.error().code, asio::error::operation_aborted);
        EXPECT_EQ(ended.error().reached, http::stage::receiving);
        auto const later = world.send("GetItem");
        EXPECT_EQ(later.error().code, asio::error::operation_aborted);
        EXPECT_FALSE(later.error().may_have_been_applied());
        EXPECT_EQ(world.clock->pending_alarms(), 0U);
    }
}

/// How a request ends that is cancelled when only time could end it; the code of a result, or of an exception.
boost::system::error_code cancelled(stub_world& world)
{
    asio::cancellation_signal signal;
    auto const r = stub_request("GetItem");
    std::optional<boost::system::error_code> ended;
    asio::co_spawn(world.context, world.server.send(r, world.clock->now() + 1h),
        asio::bind_cancellation_slot(signal.slot(),
            [&](std::exception_ptr e, http::send_result result)
            {
                try
                {
                    if (e)
                        std::rethrow_exception(e);
                    ended = result.error().code;
                }
                catch (boost::system::system_error const& thrown)
                {
                    ended = thrown.code();
                }
            }));
    settle(world.context);
    EXPECT_FALSE(ended);
    signal.emit(asio::cancellation_type::terminal);
    settle(world.context);
    return ended.value_or(make_error_code(boost::system::errc::timed_out));
}

TEST(StubTransport, EndsWhatWaitsWhenCancelled)
{
    for (bool const held : {false, true})
    {
        stub_world world;
        auto rule = world.server.on("GetItem");
        if (held)
            rule.hold(gate());
        else
            rule.delay(10s);
        EXPECT_EQ(cancelled(world), asio::error::operation_aborted);
        EXPECT_EQ(world.clock->pending_alarms(), 0U);
    }
}

TEST(StubTransport, MayBeDestroyedWhileARequestWaits)
{
    for (bool const held : {false, true})
    {
        asio::io_context context(1);
        auto const clock = std::make_shared<manual_clock>();
        auto server = std::make_unique<stub_transport>(clock);
        auto rule = server->on("GetItem");
        if (held)
            rule.hold(gate());
        else
            rule.delay(10s);
        auto const r = stub_request("GetItem");
        std::optional<http::send_result> ended;
        asio::co_spawn(context, server->send(r, http::no_deadline),
            [&](std::exception_ptr, http::send_result result) { ended = std::move(result); });
        settle(context);
        server.reset();
        settle(context);
        ASSERT_TRUE(ended);
        EXPECT_EQ(ended->error().code, asio::error::operation_aborted);
        rule.times(3); // the handle outlives its transport
    }
}

TEST(StubTransport, LosesNothingWithItsContext)
{
    auto const clock = std::make_shared<manual_clock>();
    stub_transport server(clock);
    server.on("GetItem").delay(10s);
    auto const r = stub_request("GetItem");
    bool ended = false;
    {
        asio::io_context context(1);
        asio::co_spawn(context, server.send(r, http::no_deadline),
            [&](std::exception_ptr, http::send_result const&) { ended = true; });
        settle(context);
        clock->stop(); // as its lifetime demands
    }
    EXPECT_FALSE(ended);
    EXPECT_EQ(clock->pending_alarms(), 0U);
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
