// SPDX-License-Identifier: BSL-1.0
//
// The pool over TLS, against a local server with certificates made for this run.

#include "pool_fixture.hpp"

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;

class pool_tls : public ::testing::Test
{
protected:
    static http::pool_options trusting()
    {
        http::pool_options options;
        options.tls.ca_file = authority().file();
        options.resolve = [](std::string const&, std::uint16_t port)
        { return std::vector<std::string>{"127.0.0.1:" + std::to_string(port)}; };
        return options;
    }

    static http::request to(std::string host, scripted_server const& server, std::string target = "/")
    {
        auto r = make_request(server.port(), std::move(target));
        r.to.tls = true;
        r.to.host = std::move(host);
        return r;
    }
};

TEST_F(pool_tls, speaks_with_a_host_by_name_and_by_address)
{
    auto const identity = authority().issue("DNS:db.example,IP:127.0.0.1");
    scripted_server server(serve, &identity);
    pool_fixture f(trusting());
    EXPECT_EQ(f.ask(to("db.example", server, "/a"))->body(), "/a");
    EXPECT_EQ(f.ask(to("db.example", server, "/b"))->body(), "/b");
    EXPECT_EQ(server.connections(), 1U);
    EXPECT_EQ(f.ask(to("127.0.0.1", server, "/c"))->body(), "/c");
    EXPECT_EQ(server.connections(), 2U);
}

TEST_F(pool_tls, refuses_a_certificate_for_another_host)
{
    auto const identity = authority().issue("DNS:other.example,IP:127.0.0.2");
    scripted_server server(serve, &identity);
    pool_fixture f(trusting());
    for (char const* host : {"db.example", "127.0.0.1"})
    {
        auto const p = f.ask(to(host, server));
        EXPECT_EQ(p->code(), errc::tls_verification) << p->code();
        EXPECT_EQ(p->reached(), stage::connecting);
        EXPECT_NE(p->detail().find("mismatch"), std::string::npos) << p->detail();
    }
    EXPECT_EQ(server.count("POST"), 0U);
}

TEST_F(pool_tls, refuses_a_certificate_that_has_expired)
{
    auto const identity = authority().issue("DNS:db.example", -1);
    scripted_server server(serve, &identity);
    pool_fixture f(trusting());
    auto const p = f.ask(to("db.example", server));
    EXPECT_EQ(p->code(), errc::tls_verification);
    EXPECT_NE(p->detail().find("expired"), std::string::npos) << p->detail();
}

TEST_F(pool_tls, refuses_an_authority_that_the_system_does_not_know)
{
    auto const identity = authority().issue("IP:127.0.0.1");
    scripted_server server(serve, &identity);
    pool_fixture f;
    EXPECT_EQ(f.ask(to("127.0.0.1", server))->code(), errc::tls_verification);
}

TEST_F(pool_tls, skips_verification_only_when_told)
{
    auto const identity = authority().issue("DNS:other.example");
    scripted_server server(serve, &identity);
    auto options = trusting();
    options.tls.ca_file.clear();
    options.tls.insecure_skip_verification = true;
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to("db.example", server, "/a"))->body(), "/a");
}

TEST_F(pool_tls, refuses_tls_1_1)
{
    auto const identity = authority().issue("DNS:db.example").at_most(TLS1_1_VERSION);
    scripted_server server(serve, &identity);
    pool_fixture f(trusting());
    auto const p = f.ask(to("db.example", server));
    EXPECT_TRUE(p->code());
    EXPECT_EQ(p->reached(), stage::connecting);
}

TEST_F(pool_tls, uses_the_context_of_the_caller)
{
    auto const identity = authority().issue("DNS:db.example");
    scripted_server server(serve, &identity);
    auto options = trusting();
    options.tls.ca_file.clear();
    options.tls.context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_client);
    options.tls.context->load_verify_file(authority().file());
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to("db.example", server, "/a"))->body(), "/a");
}

class pool_tls_versions
    : public pool_tls
    , public ::testing::WithParamInterface<int>
{};

TEST_P(pool_tls_versions, resumes_the_session_of_an_origin)
{
    auto const identity = authority().issue("DNS:db.example").at_most(GetParam());
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.reply("ok", "200 OK", "Connection: close\r\n");
        },
        &identity);
    pool_fixture f(trusting());
    for (int i = 0; i != 4; ++i)
        EXPECT_EQ(f.ask(to("db.example", server))->body(), "ok");
    EXPECT_EQ(f.connections->statistics().connected, 4U);
    EXPECT_EQ(f.connections->statistics().resumed, 3U);
}

INSTANTIATE_TEST_SUITE_P(all, pool_tls_versions, ::testing::Values(TLS1_2_VERSION, TLS1_3_VERSION),
    [](auto const& tested) { return tested.param == TLS1_2_VERSION ? "tls_1_2" : "tls_1_3"; });

TEST_F(pool_tls, ends_when_the_server_does_not_shake_hands)
{
    scripted_server server([](peer& p) { p.expect_close(); }); // plain TCP, silent
    auto options = trusting();
    options.connect_timeout = 500ms;
    pool_fixture f(options);
    auto const p = f.start(to("db.example", server), f.clock->now() + 10s);
    EXPECT_TRUE(
        f.run_until([&] { return server.happened("1: accepted") && f.clock->pending_alarms() == 2; }));
    f.clock->advance(500ms);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::connect_timeout);
    EXPECT_EQ(p->reached(), stage::connecting);
}

TEST_F(pool_tls, ends_when_the_server_does_not_speak_tls)
{
    scripted_server server([](peer& p) { p.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    pool_fixture f(trusting());
    auto const p = f.ask(to("db.example", server));
    EXPECT_TRUE(p->code());
    EXPECT_EQ(p->reached(), stage::connecting);
    EXPECT_NE(p->detail().find("TLS handshake with db.example"), std::string::npos) << p->detail();
}

TEST_F(pool_tls, ends_at_its_deadline_and_closes)
{
    auto const identity = authority().issue("DNS:db.example");
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.expect_close();
        },
        &identity);
    pool_fixture f(trusting());
    auto const p = f.start(to("db.example", server), f.clock->now() + 1s);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: POST /"); }));
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::exchange_timeout);
    EXPECT_EQ(p->reached(), stage::receiving);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
}

TEST_F(pool_tls, replaces_a_connection_that_was_closed_while_idle)
{
    auto const identity = authority().issue("DNS:db.example");
    scripted_server server(std::vector<script>{[](peer& p)
                               {
                                   p.expect_request();
                                   p.reply("one");
                               },
                               serve},
        &identity);
    pool_fixture f(trusting());
    EXPECT_EQ(f.ask(to("db.example", server))->body(), "one");
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: closed"); }));
    f.clock->advance(2ms);
    EXPECT_EQ(f.ask(to("db.example", server, "/b"))->body(), "/b");
}

TEST_F(pool_tls, can_be_cancelled_at_every_step)
{
    auto const identity = authority().issue("DNS:db.example");
    std::size_t steps = 0;
    for (bool too_late = false; !too_late; ++steps)
    {
        SCOPED_TRACE("after " + std::to_string(steps) + " steps");
        ASSERT_LT(steps, 200U);
        scripted_server server(serve, &identity);
        pool_fixture f(trusting());
        auto r = to("db.example", server);
        r.body.assign(100'000, 'x');
        auto const p = f.start(r);
        for (std::size_t i = 0; i != steps && !p->done(); ++i)
        {
            f.context.restart();
            f.context.run_one_for(5s);
        }
        too_late = p->done();
        f.cancel(p);
        EXPECT_TRUE(f.run_until([&] { return p->done(); }));
        EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().connecting == 0; }));
        EXPECT_EQ(f.connections->statistics().busy, 0U);
        EXPECT_EQ(f.ask(to("db.example", server, "/next"))->body(), "/next");
    }
    EXPECT_GT(steps, 6U);
}

TEST_F(pool_tls, names_a_ca_file_that_cannot_be_read)
{
    http::pool_options options;
    options.tls.ca_file = "/nowhere/ca.pem";
    boost::asio::io_context context;
    try
    {
        http::pool connections(context.get_executor(), options);
        FAIL() << "accepted";
    }
    catch (boost::system::system_error const& e)
    {
        EXPECT_NE(std::string(e.what()).find("/nowhere/ca.pem"), std::string::npos) << e.what();
    }
}

} // namespace
} // namespace dynasio::tests
