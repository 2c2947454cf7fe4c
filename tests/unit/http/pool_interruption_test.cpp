// SPDX-License-Identifier: BSL-1.0
//
// Requests that are ended from outside by `request::stop`, at each point of the exchange: in the queue, connecting, while
// the server reads, and while it responds. Other requests go on.

#include "pool_fixture.hpp"

#include <atomic>
#include <thread>
#include <vector>

namespace dynasio::tests {
namespace {

using http::stage;
namespace error = boost::asio::error;

/// Begins a request that `stop` ends.
std::shared_ptr<pending> start_stoppable(
    pool_fixture& f, http::interruption& stop, std::uint16_t port, bool tls = false)
{
    auto p = std::make_shared<pending>();
    p->asked = make_request(port, "/stopped", true);
    p->asked.to.tls = tls;
    p->asked.stop = stop;
    boost::asio::co_spawn(f.context, f.connections->send(p->asked, http::no_deadline),
        [p](std::exception_ptr thrown, http::send_result result)
        {
            p->thrown = thrown;
            if (!thrown)
                p->result = std::move(result);
        });
    return p;
}

void expect_stopped(pending const& p, stage reached)
{
    EXPECT_FALSE(p.thrown);
    EXPECT_EQ(p.code(), error::operation_aborted) << p.detail();
    EXPECT_EQ(p.reached(), reached) << p.detail();
}

TEST(pool_interruption, ends_a_request_before_it_begins)
{
    scripted_server server(serve);
    pool_fixture f;
    http::interruption stop;
    stop.interrupt();
    auto const p = start_stoppable(f, stop, server.port());
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), error::operation_aborted);
    EXPECT_FALSE(p->result->error().may_have_been_applied());
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    // The same on an idle connection, of which nothing was sent.
    auto const again = start_stoppable(f, stop, server.port());
    EXPECT_TRUE(f.run_until([&] { return again->done(); }));
    EXPECT_EQ(again->code(), error::operation_aborted);
    EXPECT_FALSE(again->result->error().may_have_been_applied());
    EXPECT_FALSE(server.happened("1: POST /stopped"));
    EXPECT_FALSE(server.happened("2: POST /stopped"));
    EXPECT_EQ(f.ask(make_request(server.port(), "/c"))->body(), "/c");
}

TEST(pool_interruption, ends_a_request_in_the_queue)
{
    server_gate g;
    scripted_server server(
        [&g](peer& p)
        {
            p.expect_request();
            g.wait();
            p.reply("first");
            p.serve();
        });
    http::pool_options options;
    options.max_connections = 1;
    pool_fixture f(options);
    auto const first = f.start(make_request(server.port(), "/a"));
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: POST /a"); }));
    http::interruption stop;
    auto const second = start_stoppable(f, stop, server.port());
    auto const third = f.start(make_request(server.port(), "/c"));
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().waiting == 2; }));
    stop.interrupt();
    EXPECT_TRUE(f.run_until([&] { return second->done(); }));
    expect_stopped(*second, stage::waiting);
    EXPECT_FALSE(first->done());
    g.open();
    EXPECT_TRUE(f.run_until([&] { return third->done(); }));
    EXPECT_EQ(first->body(), "first");
    EXPECT_EQ(third->body(), "/c");
}

TEST(pool_interruption, ends_a_request_that_waits_for_its_connection)
{
    silent_port nobody;
    pool_fixture f;
    http::interruption stop;
    auto const p = start_stoppable(f, stop, nobody.port());
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().connecting == 1; }));
    stop.interrupt();
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    expect_stopped(*p, stage::connecting);
}

TEST(pool_interruption, ends_a_request_whose_response_does_not_come)
{
    auto const identity = authority().issue("IP:127.0.0.1");
    for (bool const tls : {false, true})
    {
        SCOPED_TRACE(tls ? "TLS" : "TCP");
        scripted_server server(std::vector<script>{[](peer& p)
                                   {
                                       p.expect_request();
                                       p.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
                                       p.note("began");
                                       p.expect_close();
                                   },
                                   serve},
            tls ? &identity : nullptr);
        http::pool_options options;
        options.tls.ca_file = authority().file();
        pool_fixture f(options);
        http::interruption stop;
        auto const p = start_stoppable(f, stop, server.port(), tls);
        EXPECT_TRUE(f.run_until([&] { return server.happened("1: began"); }));
        EXPECT_FALSE(p->done());
        stop.interrupt();
        EXPECT_TRUE(f.run_until([&] { return p->done(); }));
        expect_stopped(*p, stage::receiving);
        auto next = make_request(server.port(), "/b");
        next.to.tls = tls;
        EXPECT_EQ(f.ask(next)->body(), "/b");
        EXPECT_EQ(server.connections(), 2U) << "the first connection was closed";
    }
}

TEST(pool_interruption, ends_a_request_that_the_server_does_not_take)
{
    server_gate g;
    scripted_server server(reads_no_further(g));
    pool_fixture f;
    http::interruption stop;
    auto p = std::make_shared<pending>();
    p->asked = make_request(server.port());
    p->asked.body.assign(64U << 20U, 'x');
    p->asked.stop = stop;
    boost::asio::co_spawn(f.context, f.connections->send(p->asked, http::no_deadline),
        [p](std::exception_ptr thrown, http::send_result result)
        {
            p->thrown = thrown;
            if (!thrown)
                p->result = std::move(result);
        });
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: began"); }));
    stop.interrupt();
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    expect_stopped(*p, stage::sending);
    g.open();
}

TEST(pool_interruption, leaves_a_connection_alone_that_the_request_has_let_go)
{
    scripted_server server(serve);
    pool_fixture f;
    http::interruption stop;
    auto const p = start_stoppable(f, stop, server.port());
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->body(), "/stopped");
    stop.interrupt();
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(pool_interruption, comes_from_any_thread)
{
    scripted_server server(serve);
    boost::asio::io_context context;
    http::pool_options options;
    options.max_connections = 4;
    http::pool connections(context.get_executor(), options);
    constexpr std::size_t count = 300;
    std::vector<http::interruption> stops(count);
    std::vector<http::request> requests(count);
    std::atomic<std::size_t> answered{0};
    std::atomic<std::size_t> stopped{0};
    std::atomic<std::size_t> other{0};
    for (std::size_t i = 0; i < count; ++i)
    {
        requests[i] = make_request(server.port(), "/" + std::to_string(i), true);
        requests[i].stop = stops[i];
        boost::asio::co_spawn(context, connections.send(requests[i], http::no_deadline),
            [&, i](std::exception_ptr thrown, http::send_result const& r)
            {
                if (!thrown && r.has_value() && r->body == "/" + std::to_string(i))
                    ++answered;
                else if (!thrown && r.has_error() && r.error().code == error::operation_aborted)
                    ++stopped;
                else
                    ++other;
            });
    }
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] { context.run(); });
    threads.emplace_back(
        [&]
        {
            for (std::size_t i = count; i-- > 0;)
                if (i % 2 == 0)
                    stops[i].interrupt();
        });
    for (auto& t : threads)
        t.join();
    EXPECT_EQ(answered + stopped, count);
    EXPECT_EQ(other, 0U);
    EXPECT_GE(answered, count / 2) << "one that nobody stopped has failed";
    auto const left = connections.statistics();
    EXPECT_EQ(left.busy + left.waiting, 0U);
}

} // namespace
} // namespace dynasio::tests
