// SPDX-License-Identifier: BSL-1.0
//
// Bytes that belong to no request, and responses that only the end of the connection completes.

#include "pool_fixture.hpp"

#include <openssl/ssl.h>

#include <optional>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;

/// Plain TCP, or TLS of a version.
class pool_foreign_bytes : public ::testing::TestWithParam<int>
{
protected:
    pool_foreign_bytes()
    {
        if (GetParam() != 0)
            identity_ = authority().issue("IP:127.0.0.1").at_most(GetParam());
        options.tls.ca_file = authority().file();
    }

    [[nodiscard]] server_identity const* identity() const { return identity_ ? &*identity_ : nullptr; }

    [[nodiscard]] http::request to(scripted_server const& server, std::string target) const
    {
        auto r = make_request(server.port(), std::move(target));
        r.to.tls = identity_.has_value();
        return r;
    }

    http::pool_options options;

private:
    std::optional<server_identity> identity_;
};

std::string response_with(std::string const& body)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Answers one request, and sends a response more than was asked for.
script answers_twice(std::size_t body_bytes)
{
    return [body_bytes](peer& p)
    {
        p.expect_request();
        p.send(response_with(std::string(body_bytes, 'x')) + response_with("wrong"));
        p.note("sent");
        p.serve();
    };
}

TEST_P(pool_foreign_bytes, behind_a_response_end_the_connection)
{
    for (std::size_t const size : {10U, 4000U, 4096U, 5000U, 40'000U, 400'000U})
    {
        SCOPED_TRACE(size);
        scripted_server server(std::vector<script>{answers_twice(size), serve}, identity());
        pool_fixture f(options);
        EXPECT_EQ(f.ask(to(server, "/a"))->body(), std::string(size, 'x'));
        EXPECT_EQ(f.ask(to(server, "/b"))->body(), "/b");
        EXPECT_EQ(server.connections(), 2U);
    }
}

TEST_P(pool_foreign_bytes, that_come_later_end_the_connection)
{
    server_gate g;
    scripted_server server(std::vector<script>{[&](peer& p)
                               {
                                   p.expect_request();
                                   p.reply("one");
                                   g.wait();
                                   p.send(response_with("wrong"));
                                   p.note("sent");
                                   p.serve();
                               },
                               serve},
        identity());
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(server, "/a"))->body(), "one");
    g.open();
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: sent"); }));
    EXPECT_EQ(f.ask(to(server, "/b"))->body(), "/b");
    EXPECT_EQ(server.connections(), 2U);
}

TEST_P(pool_foreign_bytes, are_not_handed_to_a_request_that_waits)
{
    options.max_connections = 1;
    scripted_server server(std::vector<script>{answers_twice(5000), serve}, identity());
    pool_fixture f(options);
    auto const a = f.start(to(server, "/a"));
    auto const b = f.start(to(server, "/b"));
    auto const c = f.start(to(server, "/c"));
    EXPECT_TRUE(f.run_until([&] { return a->done() && b->done() && c->done(); }));
    EXPECT_EQ(a->body(), std::string(5000, 'x'));
    EXPECT_EQ(b->body(), "/b");
    EXPECT_EQ(c->body(), "/c");
}

TEST_P(pool_foreign_bytes, before_the_first_request_fail_it)
{
    server_gate g;
    http::pool_options slow = options;
    scripted_server server(
        [](peer& p)
        {
            p.send(response_with("wrong"));
            p.note("sent");
            p.serve();
        },
        identity());
    pool_fixture f(slow);
    auto const a = f.start(to(server, "/a"));
    // Until the attempt has ended, and before the request looks at its connection.
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().busy == 1; }));
    EXPECT_TRUE(server.happened("1: sent") ||
        [&]
        {
            for (int i = 0; i != 20'000 && !server.happened("1: sent"); ++i)
                std::this_thread::sleep_for(1ms);
            return server.happened("1: sent");
        }());
    EXPECT_TRUE(f.run_until([&] { return a->done(); }));
    EXPECT_EQ(a->code(), errc::closed_early) << a->body();
    EXPECT_EQ(a->reached(), stage::connecting);
}

TEST_P(pool_foreign_bytes, do_not_disturb_a_connection_that_has_none)
{
    scripted_server server(serve, identity());
    pool_fixture f(options);
    for (int i = 0; i != 20; ++i)
        EXPECT_EQ(f.ask(to(server, "/" + std::to_string(i)))->body(), "/" + std::to_string(i));
    EXPECT_EQ(server.connections(), 1U);
}

// ---- responses without a length

std::string const without_length = "HTTP/1.1 200 OK\r\n\r\n{}";

TEST_P(pool_foreign_bytes, a_clean_end_completes_a_response_without_a_length)
{
    scripted_server server(
        [this](peer& p)
        {
            p.expect_request();
            p.send(without_length);
            if (identity())
                p.say_end();
            p.close();
        },
        identity());
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(server, "/"))->body(), "{}");
}

TEST_P(pool_foreign_bytes, a_reset_does_not)
{
    server_gate g;
    scripted_server server(
        [&](peer& p)
        {
            p.expect_request();
            p.send(without_length);
            p.note("sent");
            g.wait();
            p.reset();
        },
        identity());
    pool_fixture f(options);
    auto const p = f.start(to(server, "/"));
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: sent"); }));
    f.run_until([] { return false; }, 20ms); // the bytes are read first
    g.open();
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::closed_early) << p->body();
    EXPECT_EQ(p->reached(), stage::receiving);
}

TEST_P(pool_foreign_bytes, the_end_of_tcp_inside_of_tls_does_not)
{
    if (!identity())
        GTEST_SKIP() << "TLS only";
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.send(without_length);
            p.close();
        },
        identity());
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(server, "/"))->code(), errc::closed_early);
}

TEST_P(pool_foreign_bytes, our_own_cut_does_not)
{
    for (bool const stop : {false, true})
    {
        scripted_server server(
            [](peer& p)
            {
                p.expect_request();
                p.send(without_length);
                p.note("sent");
                p.expect_close();
            },
            identity());
        pool_fixture f(options);
        auto const p = f.start(to(server, "/"), f.clock->now() + 1s);
        EXPECT_TRUE(f.run_until([&] { return server.happened("1: sent"); }));
        f.run_until([] { return false; }, 20ms);
        if (stop)
            f.connections->stop();
        else
            f.clock->advance(1s);
        EXPECT_TRUE(f.run_until([&] { return p->done(); }));
        EXPECT_EQ(p->code(),
            stop ? make_error_code(boost::asio::error::operation_aborted)
                 : make_error_code(errc::exchange_timeout))
            << p->body();
    }
}

INSTANTIATE_TEST_SUITE_P(over, pool_foreign_bytes, ::testing::Values(0, TLS1_2_VERSION, TLS1_3_VERSION),
    [](auto const& tested)
    {
        return std::string(tested.param == 0     ? "tcp"
                : tested.param == TLS1_2_VERSION ? "tls_1_2"
                                                 : "tls_1_3");
    });

} // namespace
} // namespace dynasio::tests
