// SPDX-License-Identifier: BSL-1.0
//
// Streams that do not come to their end: cancelled, destroyed, stopped, at every step; and in any order of destruction.

#include "stream_fixture.hpp"

namespace dynasio::tests {
namespace {

using http::errc;
using http::make_body_source;
using http::stage;

class stream_abandon : public stream_test
{};

INSTANTIATE_TEST_SUITE_P(all, stream_abandon, ::testing::Bool(), tls_name);

/// Sends half of a response, and waits for the end of the connection.
void half_a_response(peer& p)
{
    p.expect_request();
    p.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
    p.expect_close();
}

TEST_P(stream_abandon, closes_the_connection_between_two_reads)
{
    scripted_server server(std::vector<script>{half_a_response, serve}, identity());
    stream_fixture f(options);
    {
        auto const p = f.open(to(server));
        ASSERT_TRUE(p->succeeded()) << p->detail();
        EXPECT_EQ(f.read(**p->result)->text(), "half");
        EXPECT_EQ(f.connections->statistics().busy, 1U);
    }
    EXPECT_EQ(f.connections->statistics().busy, 0U);
    EXPECT_EQ(f.connections->statistics().idle, 0U);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
    EXPECT_EQ(f.fetch(to(server)), "/");
}

TEST_P(stream_abandon, closes_the_connection_during_a_read)
{
    scripted_server server(std::vector<script>{half_a_response, serve}, identity());
    stream_fixture f(options);
    std::shared_ptr<reading> more;
    {
        auto const p = f.open(to(server));
        ASSERT_TRUE(p->succeeded()) << p->detail();
        EXPECT_EQ(f.read(**p->result)->text(), "half");
        more = f.start_read(**p->result);
        f.context.restart();
        f.context.poll();
        EXPECT_FALSE(more->done());
        EXPECT_EQ(f.read(**p->result)->code(), boost::asio::error::already_started);
    }
    EXPECT_TRUE(f.run_until([&] { return more->done(); }));
    EXPECT_EQ(more->code(), boost::asio::error::operation_aborted) << more->detail();
    EXPECT_EQ(f.connections->statistics().busy, 0U);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
}

TEST_P(stream_abandon, ends_a_read_that_was_not_begun_before)
{
    scripted_server server(half_a_response, identity());
    stream_fixture f(options);
    std::shared_ptr<reading> more;
    {
        auto const p = f.open(to(server));
        ASSERT_TRUE(p->succeeded()) << p->detail();
        more = f.start_read(**p->result);
    }
    EXPECT_TRUE(f.run_until([&] { return more->done(); }));
    EXPECT_EQ(more->code(), boost::asio::error::operation_aborted);
}

TEST_P(stream_abandon, closes_when_a_read_is_cancelled)
{
    scripted_server server(half_a_response, identity());
    stream_fixture f(options);
    auto const p = f.open(to(server));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ(f.read(**p->result)->text(), "half");
    auto const more = f.start_read(**p->result);
    f.context.restart();
    f.context.poll();
    f.cancel_operation(more);
    EXPECT_TRUE(f.run_until([&] { return more->done(); }));
    EXPECT_EQ(more->code(), boost::asio::error::operation_aborted);
    EXPECT_EQ(f.connections->statistics().busy, 0U);
    EXPECT_EQ(f.read(**p->result)->code(), boost::asio::error::operation_aborted);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
}

TEST_P(stream_abandon, ends_when_the_pool_is_stopped_or_destroyed)
{
    for (bool const destroyed : {false, true})
    {
        scripted_server server(half_a_response, identity());
        stream_fixture f(options);
        auto const at_rest = f.open(to(server));
        auto const in_flight = f.open(to(server));
        ASSERT_TRUE(at_rest->succeeded() && in_flight->succeeded());
        EXPECT_EQ(f.read(**in_flight->result)->text(), "half");
        auto const more = f.start_read(**in_flight->result);
        f.context.restart();
        f.context.poll();
        if (destroyed)
            f.connections.reset();
        else
            f.connections->stop();
        EXPECT_TRUE(f.run_until([&] { return server.count("client closed") != 0; })) << "at once";
        EXPECT_TRUE(f.run_until([&] { return more->done(); }));
        EXPECT_EQ(more->code(), boost::asio::error::operation_aborted);
        EXPECT_EQ(f.read(**at_rest->result)->code(), boost::asio::error::operation_aborted);
        EXPECT_TRUE(f.run_until([&] { return server.count("client closed") == 2; }));
        if (!destroyed)
        {
            EXPECT_EQ(f.open(to(server))->code(), boost::asio::error::operation_aborted);
        }
    }
}

TEST_P(stream_abandon, may_outlive_pool_and_context)
{
    scripted_server server(half_a_response, identity());
    std::optional<http::response_stream> left;
    std::shared_ptr<opening> at_rest;
    {
        auto context = std::make_unique<boost::asio::io_context>(1);
        auto pool = std::make_unique<http::pool>(context->get_executor(), options); // with a clock of its own
        auto const asked = to(server);
        boost::asio::co_spawn(*context, pool->open(asked, nullptr, {}),
            [&](std::exception_ptr thrown, http::open_result result)
            {
                if (!thrown && result)
                    left.emplace(std::move(*result));
            });
        context->run_for(20s);
        ASSERT_TRUE(left);
        // A read in flight, which is destroyed with the context.
        std::vector<std::byte> place(4);
        boost::asio::co_spawn(*context, left->read_some(place), [](std::exception_ptr, std::size_t) {});
        boost::asio::co_spawn(*context, left->read_some(place), [](std::exception_ptr, std::size_t) {});
        context->restart();
        context->poll();
        pool.reset();
        context.reset();
    }
    left.reset();
}

/// Runs a scenario again and again, and stops it after one more step each time, until it ends before that.
void at_every_step(stream_test const&, std::function<std::shared_ptr<opening>(stream_fixture&)> const& start,
    std::function<void(stream_fixture&, std::shared_ptr<opening>)> const& cut,
    std::function<scripted_server*()> const& make_server, http::pool_options const& options,
    std::function<http::request(scripted_server const&)> const& to)
{
    std::size_t steps = 0;
    for (bool too_late = false; !too_late; ++steps)
    {
        SCOPED_TRACE("after " + std::to_string(steps) + " steps");
        ASSERT_LT(steps, 300U);
        std::unique_ptr<scripted_server> const server(make_server());
        stream_fixture f(options);
        auto p = start(f);
        for (std::size_t i = 0; i != steps && !p->done(); ++i)
        {
            f.context.restart();
            f.context.run_one_for(5s);
        }
        too_late = p->done();
        cut(f, std::move(p));
        EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().connecting == 0; }));
        EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().busy == 0; }));
        EXPECT_EQ(f.fetch(to(*server)), "/");
    }
    EXPECT_GT(steps, 6U);
}

TEST_P(stream_abandon, can_be_cancelled_at_every_step_of_an_upload)
{
    scripted_server* current = nullptr;
    auto const any = [](peer& p)
    {
        // The first request is chunked, if it comes; the last one is a GET.
        auto request = p.read_some(16384);
        if (request.starts_with("PUT"))
            while (!request.empty() && !request.ends_with("0\r\n\r\n"))
                request = p.read_some(16384);
        if (!request.empty())
            p.reply("/");
        p.expect_request();
        p.reply("/");
        p.expect_close();
    };
    at_every_step(
        *this,
        [&](stream_fixture& f)
        {
            auto const source = std::make_shared<listed_source>(
                std::vector<std::string>{"one", std::string(70'000, 'x'), "end"});
            return f.start_open(to(*current, "PUT"), source);
        },
        [](stream_fixture& f, std::shared_ptr<opening> p)
        {
            f.cancel_operation(p);
            EXPECT_TRUE(f.run_until([&] { return p->done(); }));
            // The handle goes with `p`.
        },
        [&] { return current = new scripted_server(any, identity()); }, options,
        [this](scripted_server const& s) { return to(s); });
}

TEST_P(stream_abandon, can_be_destroyed_with_its_context_at_every_step)
{
    std::size_t steps = 0;
    for (bool too_late = false; !too_late; ++steps)
    {
        SCOPED_TRACE("after " + std::to_string(steps) + " steps");
        ASSERT_LT(steps, 300U);
        scripted_server server(half_a_response, identity());
        auto context = std::make_unique<boost::asio::io_context>(1);
        auto pool = std::make_unique<http::pool>(context->get_executor(), options);
        auto const asked = to(server, "PUT");
        std::vector<std::byte> place(1000);
        bool done = false;
        auto const work = [&]() -> boost::asio::awaitable<void>
        {
            http::stream_deadlines d;
            d.idle = 60s;
            auto opening = pool->open(asked, make_body_source("body"), d);
            auto opened = co_await std::move(opening);
            if (!opened)
                co_return;
            auto stream = std::move(*opened);
            for (;;)
            {
                auto reading = stream.read_some_result(place);
                auto const n = co_await std::move(reading);
                done = true; // the next one waits for ever
                if (!n)
                    co_return;
            }
        };
        boost::asio::co_spawn(*context, work, [](std::exception_ptr) {});
        for (std::size_t i = 0; i != steps && !done; ++i)
            context->run_one_for(5s);
        too_late = done;
        if (steps % 2 == 0)
            pool.reset();
        else
            pool->stop();
        if (!pool)
            context.reset();
        else
        {
            context->restart();
            context->run_for(20s);
            EXPECT_TRUE(context->stopped());
            pool.reset();
        }
    }
    EXPECT_GT(steps, 6U);
}

} // namespace
} // namespace dynasio::tests
