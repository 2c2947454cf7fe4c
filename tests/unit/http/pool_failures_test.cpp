// SPDX-License-Identifier: BSL-1.0
//
// What becomes of a request when the peer does something else than answer, and which requests go out once more.

#include "pool_fixture.hpp"

#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;

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

} // namespace
} // namespace dynasio::tests
