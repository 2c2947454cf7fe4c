// SPDX-License-Identifier: BSL-1.0
//
// The idle time runs while the server is waited for, and at no other time; the overall deadline always runs.

#include "stream_fixture.hpp"

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;

class stream_idle : public stream_test
{
protected:
    static http::stream_deadlines idle_for(http::time_point::duration idle)
    {
        http::stream_deadlines d;
        d.idle = idle;
        return d;
    }
};

INSTANTIATE_TEST_SUITE_P(all, stream_idle, ::testing::Bool(), tls_name);

/// Sends the beginning of a response, and the rest when the gate is open.
script halting(std::string beginning, std::string rest, server_gate& g)
{
    return [beginning = std::move(beginning), rest = std::move(rest), &g](peer& p)
    {
        p.expect_request();
        p.send(beginning);
        p.note("halted");
        g.wait();
        p.send(rest);
        p.expect_close();
    };
}

constexpr char half[] = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf";

TEST_P(stream_idle, does_not_run_while_the_caller_is_slow)
{
    server_gate g;
    scripted_server server(halting(half, "done", g), identity());
    stream_fixture f(options);
    auto const p = f.open(to(server), nullptr, idle_for(1s));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ(f.clock->pending_alarms(), 0U);
    f.clock->advance(1h);
    EXPECT_EQ(f.read(**p->result)->text(), "half");
    f.clock->advance(1h);
    g.open();
    EXPECT_EQ(f.read(**p->result)->text(), "done");
}

TEST_P(stream_idle, runs_while_the_body_is_waited_for)
{
    server_gate g;
    scripted_server server(halting(half, "done", g), identity());
    stream_fixture f(options);
    auto const p = f.open(to(server), nullptr, idle_for(1s));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ(f.read(**p->result)->text(), "half");
    auto const more = f.start_read(**p->result);
    EXPECT_TRUE(f.run_until([&] { return f.clock->pending_alarms() == 1; }));
    f.clock->advance(999ms);
    f.context.poll();
    EXPECT_FALSE(more->done());
    f.clock->advance(1ms);
    EXPECT_TRUE(f.run_until([&] { return more->done(); }));
    EXPECT_EQ(more->code(), errc::idle_timeout) << more->detail();
    EXPECT_NE(more->detail().find("after 4 of 8 bytes"), std::string::npos) << more->detail();
    EXPECT_EQ(f.read(**p->result)->code(), errc::idle_timeout) << "asked again";
    EXPECT_EQ(f.connections->statistics().busy, 0U);
    g.open();
}

TEST_P(stream_idle, runs_while_the_header_is_waited_for)
{
    server_gate g;
    scripted_server server(halting("HTTP/1.1 200", "", g), identity());
    stream_fixture f(options);
    auto const p = f.start_open(to(server), nullptr, idle_for(1s));
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: halted"); }));
    EXPECT_TRUE(f.run_until([&] { return f.clock->pending_alarms() == 1; }));
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::idle_timeout) << p->detail();
    EXPECT_EQ(p->result->error().reached, stage::receiving);
    g.open();
}

TEST_P(stream_idle, does_not_run_while_the_source_is_slow)
{
    scripted_server server(
        [](peer& p)
        {
            expect_chunked(p);
            p.reply("stored");
        },
        identity());
    stream_fixture f(options);
    auto const source = std::make_shared<listed_source>(std::vector<std::string>{"one", "two", "three"});
    source->held = testing::gate();
    source->held_at = 1;
    auto const p = f.start_open(to(server, "PUT"), source, idle_for(1s));
    EXPECT_TRUE(f.run_until([&] { return source->reads == 2; }));
    f.clock->advance(1h);
    f.context.poll();
    EXPECT_FALSE(p->done());
    source->held->open();
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ(f.rest_of(**p->result), "stored");
}

TEST_P(stream_idle, runs_while_the_server_takes_nothing)
{
    server_gate g;
    scripted_server server(reads_no_further(g), identity());
    stream_fixture f(options);
    auto const source =
        std::make_shared<listed_source>(std::vector<std::string>(400, std::string(64 * 1024, 'x')));
    auto const p = f.start_open(to(server, "PUT"), source, idle_for(1s));
    std::size_t reads = 0;
    EXPECT_TRUE(f.run_until(
        [&]
        {
            // Until nothing goes out any more.
            bool const at_rest =
                f.context.poll() == 0 && source->reads == reads && reads != 0 && server.happened("1: began");
            reads = source->reads;
            return at_rest;
        }));
    ASSERT_FALSE(p->done());
    EXPECT_LT(source->reads, 400U);
    EXPECT_EQ(f.clock->pending_alarms(), 1U);
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::idle_timeout) << p->detail();
    EXPECT_EQ(p->result->error().reached, stage::sending);
    g.open();
}

TEST_P(stream_idle, gives_way_to_the_overall_deadline)
{
    server_gate g;
    scripted_server server(halting(half, "done", g), identity());
    stream_fixture f(options);
    auto d = idle_for(10s);
    d.overall = f.clock->now() + 5s;
    auto const p = f.open(to(server), nullptr, d);
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ(f.read(**p->result)->text(), "half");
    f.clock->advance(4s);
    auto const more = f.start_read(**p->result);
    f.context.poll();
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return more->done(); }));
    EXPECT_EQ(more->code(), errc::exchange_timeout) << more->detail();
    g.open();
}

TEST_P(stream_idle, overall_deadline_holds_for_a_slow_caller_and_a_slow_source)
{
    server_gate g;
    scripted_server server(
        std::vector<script>{halting(half, "done", g), [](peer& p) { p.expect_close(); }}, identity());
    stream_fixture f(options);
    http::stream_deadlines d;
    d.overall = f.clock->now() + 5s;
    auto const p = f.open(to(server), nullptr, d);
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ(f.read(**p->result)->text(), "half");

    auto const source = std::make_shared<listed_source>(std::vector<std::string>{"one", "two", "three"});
    source->held = testing::gate();
    source->held_at = 1;
    auto const q = f.start_open(to(server, "PUT"), source, d);
    EXPECT_TRUE(f.run_until([&] { return source->reads == 2; }));
    f.clock->advance(5s);
    EXPECT_TRUE(f.run_until([&] { return q->done(); }));
    EXPECT_EQ(q->code(), errc::exchange_timeout) << q->detail();
    g.open();
    EXPECT_EQ(f.read(**p->result)->code(), errc::exchange_timeout);
    EXPECT_EQ(f.open(to(server), nullptr, d)->code(), errc::acquire_timeout);
}

TEST_P(stream_idle, must_be_more_than_0)
{
    stream_fixture f(options);
    auto const p = f.open(make_request(1), nullptr, idle_for(0s));
    EXPECT_EQ(p->code(), boost::asio::error::invalid_argument);
}

} // namespace
} // namespace dynasio::tests
