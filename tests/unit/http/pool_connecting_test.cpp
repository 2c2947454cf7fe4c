// SPDX-License-Identifier: BSL-1.0
//
// Attempts to connect: whom they serve, how long they live, and what they pass over.

#include "pool_fixture.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;

class pool_connecting : public ::testing::Test
{
protected:
    /// The addresses of every host.
    static http::pool_options with_addresses(std::vector<std::uint16_t> ports)
    {
        http::pool_options options;
        options.tls.ca_file = authority().file();
        options.resolve = [ports](std::string const&, std::uint16_t)
        {
            std::vector<std::string> all;
            for (auto const port : ports)
                all.push_back("127.0.0.1:" + std::to_string(port));
            return all;
        };
        return options;
    }

    static http::request to_host(bool tls, std::string host = "db.example", std::string target = "/")
    {
        auto r = make_request(443, std::move(target));
        r.to.tls = tls;
        r.to.host = std::move(host);
        return r;
    }

    server_identity const right = authority().issue("DNS:db.example");
    server_identity const wrong = authority().issue("DNS:other.example");
};

/// A server whose handshake takes as long as the test wants.
TEST_F(pool_connecting, an_attempt_outlives_the_request_that_asked_for_it)
{
    silent_port slow;
    http::pool_options options;
    options.connect_timeout = 1s;
    pool_fixture f(options);
    auto const p = f.start(make_request(slow.port()), f.clock->now() + 100ms);
    EXPECT_TRUE(f.run_until([&] { return f.clock->pending_alarms() == 2; }));
    f.clock->advance(100ms);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::connect_timeout);
    EXPECT_EQ(p->reached(), stage::connecting);
    EXPECT_EQ(f.connections->statistics().connecting, 1U);
    f.clock->advance(900ms);
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().connecting == 0; }));
}

TEST_F(pool_connecting, a_connection_that_comes_too_late_serves_the_next_request)
{
    server_gate g;
    scripted_server server(serve, &right);
    auto options = with_addresses({server.port()});
    pool_fixture f(options);
    auto const p = f.start(to_host(true), f.clock->now() + 100ms);
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().connecting == 1; }));
    f.clock->advance(100ms); // within the handshake, or before
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::connect_timeout);
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().idle == 1; }));
    EXPECT_EQ(f.ask(to_host(true, "db.example", "/a"))->body(), "/a");
    EXPECT_EQ(server.connections(), 1U);
}

TEST_F(pool_connecting, a_new_connection_goes_to_the_first_in_the_queue)
{
    scripted_server server(serve);
    silent_port silent;
    auto options = with_addresses({silent.port(), server.port()}); // in turn
    options.connect_timeout = 10s;
    pool_fixture f(options);
    auto const first = f.start(to_host(false, "db.example", "/a"));
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().connecting == 1; }));
    auto const second = f.start(to_host(false, "db.example", "/b"));
    EXPECT_TRUE(f.run_until([&] { return first->done() && second->done(); }));
    EXPECT_EQ(first->body(), "/a") << "over the connection of the second attempt";
    EXPECT_EQ(second->body(), "/b") << "over the same, after the first";
    EXPECT_EQ(server.connections(), 1U);
}

TEST_F(pool_connecting, a_failure_goes_to_the_request_that_asked)
{
    dead_port dead;
    auto options = with_addresses({dead.port()});
    options.max_connections = 1;
    pool_fixture f(options);
    std::vector<std::shared_ptr<pending>> all;
    for (int i = 0; i != 5; ++i)
        all.push_back(f.start(to_host(false)));
    EXPECT_TRUE(f.run_until([&] { return all.back()->done(); }));
    for (auto const& p : all)
        EXPECT_EQ(p->code(), boost::asio::error::connection_refused) << p->detail();
}

TEST_F(pool_connecting, a_failed_handshake_is_passed_over)
{
    scripted_server no_tls([](peer& p) { p.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    scripted_server closes([](peer& p) { p.close(); });
    scripted_server server(serve, &right);
    pool_fixture f(with_addresses({no_tls.port(), closes.port(), server.port()}));
    EXPECT_EQ(f.ask(to_host(true, "db.example", "/a"))->body(), "/a");
    EXPECT_EQ(no_tls.connections(), 1U);
    EXPECT_EQ(closes.connections(), 1U);
}

TEST_F(pool_connecting, a_refused_certificate_is_not)
{
    scripted_server impostor(serve, &wrong);
    scripted_server server(serve, &right);
    pool_fixture f(with_addresses({impostor.port(), server.port()}));
    auto const p = f.ask(to_host(true));
    EXPECT_EQ(p->code(), errc::tls_verification) << p->body();
    EXPECT_EQ(server.connections(), 0U);
}

TEST_F(pool_connecting, an_address_without_a_route_is_passed_over)
{
    scripted_server server(serve);
    auto options = with_addresses({server.port()});
    options.resolve = [&](std::string const&, std::uint16_t)
    { return std::vector<std::string>{"255.255.255.255:9", "127.0.0.1:" + std::to_string(server.port())}; };
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to_host(false, "db.example", "/a"))->body(), "/a");
}

TEST_F(pool_connecting, an_address_without_a_route_says_less_than_one_that_refuses)
{
    dead_port dead;
    for (bool const first : {false, true})
    {
        auto options = with_addresses({});
        options.resolve = [&](std::string const&, std::uint16_t)
        {
            std::vector<std::string> all{"255.255.255.255:9"};
            all.insert(first ? all.end() : all.begin(), "127.0.0.1:" + std::to_string(dead.port()));
            return all;
        };
        pool_fixture f(options);
        EXPECT_EQ(f.ask(to_host(false))->code(), boost::asio::error::connection_refused);
    }
}

TEST_F(pool_connecting, the_trailing_dot_of_a_name_is_no_part_of_it)
{
    scripted_server server(serve, &right);
    pool_fixture f(with_addresses({server.port()}));
    EXPECT_EQ(f.ask(to_host(true, "db.example.", "/a"))->body(), "/a");
}

TEST_F(pool_connecting, idle_connections_of_every_origin_are_closed)
{
    scripted_server once(serve);
    scripted_server server(serve);
    http::pool_options options;
    options.idle_timeout = 20s;
    pool_fixture f(options);
    EXPECT_EQ(f.ask(make_request(once.port(), "/a"))->body(), "/a");
    f.clock->advance(10s);
    EXPECT_EQ(f.ask(make_request(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(f.connections->statistics().idle, 2U);
    f.clock->advance(10s);
    EXPECT_EQ(f.ask(make_request(server.port(), "/c"))->body(), "/c");
    EXPECT_EQ(f.connections->statistics().idle, 1U);
    EXPECT_TRUE(f.run_until([&] { return once.happened("1: client closed"); }));
}

TEST_F(pool_connecting, a_permit_that_comes_at_the_deadline_does_not_blame_the_server)
{
    server_gate g;
    scripted_server busy(
        [&](peer& p)
        {
            p.expect_request();
            g.wait();
        });
    http::pool_options options;
    options.max_connections = 1;
    pool_fixture f(options);
    auto const first = f.start(make_request(busy.port()), f.clock->now() + 100ms);
    auto const second = f.start(make_request(busy.port()), f.clock->now() + 101ms);
    EXPECT_TRUE(f.run_until([&] { return busy.happened("1: POST /"); }));
    f.clock->advance(100ms);
    EXPECT_TRUE(f.run_until([&] { return first->done(); }));
    f.clock->advance(1ms);
    EXPECT_TRUE(f.run_until([&] { return second->done(); }));
    // The new connection may have been there within no time.
    EXPECT_TRUE(second->code() == errc::acquire_timeout || second->code() == errc::exchange_timeout)
        << second->code() << second->detail();
    g.open();
}

TEST_F(pool_connecting, an_old_failure_is_not_quoted)
{
    dead_port dead;
    server_gate g;
    scripted_server server(
        [&](peer& p)
        {
            p.expect_request();
            g.wait();
        });
    bool down = true;
    http::pool_options options;
    options.max_connections = 1;
    options.resolve = [&](std::string const&, std::uint16_t)
    { return std::vector<std::string>{"127.0.0.1:" + std::to_string(down ? dead.port() : server.port())}; };
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to_host(false))->code(), boost::asio::error::connection_refused);
    down = false;
    auto const busy = f.start(to_host(false));
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: POST /"); }));
    auto const waits = f.start(to_host(false), f.clock->now() + 1s);
    EXPECT_TRUE(f.run_until([&] { return f.connections->statistics().waiting == 1; }));
    f.clock->advance(1s);
    EXPECT_TRUE(f.run_until([&] { return waits->done(); }));
    EXPECT_EQ(waits->code(), errc::acquire_timeout);
    EXPECT_EQ(waits->detail().find("last failure"), std::string::npos) << waits->detail();
    g.open();
    EXPECT_TRUE(f.run_until([&] { return busy->done(); }));
}

} // namespace
} // namespace dynasio::tests
