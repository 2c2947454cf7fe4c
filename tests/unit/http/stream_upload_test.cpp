// SPDX-License-Identifier: BSL-1.0
//
// What goes wrong while a request with a source is sent: the source fails, the server answers early, a connection dies.

#include "stream_fixture.hpp"

namespace dynasio::tests {
namespace {

using http::errc;
using http::make_body_source;
using http::stage;

class stream_upload : public stream_test
{};

INSTANTIATE_TEST_SUITE_P(all, stream_upload, ::testing::Bool(), tls_name);

/// Reads until the client closes, and keeps what came.
script keeps(shared_text& seen)
{
    return [&seen](peer& p)
    {
        for (auto more = p.read_some(16384); !more.empty(); more = p.read_some(16384))
            seen.add(more);
        p.note("client closed");
    };
}

TEST_P(stream_upload, a_source_that_throws_breaks_the_request_off)
{
    for (bool const sized : {false, true})
    {
        shared_text seen;
        scripted_server server(std::vector<script>{keeps(seen), serve}, identity());
        stream_fixture f(options);
        auto const source = std::make_shared<listed_source>(
            std::vector<std::string>{"one", "two"}, sized ? std::optional<std::uint64_t>(6) : std::nullopt);
        source->throws_at = 1;
        auto const p = f.open(to(server, "PUT"), source);
        EXPECT_EQ(p->code(), errc::source_failed);
        EXPECT_NE(p->detail().find("the disk is on fire"), std::string::npos) << p->detail();
        EXPECT_EQ(p->result->error().reached, stage::sending);
        EXPECT_EQ(f.connections->statistics().busy, 0U);
        EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
        EXPECT_EQ(body_of(seen.get()), sized ? "one" : "3\r\none\r\n") << "no last chunk";
        EXPECT_EQ(f.fetch(to(server)), "/");
    }
}

TEST_P(stream_upload, a_source_that_throws_at_once_sends_nothing)
{
    shared_text seen;
    scripted_server server(keeps(seen), identity());
    stream_fixture f(options);
    auto const source = std::make_shared<listed_source>(std::vector<std::string>{"one"});
    source->throws_at = 0;
    auto const p = f.open(to(server, "PUT"), source);
    EXPECT_EQ(p->code(), errc::source_failed);
    EXPECT_FALSE(p->result->error().may_have_been_applied());
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
    EXPECT_EQ(seen.get(), "");
}

TEST_P(stream_upload, a_source_that_ends_before_its_size_is_an_error)
{
    shared_text seen;
    scripted_server server(keeps(seen), identity());
    stream_fixture f(options);
    auto const source = std::make_shared<listed_source>(std::vector<std::string>{"one"}, 6);
    auto const p = f.open(to(server, "PUT"), source);
    EXPECT_EQ(p->code(), errc::source_failed);
    EXPECT_NE(p->detail().find("after 3 of 6 bytes"), std::string::npos) << p->detail();
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
    EXPECT_EQ(body_of(seen.get()), "one");
}

TEST_P(stream_upload, delivers_a_response_while_the_server_reads_no_further)
{
    server_gate g;
    scripted_server server(
        [&](peer& p)
        {
            p.read_some(1000);
            p.reply("too large", "413 Payload Too Large");
            g.wait();
        },
        identity());
    stream_fixture f(options);
    auto const source =
        std::make_shared<listed_source>(std::vector<std::string>(400, std::string(65536, 'x')));
    auto const p = f.open(to(server, "PUT"), source);
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ((*p->result)->status(), 413U);
    EXPECT_FALSE((*p->result)->request_sent());
    EXPECT_EQ(f.rest_of(**p->result), "too large");
    EXPECT_EQ(f.connections->statistics().idle, 0U) << "half a request was sent";
    g.open();
}

TEST_P(stream_upload, delivers_a_response_while_the_source_is_slow)
{
    scripted_server server(
        [&](peer& p)
        {
            p.read_some(1000);
            p.reply("no", "403 Forbidden");
            p.expect_close();
        },
        identity());
    stream_fixture f(options);
    auto const source = std::make_shared<listed_source>(std::vector<std::string>{"one", "two"});
    source->held = testing::gate();
    source->held_at = 1;
    auto const p = f.open(to(server, "PUT"), source);
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ((*p->result)->status(), 403U);
    EXPECT_FALSE((*p->result)->request_sent());
    EXPECT_EQ(f.rest_of(**p->result), "no");
    EXPECT_EQ(f.connections->statistics().idle, 0U);
}

TEST_P(stream_upload, delivers_a_response_although_the_server_resets)
{
    scripted_server server(
        [](peer& p)
        {
            p.read_some(1000);
            p.reply("too large", "413 Payload Too Large");
            p.close(); // with unread bytes: RST
        },
        identity());
    stream_fixture f(options);
    auto const source =
        std::make_shared<listed_source>(std::vector<std::string>(400, std::string(65536, 'x')));
    auto const p = f.open(to(server, "PUT"), source);
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ((*p->result)->status(), 413U);
    EXPECT_EQ(f.rest_of(**p->result), "too large");
}

TEST_P(stream_upload, tells_why_there_is_no_response)
{
    scripted_server server(
        [](peer& p)
        {
            p.read_some(100'000);
            p.send("no HTTP\r\n");
            p.expect_close();
        },
        identity());
    stream_fixture f(options);
    auto const source = std::make_shared<listed_source>(std::vector<std::string>{"one", "two"});
    source->held = testing::gate();
    source->held_at = 1;
    auto const p = f.open(to(server, "PUT"), source);
    EXPECT_EQ(p->code(), errc::malformed_response) << p->detail();
    EXPECT_EQ(p->result->error().reached, stage::sending);
}

/// Answers one request, and ends the connection when the next one has come.
void dies(peer& p)
{
    p.expect_request();
    p.reply("one");
    p.read_some(1);
    p.reset();
}

TEST_P(stream_upload, is_sent_again_where_the_source_can_be_rewound)
{
    scripted_server server(std::vector<script>{dies, serve}, identity());
    stream_fixture f(options);
    EXPECT_EQ(f.fetch(to(server)), "one");
    auto r = to(server, "PUT", "/again");
    r.idempotent = true;
    auto const source = std::make_shared<listed_source>(std::vector<std::string>{"a", "b"}, 2);
    source->can_rewind = true;
    EXPECT_EQ(f.fetch(r, source), "/again");
    EXPECT_EQ(source->rewinds, 1U);
    EXPECT_EQ(server.count("PUT /again"), 1U);
}

TEST_P(stream_upload, is_not_sent_again_otherwise)
{
    for (bool const idempotent : {true, false})
    {
        scripted_server server(std::vector<script>{dies, serve}, identity());
        stream_fixture f(options);
        EXPECT_EQ(f.fetch(to(server)), "one");
        auto r = to(server, "PUT", "/again");
        r.idempotent = idempotent;
        auto const source = std::make_shared<listed_source>(std::vector<std::string>{"a", "b"}, 2);
        source->can_rewind = !idempotent;
        auto const p = f.open(r, source);
        EXPECT_TRUE(p->code());
        EXPECT_NE(p->code(), boost::asio::error::operation_aborted) << p->detail();
        EXPECT_EQ(server.connections(), 1U);
    }
}

TEST_P(stream_upload, replaces_a_connection_that_was_closed_while_idle)
{
    scripted_server server(std::vector<script>{[](peer& p)
                               {
                                   p.expect_request();
                                   p.reply("one");
                               },
                               serve},
        identity());
    stream_fixture f(options);
    EXPECT_EQ(f.fetch(to(server)), "one");
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: closed"); }));
    EXPECT_EQ(f.fetch(to(server, "PUT", "/b"), make_body_source("x")), "/b");
}

TEST_P(stream_upload, refuses_a_second_body_and_a_second_length)
{
    stream_fixture f(options);
    auto r = make_request(1);
    EXPECT_EQ(f.open(r, make_body_source("x"))->code(), boost::asio::error::invalid_argument);
    r.body.clear();
    r.headers.add("transfer-encoding", "chunked");
    EXPECT_EQ(f.open(r, make_body_source("x"))->code(), boost::asio::error::invalid_argument);
}

} // namespace
} // namespace dynasio::tests
