// SPDX-License-Identifier: BSL-1.0
//
// The contracts of the pool over plain TCP: which connection carries which request, and what becomes of a request when
// the peer does something else than answer. The server plays scripts; time stands still unless a test moves it.

#include "pool_fixture.hpp"

#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;
namespace error = boost::asio::error;

void serve(peer& p)
{
    p.serve();
}

// ---- which connection

TEST(pool, reuses_a_connection_after_a_complete_answer)
{
    scripted_server server(serve);
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port(), "/a"))->body(), "/a");
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(server.connections(), 1U);
    EXPECT_EQ(f.connections->statistics().idle, 1U);
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

// ---- when the peer misbehaves

struct misdeed
{
    char const* name;
    script does;
    boost::system::error_code code;
    stage reached;
};

class misdeeds : public ::testing::TestWithParam<misdeed>
{};

TEST_P(misdeeds, end_in_an_error_that_says_what_and_how_far)
{
    auto const& m = GetParam();
    scripted_server server(std::vector<script>{m.does, serve});
    http::pool_options options;
    options.max_header_bytes = 1024;
    options.max_body_bytes = 1000;
    pool_fixture f(options);
    auto const p = f.ask(make_request(server.port()));
    EXPECT_EQ(p->code(), m.code) << p->code() << p->detail();
    EXPECT_EQ(p->reached(), m.reached);
    EXPECT_NE(p->detail().find("127.0.0.1:" + std::to_string(server.port())), std::string::npos)
        << p->detail();
    auto const statistics = f.connections->statistics();
    EXPECT_EQ(statistics.idle + statistics.busy + statistics.connecting, 0U);
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b") << "the pool must go on";
}

script answers(std::string bytes, bool with_reset = false)
{
    return [bytes = std::move(bytes), with_reset](peer& p)
    {
        p.expect_request();
        p.send(bytes);
        if (with_reset)
            p.reset();
    };
}

std::string const endless_header = "HTTP/1.1 200 OK\r\nX: " + std::string(3000, 'x');
std::string const large_chunk =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" + std::string(4096, 'x');
std::string const many_interim = []
{
    std::string text;
    for (int i = 0; i != 100; ++i)
        text += "HTTP/1.1 100 Continue\r\n\r\n";
    return text;
}();

INSTANTIATE_TEST_SUITE_P(all, misdeeds,
    ::testing::Values(
        misdeed{"closes_at_once", [](peer& p) { p.expect_request(); }, errc::closed_early, stage::receiving},
        misdeed{"resets", answers("", true), errc::closed_early, stage::receiving},
        misdeed{
            "closes_in_header", answers("HTTP/1.1 200 OK\r\nConte"), errc::closed_early, stage::receiving},
        misdeed{"closes_in_body", answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"),
            errc::closed_early, stage::receiving},
        misdeed{"closes_in_chunk", answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
            errc::closed_early, stage::receiving},
        misdeed{
            "garbage", answers("\x01\x02\x03 garbage\r\n\r\n"), errc::malformed_response, stage::receiving},
        misdeed{"not_a_number", answers("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"),
            errc::malformed_response, stage::receiving},
        misdeed{"two_lengths", answers("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
            errc::malformed_response, stage::receiving},
        misdeed{"switches_protocols", answers("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
            errc::malformed_response, stage::receiving},
        misdeed{"endless_interim", answers(many_interim), errc::malformed_response, stage::receiving},
        misdeed{"endless_header", answers(endless_header), errc::response_too_large, stage::receiving},
        misdeed{"announces_too_much", answers("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"),
            errc::response_too_large, stage::receiving},
        misdeed{"announces_absurdly_much",
            answers("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n"),
            errc::response_too_large, stage::receiving},
        misdeed{"chunks_too_much", answers(large_chunk), errc::response_too_large, stage::receiving},
        misdeed{"speaks_too_much_until_close", answers("HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x')),
            errc::response_too_large, stage::receiving}),
    [](auto const& tested) { return std::string(tested.param.name); });

TEST(pool, reads_an_answer_that_comes_in_single_bytes)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            for (char const c : std::string("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX: y\r\n\r\nabc"))
                p.send({&c, 1});
            p.serve();
        });
    pool_fixture f;
    auto const p = f.ask(make_request(server.port()));
    ASSERT_EQ(p->body(), "abc");
    EXPECT_EQ((*p->result)->headers.find("x"), "y");
}

// ---- trying again on a new connection

/// Answers one request, and closes when the second has come, without an answer.
void dies_at_the_second(peer& p)
{
    p.expect_request();
    p.reply("one");
    p.expect_request();
}

TEST(pool, sends_an_idempotent_request_again_when_a_reused_connection_dies_before_the_answer)
{
    scripted_server server(std::vector<script>{dies_at_the_second, serve});
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port()))->body(), "one");
    EXPECT_EQ(f.ask(make_request(server.port(), "/again", true))->body(), "/again");
    EXPECT_EQ(server.count("POST /again"), 2U);
}

TEST(pool, never_sends_another_request_again_that_may_have_been_applied)
{
    scripted_server server(std::vector<script>{dies_at_the_second, serve});
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port()))->body(), "one");
    auto const p = f.ask(make_request(server.port(), "/once", false));
    EXPECT_EQ(p->code(), errc::closed_early);
    EXPECT_EQ(p->reached(), stage::receiving);
    EXPECT_EQ(server.count("POST /once"), 1U);
}

TEST(pool, tries_again_only_once_and_only_where_the_connection_was_not_new)
{
    scripted_server server(std::vector<script>{dies_at_the_second, [](peer& p) { p.expect_request(); }});
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port()))->body(), "one");
    auto const p = f.ask(make_request(server.port(), "/again", true));
    EXPECT_EQ(p->code(), errc::closed_early);
    EXPECT_EQ(server.count("POST /again"), 2U);
    EXPECT_NE(p->detail().find("after an old one had died"), std::string::npos) << p->detail();
    EXPECT_EQ(f.ask(make_request(server.port(), "/fresh", true))->code(), errc::closed_early);
    EXPECT_EQ(server.count("POST /fresh"), 1U);
}

TEST(pool, does_not_send_again_once_the_answer_has_begun)
{
    scripted_server server(std::vector<script>{[](peer& p)
        {
            p.expect_request();
            p.reply("one");
            p.expect_request();
            p.send("H");
        },
        serve});
    pool_fixture f;
    EXPECT_EQ(f.ask(make_request(server.port()))->body(), "one");
    EXPECT_EQ(f.ask(make_request(server.port(), "/again", true))->code(), errc::closed_early);
    EXPECT_EQ(server.count("POST /again"), 1U);
}

// ---- deadlines

TEST(pool, ends_at_its_deadline_when_the_answer_does_not_come)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.expect_close();
        });
    pool_fixture f;
    auto const p = f.start(make_request(server.port()), f.clock->now() + 20ms);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: POST /"); }));
    f.clock->advance(19ms);
    EXPECT_FALSE(f.run_until([&] { return p->done(); }, 20ms));
    f.clock->advance(1ms);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::exchange_timeout);
    EXPECT_EQ(p->reached(), stage::receiving);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); })) << "must not be reused";
    EXPECT_EQ(f.connections->statistics().idle, 0U);
}

TEST(pool, ends_at_its_deadline_when_the_request_is_not_taken)
{
    server_gate g;
    scripted_server server([&](peer&) { g.wait(); });
    pool_fixture f;
    auto r = make_request(server.port());
    r.body.assign(32 * 1024 * 1024, 'x');
    auto const p = f.start(r, f.clock->now() + 1s);
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().busy == 1; }));
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::exchange_timeout);
    EXPECT_EQ(p->reached(), stage::sending);
    g.open();
}

TEST(pool, refuses_a_deadline_that_is_over)
{
    pool_fixture f;
    auto const p = f.ask(make_request(1), f.clock->now());
    EXPECT_EQ(p->code(), errc::acquire_timeout);
    EXPECT_EQ(p->reached(), stage::waiting);
}

TEST(pool, ends_after_the_connect_timeout)
{
    silent_port nobody;
    http::pool_options options;
    options.connect_timeout = 700ms;
    pool_fixture f(options);
    auto const p = f.start(make_request(nobody.port()), f.clock->now() + 10s);
    EXPECT_TRUE(f.run_until([&] { return f.clock->pending_alarms() == 1; }));
    EXPECT_EQ(f.clock->next_deadline(), f.clock->now() + 700ms);
    f.clock->advance(700ms);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::connect_timeout);
    EXPECT_EQ(p->reached(), stage::connecting);
}

TEST(pool, keeps_a_short_deadline_of_real_time)
{
    scripted_server server([](peer& p) { p.expect_close(); });
    boost::asio::io_context context(1);
    http::pool connections(context.get_executor());
    auto const r = make_request(server.port());
    std::chrono::steady_clock::duration took{};
    auto const begin = std::chrono::steady_clock::now();
    boost::asio::co_spawn(context, connections.send(r, begin + 20ms),
        [&](std::exception_ptr, http::send_result result)
        {
            took = std::chrono::steady_clock::now() - begin;
            EXPECT_EQ(result.error().code, errc::exchange_timeout);
        });
    context.run_for(20s);
    EXPECT_TRUE(context.stopped());
    EXPECT_GE(took, 20ms);
    EXPECT_LT(took, 500ms); // generous: the machine may be busy, the bench measures it
}

// ---- addresses

TEST(pool, tries_the_next_address_when_one_refuses)
{
    dead_port dead;
    scripted_server server(serve);
    http::pool_options options;
    options.resolve = [&](std::string const&, std::uint16_t)
    {
        return std::vector<std::string>{
            "127.0.0.1:" + std::to_string(dead.port()), "127.0.0.1:" + std::to_string(server.port())};
    };
    pool_fixture f(options);
    auto r = make_request(80, "/a");
    r.to.host = "db.example";
    EXPECT_EQ(f.ask(r)->body(), "/a");
    EXPECT_EQ(f.ask(r)->body(), "/a");
    EXPECT_EQ(f.connections->statistics().connected, 1U);
}

TEST(pool, gives_each_address_its_share_of_the_time)
{
    silent_port silent;
    scripted_server server(serve);
    http::pool_options options;
    options.connect_timeout = 2s;
    options.resolve = [&](std::string const&, std::uint16_t)
    {
        return std::vector<std::string>{
            "127.0.0.1:" + std::to_string(silent.port()), "127.0.0.1:" + std::to_string(server.port())};
    };
    pool_fixture f(options);
    auto const p = f.start(make_request(80, "/a"), http::no_deadline);
    EXPECT_TRUE(f.run_until([&] { return f.clock->next_deadline() == f.clock->now() + 1s; }));
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->body(), "/a");
}

TEST(pool, names_every_address_that_failed)
{
    dead_port one;
    dead_port two;
    http::pool_options options;
    options.resolve = [&](std::string const&, std::uint16_t)
    {
        return std::vector<std::string>{
            "127.0.0.1:" + std::to_string(one.port()), "127.0.0.1:" + std::to_string(two.port())};
    };
    pool_fixture f(options);
    auto const p = f.ask(make_request(80));
    EXPECT_EQ(p->code(), error::connection_refused);
    EXPECT_EQ(p->reached(), stage::connecting);
    EXPECT_NE(p->detail().find(std::to_string(one.port())), std::string::npos) << p->detail();
    EXPECT_NE(p->detail().find(std::to_string(two.port())), std::string::npos) << p->detail();
}

TEST(pool, says_that_a_host_has_no_address)
{
    http::pool_options options;
    options.resolve = [](std::string const&, std::uint16_t) { return std::vector<std::string>(); };
    pool_fixture f(options);
    auto const p = f.ask(make_request(80));
    EXPECT_EQ(p->code(), errc::no_address);
    EXPECT_EQ(p->reached(), stage::connecting);
}

TEST(pool, resolves_a_name_of_this_machine)
{
    scripted_server server(serve);
    pool_fixture f;
    auto r = make_request(server.port(), "/a");
    r.to.host = "localhost"; // from the hosts file; some machines name ::1 first, where nobody listens
    auto const one = f.start(r);
    auto const two = f.start(r);
    EXPECT_TRUE(f.run_until([&] { return one->done() && two->done(); }));
    EXPECT_EQ(one->body(), "/a");
    EXPECT_EQ(two->body(), "/a");
}

} // namespace
} // namespace dynasio::tests
