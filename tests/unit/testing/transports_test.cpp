// SPDX-License-Identifier: BSL-1.0
//
// The transports of `dynasio::testing`, which users build their own tests on.

#include "support/coroutine_test.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/fault_transport.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/recording_transport.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <string>

namespace dynasio::testing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

http::request operation(std::string const& name)
{
    http::request r;
    r.headers.add("X-Amz-Target", "DynamoDB_20120810." + name);
    return r;
}

asio::awaitable<http::send_result> ask(http::transport& t, std::string name)
{
    auto const r = operation(name);
    auto sending = t.send(r, http::no_deadline);
    co_return co_await std::move(sending);
}

TEST(scripted_transport, plays_its_script_and_tells_what_was_not_played)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            scripted_transport server;
            server.expect("GetItem").reply(200, "one").times(2);
            server.expect("PutItem").fail(http::errc::closed_early, http::stage::receiving);
            server.expect("Query").where([](http::request const& r) { return r.body == "never"; });
            EXPECT_EQ((co_await ask(server, "GetItem"))->body, "one");
            EXPECT_EQ(
                server.report(), "still expected: GetItem\nstill expected: PutItem\nstill expected: Query\n");
            EXPECT_EQ((co_await ask(server, "GetItem"))->body, "one");
            auto const failed = co_await ask(server, "PutItem");
            EXPECT_EQ(failed.error().code, http::errc::closed_early);
            EXPECT_TRUE(failed.error().may_have_been_applied());
            auto const unexpected = co_await ask(server, "Query");
            EXPECT_EQ(unexpected.error().code, boost::system::errc::operation_not_supported);
            EXPECT_NE(server.report().find("unexpected: POST / Query in place of Query"), std::string::npos);
            EXPECT_EQ(server.requests().size(), 4U);
        });
}

TEST(scripted_transport, holds_an_answer_until_its_gate_opens_or_the_deadline_comes)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto const clock = std::make_shared<manual_clock>();
            scripted_transport server(clock);
            gate const open_later;
            server.expect("GetItem").reply(200, "late").hold(open_later);
            server.expect("GetItem").hold(gate());
            auto const executor = co_await asio::this_coro::executor;
            asio::post(executor,
                [&]
                {
                    EXPECT_EQ(open_later.waiting(), 1U);
                    open_later.open();
                });
            EXPECT_EQ((co_await ask(server, "GetItem"))->body, "late");
            asio::post(executor, [&] { EXPECT_TRUE(clock->advance_to_next()); });
            auto const r = operation("GetItem");
            auto sending = server.send(r, clock->now() + 3s);
            auto const late = co_await std::move(sending);
            EXPECT_EQ(late.error().code, http::errc::exchange_timeout);
            EXPECT_EQ(late.error().reached, http::stage::receiving);
            EXPECT_EQ(server.report(), "");
        });
}

TEST(scripted_transport, ends_held_answers_when_stopped)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            scripted_transport server;
            server.expect("GetItem").hold(gate());
            auto const executor = co_await asio::this_coro::executor;
            asio::post(executor, [&] { server.stop(); });
            EXPECT_EQ((co_await ask(server, "GetItem")).error().code, asio::error::operation_aborted);
            EXPECT_EQ((co_await ask(server, "GetItem")).error().code, asio::error::operation_aborted);
        });
}

TEST(recording_transport, keeps_what_went_through)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto const server = std::make_shared<scripted_transport>();
            server->expect("GetItem").reply(200, "one");
            server->expect("PutItem").fail(http::errc::closed_early, http::stage::sending);
            recording_transport recorder(server);
            co_await ask(recorder, "GetItem");
            co_await ask(recorder, "PutItem");
            auto const seen = recorder.exchanges();
            CO_ASSERT_EQ(seen.size(), 2U);
            EXPECT_EQ(operation_of(seen[0].request), "GetItem");
            EXPECT_EQ(seen[0].response->body, "one");
            EXPECT_EQ(seen[1].failure->reached, http::stage::sending);
        });
}

TEST(fault_transport, lets_go_wrong_what_it_is_told)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto const server = std::make_shared<scripted_transport>();
            server->expect("PutItem").times(3);
            gate const g;
            fault_transport faulty(server,
                [&](http::request const&, std::size_t index)
                {
                    switch (index)
                    {
                    case 0:
                        return fault::before_sending();
                    case 1:
                        return fault::lost_response();
                    case 2:
                        return fault::changed([](http::response& r) { r.status = 500; });
                    default:
                        return fault().delayed_until(g);
                    }
                });
            EXPECT_FALSE((co_await ask(faulty, "PutItem")).error().may_have_been_applied());
            EXPECT_EQ(server->requests().size(), 0U);
            EXPECT_TRUE((co_await ask(faulty, "PutItem")).error().may_have_been_applied());
            EXPECT_EQ(server->requests().size(), 1U);
            EXPECT_EQ((co_await ask(faulty, "PutItem"))->status, 500U);
            auto const executor = co_await asio::this_coro::executor;
            asio::post(executor, [&] { g.open(); });
            EXPECT_EQ((co_await ask(faulty, "PutItem"))->status, 200U);
        });
}

TEST(fault_transport, sends_again_what_the_server_got_or_never_got)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto const server = std::make_shared<scripted_transport>();
            server->expect("PutItem").times(3);
            gate const again;
            gate const late;
            fault_transport faulty(server,
                [&](http::request const&, std::size_t index)
                {
                    switch (index)
                    {
                    case 0:
                        return fault().sent_again(again);
                    case 1:
                        return fault::before_sending().sent_again(late);
                    default:
                        return fault();
                    }
                });
            EXPECT_EQ((co_await ask(faulty, "PutItem"))->status, 200U);
            EXPECT_EQ((co_await ask(faulty, "PutItem")).error().reached, http::stage::connecting);
            EXPECT_EQ(faulty.in_background(), 2U);
            EXPECT_EQ(server->requests().size(), 1U);
            auto const executor = co_await asio::this_coro::executor;
            auto const turns = [&](gate const& opened) -> asio::awaitable<void>
            {
                opened.open();
                for (int i = 0; i < 3; ++i)
                    co_await asio::post(executor, asio::use_awaitable);
            };
            co_await turns(again);
            EXPECT_EQ(server->requests().size(), 2U);
            EXPECT_EQ(faulty.in_background(), 1U);
            co_await turns(late);
            EXPECT_EQ(server->requests().size(), 3U);
            EXPECT_EQ(faulty.in_background(), 0U);
        });
}

TEST(fault_transport, responds_instead_of_the_server)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto const server = std::make_shared<scripted_transport>();
            fault_transport faulty(server,
                [](http::request const&, std::size_t)
                {
                    http::response busy;
                    busy.status = 503;
                    return fault::instead_of_server(std::move(busy));
                });
            EXPECT_EQ((co_await ask(faulty, "PutItem"))->status, 503U);
            EXPECT_TRUE(server->requests().empty());
        });
}

} // namespace
} // namespace dynasio::testing
