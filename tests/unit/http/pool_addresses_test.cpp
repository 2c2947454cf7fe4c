// SPDX-License-Identifier: BSL-1.0
//
// Hosts with several addresses, with dead ones, and with none.

#include "pool_fixture.hpp"

#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;
namespace error = boost::asio::error;

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
