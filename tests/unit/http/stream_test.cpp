// SPDX-License-Identifier: BSL-1.0
//
// Bodies that stream both ways: every framing, every method, and what becomes of the connection.

#include "stream_fixture.hpp"

#include <array>
#include <atomic>

namespace dynasio::tests {
namespace {

using http::errc;
using http::make_body_source;
using http::stage;

class stream_round_trip : public stream_test
{};

INSTANTIATE_TEST_SUITE_P(all, stream_round_trip, ::testing::Bool(), tls_name);

/// Answers each request with the next of these, as it stands.
script answers(std::vector<std::string> responses)
{
    return [responses = std::move(responses)](peer& p)
    {
        for (auto const& r : responses)
        {
            if (p.expect_request().empty())
                break;
            p.send(r);
        }
        p.expect_close();
    };
}

TEST_P(stream_round_trip, reads_a_body_with_a_length_in_pieces)
{
    scripted_server server(answers({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: b\r\n\r\n0123456789",
                               "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext"}),
        identity());
    stream_fixture f(options);
    auto const p = f.open(to(server));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    auto& stream = **p->result;
    EXPECT_EQ(stream.status(), 200U);
    EXPECT_EQ(stream.headers().find("x-a"), "b");
    EXPECT_EQ(stream.content_length(), 10U);
    EXPECT_TRUE(stream.request_sent());
    EXPECT_EQ(f.connections->statistics().busy, 1U);
    EXPECT_EQ(f.read(stream, 4)->text(), "0123");
    EXPECT_EQ(f.read(stream, 4)->text(), "4567");
    EXPECT_EQ(f.connections->statistics().busy, 1U);
    EXPECT_EQ(f.read(stream, 4)->text(), "89");
    EXPECT_EQ(f.connections->statistics().idle, 1U) << "with its last byte";
    EXPECT_EQ(f.read(stream)->text(), "");
    EXPECT_EQ(f.read(stream)->text(), "");
    EXPECT_EQ(f.fetch(to(server)), "next");
    EXPECT_EQ(server.connections(), 1U);
}

TEST_P(stream_round_trip, reads_a_chunked_body)
{
    scripted_server server(answers({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n",
                               "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext"}),
        identity());
    stream_fixture f(options);
    auto const p = f.open(to(server));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ((*p->result)->content_length(), std::nullopt);
    EXPECT_EQ(f.rest_of(**p->result, 4), "abc0123456789");
    EXPECT_EQ(f.connections->statistics().idle, 1U);
    EXPECT_EQ(f.fetch(to(server)), "next");
    EXPECT_EQ(server.connections(), 1U);
}

TEST_P(stream_round_trip, reads_a_body_that_ends_with_the_connection)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
            if (p.secured())
                p.say_end();
        },
        identity());
    stream_fixture f(options);
    auto const p = f.open(to(server));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ((*p->result)->content_length(), std::nullopt);
    EXPECT_EQ(f.rest_of(**p->result, 5), "until the end");
    EXPECT_EQ(f.connections->statistics().idle, 0U);
}

TEST_P(stream_round_trip, passes_over_interim_responses)
{
    scripted_server server(answers({"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}),
        identity());
    stream_fixture f(options);
    EXPECT_EQ(f.fetch(to(server)), "ok");
}

TEST_P(stream_round_trip, knows_responses_without_a_body)
{
    scripted_server server(
        answers({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}),
        identity());
    stream_fixture f(options);
    for (char const* method : {"HEAD", "DELETE", "GET", "PUT"})
    {
        auto const p = f.open(to(server, method));
        ASSERT_TRUE(p->succeeded()) << method << p->detail();
        EXPECT_EQ((*p->result)->content_length(), 0U) << method;
        EXPECT_EQ(f.connections->statistics().idle, 1U) << method << ": at once";
        EXPECT_EQ(f.rest_of(**p->result), "") << method;
    }
    EXPECT_EQ(server.connections(), 1U);
}

TEST_P(stream_round_trip, sends_no_length_without_a_body_where_none_is_expected)
{
    std::array<shared_text, 3> seen;
    scripted_server server(
        [&](peer& p)
        {
            for (auto& each : seen)
            {
                each.add(p.expect_request());
                p.reply("");
            }
        },
        identity());
    stream_fixture f(options);
    for (char const* method : {"GET", "DELETE", "HEAD"})
        EXPECT_EQ(f.fetch(to(server, method)), "");
    EXPECT_EQ(seen[0].get().find("Content-Length"), std::string::npos);
    EXPECT_NE(seen[1].get().find("Content-Length: 0\r\n"), std::string::npos);
    EXPECT_EQ(seen[2].get().find("Content-Length"), std::string::npos);
}

TEST_P(stream_round_trip, sends_a_body_with_a_length)
{
    shared_text seen;
    scripted_server server(
        [&](peer& p)
        {
            seen.add(p.expect_request());
            p.reply("stored", "201 Created");
            p.serve();
        },
        identity());
    stream_fixture f(options);
    auto const source =
        std::make_shared<listed_source>(std::vector<std::string>{"one, ", "two, ", "three and more"}, 15);
    auto r = to(server, "PUT", "/x");
    r.headers.add("X-A", "b");
    EXPECT_EQ(f.fetch(r, source), "stored");
    EXPECT_NE(seen.get().find("Content-Length: 15\r\nX-A: b\r\n\r\none, two, three"), std::string::npos)
        << seen.get();
    EXPECT_EQ(seen.get().find("chunked"), std::string::npos);
    EXPECT_EQ(source->reads, 3U) << "it is not asked for more than its size";
    EXPECT_EQ(f.fetch(to(server, "PUT", "/y"), make_body_source("")), "/y");
    EXPECT_EQ(f.fetch(to(server, "PUT", "/z"), make_body_source(std::string(200'000, 'x'))), "/z");
    EXPECT_EQ(server.connections(), 1U);
}

TEST_P(stream_round_trip, sends_a_chunked_body)
{
    shared_text seen;
    scripted_server server(
        [&](peer& p)
        {
            seen.add(expect_chunked(p));
            p.reply("stored");
            p.serve();
        },
        identity());
    stream_fixture f(options);
    auto const source =
        std::make_shared<listed_source>(std::vector<std::string>{"one", std::string(16, 'x')});
    EXPECT_EQ(f.fetch(to(server, "PUT"), source), "stored");
    EXPECT_NE(seen.get().find("Transfer-Encoding: chunked\r\n\r\n"), std::string::npos) << seen.get();
    EXPECT_EQ(seen.get().find("Content-Length"), std::string::npos) << seen.get();
    EXPECT_EQ(body_of(seen.get()), "3\r\none\r\n10\r\nxxxxxxxxxxxxxxxx\r\n0\r\n\r\n");
    EXPECT_EQ(f.fetch(to(server, "GET", "/y")), "/y");
    EXPECT_EQ(server.connections(), 1U);
}

TEST_P(stream_round_trip, sends_an_empty_chunked_body)
{
    shared_text seen;
    scripted_server server(
        [&](peer& p)
        {
            seen.add(expect_chunked(p));
            p.reply("stored");
        },
        identity());
    stream_fixture f(options);
    EXPECT_EQ(
        f.fetch(to(server, "PUT"), std::make_shared<listed_source>(std::vector<std::string>{})), "stored");
    EXPECT_EQ(body_of(seen.get()), "0\r\n\r\n");
}

TEST_P(stream_round_trip, sends_the_body_of_the_request_where_there_is_no_source)
{
    std::atomic<std::size_t> size = 0;
    scripted_server server(
        [&](peer& p)
        {
            size = body_of(p.expect_request()).size();
            p.reply("stored");
        },
        identity());
    stream_fixture f(options);
    auto r = to(server, "POST");
    r.body.assign(5'000'000, 'x');
    EXPECT_EQ(f.fetch(r), "stored");
    EXPECT_EQ(size, 5'000'000U);
}

TEST_P(stream_round_trip, leaves_other_requests_alone)
{
    scripted_server server(
        std::vector<script>{answers({"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nopen."}), serve},
        identity());
    stream_fixture f(options);
    auto const p = f.open(to(server));
    ASSERT_TRUE(p->succeeded());
    EXPECT_EQ(f.fetch(to(server, "GET", "/b")), "/b");
    auto asked = to(server, "POST", "/c");
    EXPECT_EQ(f.ask(asked)->body(), "/c");
    EXPECT_EQ(f.rest_of(**p->result), "open.");
    EXPECT_EQ(server.connections(), 2U);
    EXPECT_EQ(f.connections->statistics().idle, 2U);
}

} // namespace
} // namespace dynasio::tests
