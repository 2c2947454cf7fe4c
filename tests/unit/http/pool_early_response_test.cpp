// SPDX-License-Identifier: BSL-1.0
//
// A server that answers before it has read the whole request.

#include "pool_fixture.hpp"

#include <openssl/ssl.h>

#include <optional>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;

class pool_early_response : public ::testing::TestWithParam<bool>
{
protected:
    pool_early_response()
    {
        if (GetParam())
            identity_ = authority().issue("IP:127.0.0.1");
        options.tls.ca_file = authority().file();
    }

    [[nodiscard]] server_identity const* identity() const { return identity_ ? &*identity_ : nullptr; }

    [[nodiscard]] http::request to(scripted_server const& server, std::size_t bytes) const
    {
        auto r = make_request(server.port(), "/");
        r.to.tls = identity_.has_value();
        r.body.assign(bytes, 'x');
        return r;
    }

    static unsigned status_of(pending const& p) { return p.result && *p.result ? (*p.result)->status : 0; }

    http::pool_options options;

private:
    std::optional<server_identity> identity_;
};

constexpr std::size_t large = 32 * 1024 * 1024;

/// Reads the beginning of the request only.
void refuse(peer& p)
{
    p.read_some(1000);
    p.reply("too large", "413 Payload Too Large");
    p.note("answered");
}

TEST_P(pool_early_response, is_returned_while_the_server_reads_no_further)
{
    server_gate g;
    scripted_server server(
        [&](peer& p)
        {
            refuse(p);
            g.wait();
        },
        identity());
    pool_fixture f(options);
    auto const p = f.ask(to(server, large));
    EXPECT_EQ(status_of(*p), 413U) << p->body();
    EXPECT_EQ(p->body(), "too large");
    EXPECT_EQ(f.connections->statistics().idle, 0U) << "half a request was sent";
    g.open();
}

TEST_P(pool_early_response, that_is_malformed_is_no_cancellation)
{
    server_gate g;
    scripted_server server(
        [&](peer& p)
        {
            p.read_some(1000);
            p.send("no HTTP\r\n");
            g.wait();
        },
        identity());
    pool_fixture f(options);
    auto const p = f.ask(to(server, large));
    EXPECT_EQ(p->code(), errc::malformed_response);
    EXPECT_EQ(p->result->error().reached, stage::sending);
    g.open();
}

TEST_P(pool_early_response, is_returned_although_the_server_resets)
{
    scripted_server server(
        [](peer& p)
        {
            refuse(p);
            p.close(); // with unread bytes: RST
        },
        identity());
    pool_fixture f(options);
    auto const p = f.ask(to(server, large));
    EXPECT_EQ(status_of(*p), 413U) << p->body();
}

TEST_P(pool_early_response, is_returned_when_a_small_request_meets_the_reset)
{
    scripted_server server(
        [](peer& p)
        {
            p.read_some(10);
            p.reply("busy", "503 Service Unavailable", "Connection: close\r\n");
            p.close();
        },
        identity());
    pool_fixture f(options);
    for (int i = 0; i != 20; ++i)
    {
        auto const p = f.ask(to(server, 40'000));
        EXPECT_EQ(status_of(*p), 503U) << p->body() << p->reached();
    }
}

TEST_P(pool_early_response, an_interim_response_does_not_end_the_sending)
{
    scripted_server server(
        [](peer& p)
        {
            p.send("HTTP/1.1 100 Continue\r\n\r\n");
            p.serve();
        },
        identity());
    pool_fixture f(options);
    // The server may speak before the request: it is sent again then.
    auto p = f.ask(to(server, large));
    for (int i = 0; i != 5 && p->code() == errc::closed_early; ++i)
        p = f.ask(to(server, large));
    EXPECT_TRUE(status_of(*p) == 200U || p->code() == errc::closed_early) << p->body();
}

TEST_P(pool_early_response, a_large_request_and_its_response_pass)
{
    scripted_server server(serve, identity());
    pool_fixture f(options);
    for (int i = 0; i != 3; ++i)
    {
        auto const p = f.ask(to(server, large));
        EXPECT_EQ(status_of(*p), 200U) << p->body();
    }
    EXPECT_EQ(server.connections(), 1U);
}

TEST_P(pool_early_response, the_end_before_a_response_is_an_error)
{
    scripted_server server(
        [](peer& p)
        {
            p.read_some(1000);
            p.close();
        },
        identity());
    pool_fixture f(options);
    auto const p = f.ask(to(server, large));
    EXPECT_TRUE(p->code()) << p->body();
    EXPECT_EQ(p->reached(), stage::sending);
}

TEST_P(pool_early_response, a_deadline_ends_both_directions)
{
    server_gate g;
    scripted_server server(reads_no_further(g), identity());
    pool_fixture f(options);
    auto const p = f.start(to(server, large), f.clock->now() + 1s);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: began"); }));
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::exchange_timeout);
    EXPECT_EQ(p->reached(), stage::sending);
    g.open();
}

TEST_P(pool_early_response, a_cancellation_ends_both_directions)
{
    server_gate g;
    scripted_server server(reads_no_further(g), identity());
    pool_fixture f(options);
    auto const p = f.start(to(server, large));
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: began"); }));
    f.cancel(p);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), boost::asio::error::operation_aborted);
    g.open();
}

INSTANTIATE_TEST_SUITE_P(over, pool_early_response, ::testing::Bool(),
    [](auto const& tested) { return std::string(tested.param ? "tls" : "tcp"); });

} // namespace
} // namespace dynasio::tests
