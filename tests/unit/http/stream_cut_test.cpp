// SPDX-License-Identifier: BSL-1.0
//
// Responses that end too early, or are no HTTP: what a reader of a stream sees, and that the connection is never used again.

#include "stream_fixture.hpp"

namespace dynasio::tests {
namespace {

using http::errc;

class stream_cut : public stream_test
{};

INSTANTIATE_TEST_SUITE_P(all, stream_cut, ::testing::Bool(), tls_name);

/// Sends a part of a response, and closes; with the farewell of TLS where there is TLS.
script cut_response(std::string part)
{
    return [part = std::move(part)](peer& p)
    {
        p.expect_request();
        p.send(part);
        if (p.secured())
            p.say_end();
    };
}

void cut_everywhere(stream_test const&, http::pool_options const& options, server_identity const* identity,
    std::function<http::request(scripted_server const&)> const& to, std::string const& response,
    std::string const& body)
{
    for (std::size_t size = 0; size <= response.size(); ++size)
    {
        SCOPED_TRACE("after " + std::to_string(size) + " bytes");
        scripted_server server(std::vector<script>{cut_response(response.substr(0, size)), serve}, identity);
        stream_fixture f(options);
        auto const p = f.open(to(server));
        auto const header = response.find("\r\n\r\n") + 4;
        ASSERT_TRUE(p->done());
        if (size < header)
        {
            EXPECT_EQ(p->code(), errc::closed_early) << p->detail();
            EXPECT_EQ(p->result->error().reached, http::stage::receiving);
        }
        else
        {
            ASSERT_TRUE(p->succeeded()) << p->detail();
            auto const got = f.rest_of(**p->result, 4);
            if (size == response.size())
                EXPECT_EQ(got, body);
            else
            {
                EXPECT_NE(got.find("!the server closed the connection"), std::string::npos) << got;
                EXPECT_TRUE(body.starts_with(got.substr(0, got.find('!')))) << got;
                EXPECT_EQ(f.read(**p->result)->code(), errc::closed_early) << "asked again";
                EXPECT_EQ(f.connections->statistics().idle, 0U);
            }
        }
        EXPECT_EQ(f.connections->statistics().busy, 0U);
        // The server closes the connection behind a whole response as well, perhaps just now.
        auto once_more = to(server);
        once_more.idempotent = true;
        EXPECT_EQ(f.fetch(once_more), "/");
    }
}

TEST_P(stream_cut, never_takes_a_part_of_a_sized_body_for_the_whole)
{
    cut_everywhere(
        *this, options, identity(), [this](scripted_server const& s) { return to(s); },
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789", "0123456789");
}

TEST_P(stream_cut, never_takes_a_part_of_a_chunked_body_for_the_whole)
{
    cut_everywhere(
        *this, options, identity(), [this](scripted_server const& s) { return to(s); },
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6;a=b\r\n012345\r\n4\r\n6789\r\n0\r\nT: "
        "u\r\n\r\n",
        "0123456789");
}

TEST_P(stream_cut, takes_no_reset_for_the_end_of_a_body)
{
    server_gate g;
    scripted_server server(
        [&](peer& p)
        {
            p.expect_request();
            p.send("HTTP/1.1 200 OK\r\n\r\nuntil");
            g.wait();
            p.reset();
        },
        identity());
    stream_fixture f(options);
    auto const p = f.open(to(server));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ(f.read(**p->result)->text(), "until");
    g.open();
    EXPECT_EQ(f.read(**p->result)->code(), errc::closed_early);
    EXPECT_EQ(f.read(**p->result)->code(), errc::closed_early);
}

struct hostile
{
    char const* what;
    char const* response;
    bool in_body; ///< whether the header is good
};

constexpr hostile offences[] = {
    {"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", false},
    {"a length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        false},
    {"a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", false},
    {"no HTTP", "SSH-2.0-OpenSSH_9.2p1\r\n", false},
    {"another coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", false},
    {"a switch of protocols", "HTTP/1.1 101 Switching Protocols\r\n\r\n", false},
    {"no chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nabc", true},
    {"a wrong digit", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3x\r\nabc\r\n0\r\n\r\n", true},
    {"more data than the chunk has",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", true},
    {"17 digits", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n00000000000000001\r\na\r\n", true},
    {"a wrong trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n: x\r\n\r\n", true},
};

TEST_P(stream_cut, refuses_hostile_framing)
{
    for (auto const& h : offences)
    {
        SCOPED_TRACE(h.what);
        scripted_server server(std::vector<script>{[&h](peer& p)
                                   {
                                       p.expect_request();
                                       p.send(h.response);
                                       p.expect_close();
                                   },
                                   serve},
            identity());
        stream_fixture f(options);
        auto const p = f.open(to(server));
        ASSERT_EQ(p->succeeded(), h.in_body) << p->detail();
        if (h.in_body)
        {
            auto const got = f.rest_of(**p->result);
            EXPECT_NE(got.find("!the response is not HTTP"), std::string::npos) << got;
        }
        else
            EXPECT_EQ(p->code(), errc::malformed_response) << p->detail();
        EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
        EXPECT_EQ(f.fetch(to(server)), "/");
    }
}

TEST_P(stream_cut, refuses_endless_headers_extensions_and_trailers)
{
    options.max_header_bytes = 1000;
    std::string const endless(2000, 'x');
    for (bool const in_body : {false, true})
    {
        for (auto const& tail : {"1;" + endless, std::string("0\r\nT: ") + endless})
        {
            auto const response = in_body ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + tail
                                          : "HTTP/1.1 200 OK\r\nX: " + endless;
            scripted_server server(
                [&](peer& p)
                {
                    p.expect_request();
                    p.send(response);
                    p.expect_close();
                },
                identity());
            stream_fixture f(options);
            auto const p = f.open(to(server));
            ASSERT_EQ(p->succeeded(), in_body) << p->detail();
            EXPECT_EQ(in_body ? f.read(**p->result)->code() : p->code(), errc::response_too_large);
        }
    }
}

TEST_P(stream_cut, does_not_use_a_connection_with_bytes_behind_the_response)
{
    for (bool const at_once : {true, false})
    {
        server_gate g;
        scripted_server server(std::vector<script>{[&](peer& p)
                                   {
                                       p.expect_request();
                                       p.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                                       if (!at_once)
                                           g.wait();
                                       p.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
                                       p.note("sent");
                                       p.expect_close();
                                   },
                                   serve},
            identity());
        stream_fixture f(options);
        EXPECT_EQ(f.fetch(to(server)), "ok");
        g.open();
        EXPECT_TRUE(f.run_until([&] { return server.happened("1: sent"); }));
        EXPECT_EQ(f.fetch(to(server, "GET", "/b")), "/b");
        EXPECT_EQ(server.connections(), 2U);
    }
}

TEST_P(stream_cut, does_not_use_a_connection_that_the_server_wants_to_close)
{
    scripted_server server(std::vector<script>{[&](peer& p)
                               {
                                   p.expect_request();
                                   p.reply("ok", "200 OK", "Connection: close\r\n");
                                   p.expect_close();
                               },
                               serve},
        identity());
    stream_fixture f(options);
    EXPECT_EQ(f.fetch(to(server)), "ok");
    EXPECT_EQ(f.connections->statistics().idle, 0U);
    EXPECT_EQ(f.fetch(to(server, "GET", "/b")), "/b");
}

TEST_P(stream_cut, has_no_limit_for_the_size_of_a_body)
{
    options.max_body_bytes = 1000;
    scripted_server server(
        [&](peer& p)
        {
            p.expect_request();
            p.reply(std::string(5000, 'x'));
            p.expect_request();
            p.send("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nbegun");
            p.expect_close();
        },
        identity());
    stream_fixture f(options);
    EXPECT_EQ(f.fetch(to(server)).size(), 5000U);
    auto const p = f.open(to(server));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_EQ((*p->result)->content_length(), 18446744073709551615U);
    EXPECT_EQ(f.read(**p->result)->text(), "begun");
}

} // namespace
} // namespace dynasio::tests
