// SPDX-License-Identifier: BSL-1.0
//
// The contracts of the pool over plain TCP: which connection carries which request. The server plays scripts; time
// stands still unless a test moves it.

#include "pool_fixture.hpp"

#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using http::stage;
namespace error = boost::asio::error;

TEST(pool, reuses_a_connection_after_a_complete_answer)
{
    scripted_server server(serve);
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port(), "/a"))->body(), "/a");
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(server.connections(), 1U);
    EXPECT_EQ(f.connections->statistics().idle, 1U);
}

TEST(pool, sends_nothing_when_cancelled_in_the_turn_of_its_beginning)
{
    scripted_server server(serve);
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port(), "/a"))->body(), "/a");
    auto const p = f.start(make_request(server.port(), "/never"));
    f.cancel(p);
    f.run_until([&] { return p->done(); });
    EXPECT_EQ(p->code(), error::operation_aborted);
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(server.connections(), 1U) << "nothing was begun on the connection";
}

TEST(pool, never_shares_a_connection_between_origins)
{
    scripted_server one(serve);
    scripted_server two(serve);
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(one.port(), "/a"))->body(), "/a");
    EXPECT_EQ(f.ask(make_request(two.port(), "/b"))->body(), "/b");
    EXPECT_EQ(one.connections(), 1U);
    EXPECT_EQ(two.connections(), 1U);
}

TEST(pool, sends_what_was_asked)
{
    std::string seen;
    scripted_server server(
        [&](peer& p)
        {
            seen = p.expect_request();
            p.reply("ok");
        });
    pool_fixture f;
    auto r = make_request(server.port(), "/path?q=1");
    r.headers.add("X-Amz-Target", "DynamoDB_20120810.GetItem");
    r.body = "{\"a\":1}";
    EXPECT_EQ(f.ask(r)->body(), "ok");
    EXPECT_EQ(seen,
        "POST /path?q=1 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port())
            + "\r\nContent-Length: 7\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\n\r\n{\"a\":1}");
}

TEST(pool, refuses_a_target_that_would_split_the_request)
{
    pool_fixture f;
    auto const p = f.ask(make_request(1, "/ HTTP/1.1\r\nX: y"));
    EXPECT_EQ(p->code(), error::invalid_argument);
    EXPECT_EQ(p->reached(), stage::waiting);
}

TEST(pool, replaces_a_connection_that_was_closed_while_idle)
{
    scripted_server server(std::vector<script>{[](peer& p)
        {
            p.expect_request();
            p.reply("one");
        },
        serve});
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port(), "/a"))->body(), "one");
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: closed"); }));
    f.clock->advance(2ms);
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(server.count("POST /b"), 1U);
}

TEST(pool, replaces_a_connection_on_which_the_server_spoke_unasked)
{
    server_gate spoken;
    scripted_server server(std::vector<script>{[&](peer& p)
        {
            p.expect_request();
            p.reply("one");
            spoken.wait();
            p.reply("nobody asked");
            p.note("spoke");
            p.expect_close();
        },
        serve});
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port(), "/a"))->body(), "one");
    spoken.open();
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: spoke"); }));
    f.clock->advance(2ms);
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
}

TEST(pool, closes_a_connection_that_was_idle_for_too_long)
{
    scripted_server server(serve);
    http::pool_options options;
    options.idle_timeout = 5s;
    pool_fixture f(options);
    EXPECT_EQ(f.ask(make_request(server.port(), "/a"))->body(), "/a");
    f.clock->advance(5s);
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
    EXPECT_EQ(server.connections(), 2U);
}

struct ending
{
    char const* name;
    char const* answer;
    char const* body;
    bool reusable;
};

class answer_forms : public ::testing::TestWithParam<ending>
{};

/// The first connection gives the answer, the second request shows whether it is used again.
TEST_P(answer_forms, is_read_and_the_connection_reused_or_not)
{
    auto const& form = GetParam();
    scripted_server server(std::vector<script>{[&](peer& p)
        {
            p.expect_request();
            p.send(form.answer);
            if (form.reusable)
                p.serve();
        },
        serve});
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port(), "/a"))->body(), form.body);
    EXPECT_EQ(f.connections->statistics().idle, form.reusable ? 1U : 0U);
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(server.connections(), form.reusable ? 1U : 2U);
}

INSTANTIATE_TEST_SUITE_P(all, answer_forms,
    ::testing::Values(ending{"length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc", true},
        ending{"empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", true},
        ending{"no_content", "HTTP/1.1 204 No Content\r\n\r\n", "", true},
        ending{"chunked",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nT: 1\r\n\r\n",
            "abc", true},
        ending{"interim",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
            "abc", true},
        ending{"until_close", "HTTP/1.1 200 OK\r\n\r\nabc", "abc", false},
        ending{"connection_close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc",
            "abc", false},
        ending{"http_1_0", "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc", false},
        ending{"too_much", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd", "abc", false}),
    [](auto const& tested) { return std::string(tested.param.name); });

TEST(pool, knows_that_an_answer_to_head_has_no_body)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            p.serve();
        });
    pool_fixture f;
    auto r = make_request(server.port(), "/a");
    r.method = "HEAD";
    r.body.clear();
    EXPECT_EQ(f.ask(r)->body(), "");
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
}

TEST(pool, reads_a_large_body_and_a_large_header)
{
    std::string const large(3 * 1024 * 1024, 'x');
    std::string const header = "X-Large: " + std::string(9000, 'h') + "\r\n";
    scripted_server server(
        [&](peer& p)
        {
            for (int i = 0; i != 2; ++i)
            {
                p.expect_request();
                p.reply(large, "200 OK", header);
            }
        });
    pool_fixture f;
    for (int i = 0; i != 2; ++i)
    {
        auto const p = f.ask(make_request(server.port()));
        ASSERT_TRUE(p->result && *p->result) << p->detail();
        EXPECT_TRUE((*p->result)->body == large);
        EXPECT_EQ((*p->result)->headers.find("x-large")->size(), 9000U);
    }
    EXPECT_EQ(server.connections(), 1U);
}

TEST(pool, sends_a_request_that_does_not_fit_into_the_socket)
{
    std::size_t seen = 0;
    scripted_server server(
        [&](peer& p)
        {
            seen = p.expect_request().size();
            p.reply("ok");
        });
    pool_fixture f;
    auto r = make_request(server.port());
    r.body.assign(16 * 1024 * 1024, 'x');
    EXPECT_EQ(f.ask(r)->body(), "ok");
    EXPECT_GT(seen, r.body.size());
}

} // namespace
} // namespace dynasio::tests
