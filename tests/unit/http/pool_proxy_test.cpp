// SPDX-License-Identifier: BSL-1.0
//
// The pool behind a proxy in this process: tunnels and forwarded requests, with and without TLS to the proxy.

#include "stream_fixture.hpp"

#include <boost/asio/co_spawn.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using http::errc;
using http::stage;

/// With `GetParam()`, the proxy has TLS.
class pool_proxy : public ::testing::TestWithParam<bool>
{
protected:
    pool_proxy()
    {
        options.tls.ca_file = authority().file();
        options.resolve = [this](std::string const& host, std::uint16_t port)
        {
            std::lock_guard const lock(mutex_);
            resolved_.push_back(host);
            return std::vector<std::string>{"127.0.0.1:" + std::to_string(port)};
        };
    }

    /// Null where the proxy has no TLS.
    [[nodiscard]] server_identity const* identity_of_proxy() const { return GetParam() ? &proxy_ : nullptr; }
    [[nodiscard]] server_identity const* identity() const { return &origin_; }

    void use(scripted_server const& proxy, char const* host = "proxy.example")
    {
        http::proxy_server const at(http::origin{GetParam(), host, proxy.port()});
        options.proxy.for_http = options.proxy.for_https = at;
    }

    void log_in()
    {
        for (auto* const p : {&options.proxy.for_http, &options.proxy.for_https})
        {
            (*p)->user = "Aladdin";
            (*p)->password = secret("open sesame");
        }
    }

    [[nodiscard]] static http::request to(
        std::uint16_t port, std::string target = "/", bool tls = true, std::string host = "db.example")
    {
        auto r = make_request(port, std::move(target));
        r.to.tls = tls;
        r.to.host = std::move(host);
        return r;
    }

    [[nodiscard]] std::vector<std::string> resolved() const
    {
        std::lock_guard const lock(mutex_);
        return resolved_;
    }

    [[nodiscard]] static std::string name_of(scripted_server const& proxy)
    {
        return "proxy proxy.example:" + std::to_string(proxy.port());
    }

    http::pool_options options;

private:
    server_identity proxy_ = authority().issue("DNS:proxy.example");
    server_identity origin_ = authority().issue("DNS:db.example");
    mutable std::mutex mutex_;
    std::vector<std::string> resolved_;
};

constexpr auto credentials = "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n";

/// Keeps the next request, and answers it.
script keeping(shared_text& seen, script then = serve)
{
    return [&seen, then](peer& p)
    {
        seen.add(p.expect_request());
        p.reply("kept");
        then(p);
    };
}

TEST_P(pool_proxy, makes_a_tunnel_to_an_origin_with_tls)
{
    shared_text seen;
    scripted_server server(keeping(seen), identity());
    scripted_server through(proxy, identity_of_proxy());
    use(through);
    log_in();
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(server.port(), "/a"))->body(), "kept");
    EXPECT_EQ(f.ask(to(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(through.connections(), 1U);
    EXPECT_TRUE(through.happened("1: CONNECT db.example:" + std::to_string(server.port())));
    EXPECT_EQ(through.count("POST"), 0U);
    EXPECT_EQ(resolved(), std::vector<std::string>{"proxy.example"}) << "names are the proxy's to resolve";
    EXPECT_EQ(seen.get(),
        "POST /a HTTP/1.1\r\nHost: db.example:" + std::to_string(server.port())
            + "\r\nContent-Length: 2\r\n\r\n{}");
}

TEST_P(pool_proxy, gets_our_credentials_with_connect)
{
    shared_text seen;
    scripted_server through(
        [&seen](peer& p)
        {
            seen.add(p.expect_request());
            p.send("HTTP/1.1 403 No\r\n\r\n");
        },
        identity_of_proxy());
    use(through);
    log_in();
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(4430))->code(), errc::proxy_refused);
    EXPECT_EQ(seen.get(),
        "CONNECT db.example:4430 HTTP/1.1\r\nHost: db.example:4430\r\n" + std::string(credentials) + "\r\n");
}

TEST_P(pool_proxy, forwards_requests_to_an_origin_without_tls)
{
    shared_text seen;
    scripted_server through(std::vector<script>{keeping(seen), serve}, identity_of_proxy());
    use(through);
    log_in();
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(8000, "/a?b", false))->body(), "kept");
    EXPECT_EQ(seen.get(),
        "POST http://db.example:8000/a?b HTTP/1.1\r\nHost: db.example:8000\r\n" + std::string(credentials)
            + "Content-Length: 2\r\n\r\n{}");
    EXPECT_EQ(f.ask(to(8000, "/b", false))->body(), "http://db.example:8000/b");
    EXPECT_EQ(through.connections(), 1U);
    EXPECT_EQ(f.ask(to(80, "/c", false, "2001:db8::1"))->body(), "http://[2001:db8::1]/c");
    EXPECT_EQ(through.connections(), 2U) << "connections belong to an origin";
}

TEST_P(pool_proxy, carries_large_bodies_and_streams)
{
    std::string const large(1'000'000, 'x');
    scripted_server server(
        [&large](peer& p)
        {
            auto const request = p.expect_request();
            p.reply(body_of(request) == large ? large : "damaged");
            p.note(body_of(expect_chunked(p)));
            p.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
            p.serve();
        },
        identity());
    scripted_server through(proxy, identity_of_proxy());
    use(through);
    stream_fixture f(options);
    auto r = to(server.port());
    r.body = large;
    EXPECT_EQ(f.ask(r)->body(), large);
    r.body.clear();
    EXPECT_EQ(f.fetch(r, std::make_shared<listed_source>(std::vector<std::string>{"abc", "def"})), "onetwo");
    EXPECT_TRUE(server.happened("1: 3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"));
    EXPECT_EQ(f.ask(to(server.port(), "/c"))->body(), "/c");
    EXPECT_EQ(through.connections(), 1U);
}

TEST_P(pool_proxy, streams_forwarded_requests)
{
    shared_text seen;
    scripted_server through(
        [&seen](peer& p)
        {
            seen.add(expect_chunked(p));
            p.reply("one");
            seen.add(p.expect_request());
            p.reply("refused", "407 Who");
        },
        identity_of_proxy());
    use(through);
    log_in();
    stream_fixture f(options);
    auto r = to(8000, "/a", false);
    r.body.clear();
    EXPECT_EQ(f.fetch(r, std::make_shared<listed_source>(std::vector<std::string>{"abc"})), "one");
    r.method = "GET";
    auto const p = f.open(r);
    EXPECT_EQ(p->code(), errc::proxy_refused) << p->code();
    EXPECT_NE(p->detail().find(name_of(through)), std::string::npos) << p->detail();
    EXPECT_EQ(seen.get(),
        "POST http://db.example:8000/a HTTP/1.1\r\nHost: db.example:8000\r\n" + std::string(credentials)
            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            + "GET http://db.example:8000/a HTTP/1.1\r\nHost: db.example:8000\r\n" + credentials + "\r\n");
}

TEST_P(pool_proxy, is_passed_by_for_this_machine_and_for_exempt_hosts)
{
    scripted_server server(serve);
    scripted_server through(proxy, identity_of_proxy());
    use(through);
    options.proxy.no_proxy = {"exempt.example"};
    pool_fixture f(options);
    for (auto const* const host : {"127.0.0.1", "localhost", "sub.exempt.example"})
        EXPECT_EQ(f.ask(to(server.port(), "/a", false, host))->body(), "/a") << host;
    EXPECT_EQ(through.connections(), 0U);
    EXPECT_EQ(resolved(), (std::vector<std::string>{"127.0.0.1", "localhost", "sub.exempt.example"}));
}

TEST_P(pool_proxy, that_refuses_a_tunnel_is_named_with_its_status)
{
    for (auto const* const status :
        {"407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway", "301 Moved"})
    {
        scripted_server through(
            [status](peer& p)
            {
                p.expect_request();
                p.reply("<html>open sesame</html>", status, "Proxy-Authenticate: Basic realm=\"x\"\r\n");
                p.expect_close();
            },
            identity_of_proxy());
        use(through);
        log_in();
        pool_fixture f(options);
        auto const p = f.ask(to(4430));
        EXPECT_EQ(p->code(), errc::proxy_refused) << p->code();
        EXPECT_EQ(p->reached(), stage::connecting);
        auto const text = p->detail();
        EXPECT_NE(text.find(name_of(through)), text.npos) << text;
        EXPECT_NE(text.find("CONNECT db.example:4430"), text.npos) << text;
        EXPECT_NE(text.find("status " + std::string(status, 3)), text.npos) << text;
        EXPECT_EQ(text.find("sesame"), text.npos) << text;
        EXPECT_EQ(text.find("QWxh"), text.npos) << text;
        EXPECT_EQ(text.find("Aladdin"), text.npos) << text;
        EXPECT_EQ(through.connections(), 1U);
    }
}

TEST_P(pool_proxy, that_refuses_a_forwarded_request_is_named)
{
    scripted_server through(
        [](peer& p)
        {
            p.expect_request();
            p.reply("no", "407 Who");
            p.expect_request();
            p.reply("the server's", "403 No");
            p.serve();
        },
        identity_of_proxy());
    use(through);
    log_in();
    pool_fixture f(options);
    auto const p = f.ask(to(8000, "/", false));
    EXPECT_EQ(p->code(), errc::proxy_refused) << p->code();
    EXPECT_EQ(p->reached(), stage::connecting) << "the server has seen nothing";
    EXPECT_NE(p->detail().find(name_of(through)), std::string::npos) << p->detail();
    EXPECT_NE(p->detail().find("status 407"), std::string::npos) << p->detail();
    EXPECT_EQ(p->detail().find("sesame"), std::string::npos) << p->detail();
    EXPECT_EQ(f.ask(to(8000, "/", false))->body(), "the server's") << "may be the server's or the proxy's";
    EXPECT_EQ(through.connections(), 1U);
}

TEST_P(pool_proxy, may_end_its_answer_anywhere)
{
    std::string const answer = "HTTP/1.1 200 OK\r\nVia: x\r\n\r\n";
    for (std::size_t size = 0; size <= answer.size(); ++size)
    {
        SCOPED_TRACE(size);
        scripted_server through(
            [part = answer.substr(0, size)](peer& p)
            {
                p.expect_request();
                p.send(part);
            },
            identity_of_proxy());
        use(through);
        pool_fixture f(options);
        auto const p = f.ask(to(4430));
        EXPECT_TRUE(p->code());
        if (size != answer.size())
        {
            EXPECT_EQ(p->code(), errc::closed_early) << p->code();
        }
        EXPECT_EQ(p->reached(), stage::connecting);
        EXPECT_TRUE(p->detail().starts_with(name_of(through))) << p->detail();
    }
}

TEST_P(pool_proxy, has_its_answers_checked)
{
    struct answer
    {
        std::string text;
        errc error;
    };
    std::vector<answer> const answers = {
        {"HTTP/1.1 200 OK\r\n\r\nmore", errc::malformed_response},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", errc::malformed_response},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", errc::malformed_response},
        {"HTTP/1.1 101 Switching\r\n\r\n", errc::malformed_response},
        {"SSH-2.0-OpenSSH\r\n", errc::malformed_response},
        {"HTTP/1.1 200 OK\r\na: " + std::string(300, 'a') + "\r\n\r\n", errc::response_too_large},
    };
    options.max_header_bytes = 256;
    for (auto const& a : answers)
    {
        scripted_server through(
            [&a](peer& p)
            {
                p.expect_request();
                p.send(a.text);
                p.expect_close();
            },
            identity_of_proxy());
        use(through);
        pool_fixture f(options);
        auto const p = f.ask(to(4430));
        EXPECT_EQ(p->code(), a.error) << a.text << ": " << p->code().message();
        EXPECT_EQ(p->reached(), stage::connecting);
    }
}

TEST_P(pool_proxy, does_not_hide_whose_certificate_is_wrong)
{
    auto const wrong = authority().issue("DNS:other.example");
    scripted_server server(serve, identity());
    scripted_server impostor(serve, &wrong);
    scripted_server through(proxy, identity_of_proxy());
    use(through);
    pool_fixture f(options);
    auto const p = f.ask(to(impostor.port()));
    EXPECT_EQ(p->code(), errc::tls_verification) << p->code();
    EXPECT_NE(p->detail().find("certificate of db.example"), std::string::npos) << p->detail();
    EXPECT_EQ(impostor.count("POST"), 0U);

    use(through, "elsewhere.example");
    log_in();
    pool_fixture g(options);
    auto const q = g.ask(to(server.port(), "/a"));
    if (!GetParam())
    {
        EXPECT_EQ(q->body(), "/a");
        return;
    }
    EXPECT_EQ(q->code(), errc::tls_verification) << q->code();
    EXPECT_NE(q->detail().find("certificate of elsewhere.example"), std::string::npos) << q->detail();
    EXPECT_EQ(through.count("CONNECT"), 1U) << "an impostor gets no credentials";
    EXPECT_EQ(g.ask(to(8000, "/a", false))->code(), errc::tls_verification);
}

TEST_P(pool_proxy, that_is_not_there_is_named)
{
    dead_port const nobody;
    options.proxy.for_https.emplace(http::origin{GetParam(), "proxy.example", nobody.port()});
    pool_fixture f(options);
    auto const p = f.ask(to(4430));
    EXPECT_EQ(p->code(), boost::asio::error::connection_refused) << p->code();
    EXPECT_EQ(p->reached(), stage::connecting);
    EXPECT_TRUE(p->detail().starts_with("proxy proxy.example:" + std::to_string(nobody.port())))
        << p->detail();
}

TEST_P(pool_proxy, that_does_not_answer_costs_the_connect_timeout)
{
    server_gate gate;
    scripted_server through(
        [&gate](peer& p)
        {
            p.expect_request();
            gate.wait();
        },
        identity_of_proxy());
    use(through);
    options.connect_timeout = 500ms;
    pool_fixture f(options);
    auto const p = f.start(to(4430), f.clock->now() + 10s);
    EXPECT_TRUE(f.run_until([&] { return through.count("CONNECT") == 1; }));
    f.clock->advance(500ms);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::connect_timeout) << p->code();
    EXPECT_TRUE(p->detail().starts_with(name_of(through))) << p->detail();
    gate.open();
}

TEST_P(pool_proxy, bounds_the_handshake_within_the_tunnel)
{
    server_gate gate;
    scripted_server server(reads_no_further(gate)); // without TLS
    scripted_server through(proxy, identity_of_proxy());
    use(through);
    options.connect_timeout = 500ms;
    pool_fixture f(options);
    auto const p = f.start(to(server.port()), f.clock->now() + 10s);
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: began"); }));
    f.clock->advance(500ms);
    EXPECT_TRUE(f.run_until([&] { return p->done(); }));
    EXPECT_EQ(p->code(), errc::connect_timeout) << p->code();
    gate.open();
}

TEST_P(pool_proxy, replaces_tunnels_that_were_closed_while_idle)
{
    scripted_server server(std::vector<script>{[](peer& p)
                               {
                                   p.expect_request();
                                   p.reply("one");
                               },
                               serve},
        identity());
    scripted_server through(proxy, identity_of_proxy());
    use(through);
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(server.port()))->body(), "one");
    EXPECT_TRUE(f.run_until([&] { return through.happened("1: closed"); }));
    f.clock->advance(2ms);
    EXPECT_EQ(f.ask(to(server.port(), "/b"))->body(), "/b");
    EXPECT_EQ(f.connections->statistics().resumed, 1U) << "with the origin, through the tunnel";
    f.clock->advance(20s);
    EXPECT_EQ(f.ask(to(server.port(), "/c"))->body(), "/c");
    EXPECT_EQ(through.connections(), 3U);
}

TEST_P(pool_proxy, can_be_cancelled_at_every_step)
{
    std::size_t steps = 0;
    for (bool too_late = false; !too_late; ++steps)
    {
        SCOPED_TRACE("after " + std::to_string(steps) + " steps");
        ASSERT_LT(steps, 200U);
        scripted_server server(serve, identity());
        scripted_server through(proxy, identity_of_proxy());
        use(through);
        pool_fixture f(options);
        auto const p = f.start(to(server.port()));
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
        EXPECT_EQ(f.ask(to(server.port(), "/next"))->body(), "/next");
    }
    EXPECT_GT(steps, 8U);
}

/// After each step in turn, the pool is stopped, or the context is destroyed; the sanitizers look for leaks.
TEST_P(pool_proxy, can_end_at_every_step)
{
    for (bool const stop : {true, false})
    {
        std::size_t steps = 0;
        for (bool too_late = false; !too_late; ++steps)
        {
            SCOPED_TRACE((stop ? "stopped after " : "destroyed after ") + std::to_string(steps) + " steps");
            ASSERT_LT(steps, 200U);
            scripted_server server(serve, identity());
            scripted_server through(proxy, identity_of_proxy());
            use(through);
            auto context = std::make_unique<boost::asio::io_context>(1);
            auto connections = std::make_shared<http::pool>(context->get_executor(), options);
            auto const r = to(server.port());
            bool ended = false;
            boost::asio::co_spawn(*context, connections->send(r, http::no_deadline),
                [connections, &ended](std::exception_ptr, http::send_result) { ended = true; });
            for (std::size_t i = 0; i != steps && !ended; ++i)
                context->run_one_for(5s);
            too_late = ended;
            if (stop)
            {
                connections->stop();
                context->run_for(20s);
                EXPECT_TRUE(ended);
                EXPECT_TRUE(context->stopped());
            }
            std::weak_ptr const left = std::exchange(connections, nullptr);
            context.reset();
            EXPECT_TRUE(left.expired());
        }
        EXPECT_GT(steps, 8U);
    }
}

INSTANTIATE_TEST_SUITE_P(all, pool_proxy, ::testing::Bool(), tls_name);

TEST(pool_proxy_options, are_checked)
{
    boost::asio::io_context context;
    auto const refused = [&](http::proxy_server const& p)
    {
        http::pool_options options;
        options.proxy.for_https = p;
        try
        {
            http::pool const connections(context.get_executor(), options);
        }
        catch (std::invalid_argument const& e)
        {
            return std::string(e.what());
        }
        return std::string("accepted");
    };
    http::proxy_server good(http::origin{false, "proxy.example", 3128});
    good.user = "us\xc3\xa9r";
    good.password = secret("pass:w\xc3\xb6rd");
    EXPECT_EQ(refused(good), "accepted");
    auto bad = good;
    bad.at.host.clear();
    EXPECT_NE(refused(bad).find("proxy.for_https.at.host"), std::string::npos) << refused(bad);
    bad.at.host = "a b";
    EXPECT_NE(refused(bad).find("proxy.for_https.at.host"), std::string::npos) << refused(bad);
    bad = good;
    bad.at.port = 0;
    EXPECT_NE(refused(bad).find("proxy.for_https.at.port"), std::string::npos) << refused(bad);
    bad = good;
    bad.user = "a:b";
    EXPECT_NE(refused(bad).find("proxy.for_https.user"), std::string::npos) << refused(bad);
    bad = good;
    bad.password = secret("hidden\r\nEvil: header");
    EXPECT_NE(refused(bad).find("proxy.for_https.password"), std::string::npos) << refused(bad);
    EXPECT_EQ(refused(bad).find("hidden"), std::string::npos) << refused(bad);
}

} // namespace
} // namespace dynasio::tests
