// SPDX-License-Identifier: BSL-1.0
//
// Requests that a stub makes wait: by time, by a gate, until they are cancelled, or the stub is stopped or destroyed.

#include "stub_world.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/run.hpp>
#include <dynasio/testing/stub_transport.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace dynasio::testing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

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

} // namespace
} // namespace dynasio::testing
