// SPDX-License-Identifier: BSL-1.0
//
// What those who observe a pool are told, as lines in order. The recorder also uses the pool within each event, which would
// not return if a lock were held.

#include "pool_fixture.hpp"

#include <dynasio/http/pool_events.hpp>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dynasio::tests {
namespace {

using lines = std::vector<std::string>;

class pool_event_lines final : public http::pool_events
{
public:
    void connection_made(
        http::observed_connection const& c, http::connection_setup const& how) noexcept override
    {
        add(name(c) + " made after " + text(how.took) + (how.resumed ? ", resumed" : "")
            + (c.tls ? ", TLS" : ""));
        std::lock_guard const lock(mutex_);
        peers_.emplace_back(c.peer);
        origins_.emplace_back(c.origin);
    }
    void connection_failed(std::string_view, http::transport_error const& why,
        std::chrono::steady_clock::duration took) noexcept override
    {
        add("failed after " + text(took) + ": " + why.code.message());
    }
    void connection_reused(
        http::observed_connection const& c, std::chrono::steady_clock::duration idle) noexcept override
    {
        add(name(c) + " reused after " + text(idle));
    }
    void connection_closed(
        http::observed_connection const& c, http::connection_end const& how) noexcept override
    {
        add(name(c) + " closed: " + std::string(to_string(how.why)) + " after " + text(how.age) + ", "
            + std::to_string(how.requests) + " requests");
    }
    void request_queued(http::observed_queue const& q) noexcept override
    {
        add("queued: " + std::to_string(q.waiting) + " wait, " + std::to_string(q.connecting) + " connect");
    }
    void request_left_queue(http::observed_queue const&, std::chrono::steady_clock::duration waited,
        bool connected) noexcept override
    {
        add("left after " + text(waited) + (connected ? "" : " without"));
    }

    [[nodiscard]] lines seen() const
    {
        std::lock_guard const lock(mutex_);
        return lines_;
    }
    [[nodiscard]] bool happened(std::string_view part) const
    {
        for (auto const& line : seen())
            if (line.find(part) != std::string::npos)
                return true;
        return false;
    }
    [[nodiscard]] lines peers() const
    {
        std::lock_guard const lock(mutex_);
        return peers_;
    }
    [[nodiscard]] lines origins() const
    {
        std::lock_guard const lock(mutex_);
        return origins_;
    }

    /// Used within each event; null: not.
    http::pool* used = nullptr;

private:
    static std::string name(http::observed_connection const& c) { return std::to_string(c.number); }
    static std::string text(std::chrono::steady_clock::duration d)
    {
        return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(d).count()) + " ms";
    }
    void add(std::string line)
    {
        if (used)
            static_cast<void>(used->statistics());
        std::lock_guard const lock(mutex_);
        lines_.push_back(std::move(line));
    }

    mutable std::mutex mutex_;
    lines lines_;
    lines peers_;
    lines origins_;
};

struct observed_pool
{
    explicit observed_pool(http::pool_options options = http::pool_options())
    {
        options.events = events;
        fixture.emplace(options);
        events->used = fixture->connections.get();
    }
    ~observed_pool() { destroy(); }

    /// Destroys the pool and runs its context to the end.
    void destroy()
    {
        events->used = nullptr;
        fixture.reset();
    }

    pool_fixture* operator->() { return &*fixture; }

    std::shared_ptr<pool_event_lines> events = std::make_shared<pool_event_lines>();
    std::optional<pool_fixture> fixture;
};

std::string ask_body(observed_pool& f, scripted_server const& server, std::string target = "/")
{
    return f->ask(make_request(server.port(), std::move(target)))->body();
}

TEST(pool_events, tell_the_life_of_a_connection)
{
    scripted_server server(serve);
    observed_pool f;
    EXPECT_EQ(ask_body(f, server, "/a"), "/a");
    f->clock->advance(7ms);
    EXPECT_EQ(ask_body(f, server, "/b"), "/b");
    f->clock->advance(5ms);
    f.destroy();
    EXPECT_EQ(f.events->seen(),
        (lines{"queued: 0 wait, 1 connect", "1 made after 0 ms", "left after 0 ms", "1 reused after 7 ms",
            "1 closed: stopped after 12 ms, 2 requests"}));
    auto const where = "127.0.0.1:" + std::to_string(server.port());
    EXPECT_EQ(f.events->peers(), lines{where});
    EXPECT_EQ(f.events->origins(), lines{where});
}

TEST(pool_events, tell_that_an_idle_connection_was_too_old)
{
    scripted_server server(serve);
    observed_pool f;
    EXPECT_EQ(ask_body(f, server, "/a"), "/a");
    f->clock->advance(21s);
    EXPECT_EQ(ask_body(f, server, "/b"), "/b");
    EXPECT_TRUE(f.events->happened("1 closed: idle after 21000 ms, 1 requests"));
    EXPECT_TRUE(f.events->happened("2 made"));
    f->connections->close_idle();
    EXPECT_TRUE(f.events->happened("2 closed: idle after 0 ms, 1 requests"));
}

TEST(pool_events, tell_that_the_server_closed_an_idle_connection)
{
    scripted_server server(std::vector<script>{[](peer& p)
        {
            p.expect_request();
            p.reply("first");
            p.close();
        },
        serve});
    observed_pool f;
    EXPECT_EQ(ask_body(f, server), "first");
    EXPECT_TRUE(f->run_until([&] { return server.happened("1: closed"); }));
    EXPECT_EQ(ask_body(f, server, "/b"), "/b");
    EXPECT_TRUE(f.events->happened("1 closed: server_closed"));
    EXPECT_FALSE(f.events->happened("1 reused"));
}

TEST(pool_events, tell_of_bytes_that_nobody_asked_for)
{
    server_gate replied;
    scripted_server server(std::vector<script>{[&](peer& p)
        {
            p.expect_request();
            p.reply("first");
            replied.wait();
            p.send("HTTP/1.1 408 Request Timeout\r\n\r\n");
            p.note("sent");
            p.expect_close();
        },
        serve});
    observed_pool f;
    EXPECT_EQ(ask_body(f, server), "first");
    replied.open();
    EXPECT_TRUE(f->run_until([&] { return server.happened("1: sent"); }));
    EXPECT_EQ(ask_body(f, server, "/b"), "/b");
    EXPECT_TRUE(f.events->happened("1 closed: unread_data"));
}

TEST(pool_events, tell_of_bytes_behind_a_response)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore");
            p.expect_close();
        });
    observed_pool f;
    EXPECT_EQ(ask_body(f, server), "ok");
    EXPECT_TRUE(f.events->happened("1 closed: unread_data"));
}

TEST(pool_events, tell_that_a_response_was_the_last_one)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.reply("ok", "200 OK", "Connection: close\r\n");
            p.expect_close();
        });
    observed_pool f;
    EXPECT_EQ(ask_body(f, server), "ok");
    EXPECT_TRUE(f.events->happened("1 closed: not_reusable"));
}

TEST(pool_events, tell_how_an_exchange_failed)
{
    struct failing
    {
        char const* why;
        script plays;
    };
    std::vector<failing> const cases{
        {"server_closed",
            [](peer& p)
            {
                p.expect_request();
                p.close();
            }},
        {"server_closed",
            [](peer& p)
            {
                p.expect_request();
                p.reset();
            }},
        {"error",
            [](peer& p)
            {
                p.expect_request();
                p.send("no HTTP at all\r\n\r\n");
                p.expect_close();
            }},
    };
    for (auto const& c : cases)
    {
        SCOPED_TRACE(c.why);
        scripted_server server(c.plays);
        observed_pool f;
        EXPECT_TRUE(f->ask(make_request(server.port()))->code());
        EXPECT_TRUE(f.events->happened(std::string("1 closed: ") + c.why + " after 0 ms, 1 requests"));
    }
}

TEST(pool_events, tell_deadline_cancellation_and_stop_apart)
{
    for (std::string const how : {"deadline", "cancelled", "interrupted", "stopped"})
    {
        SCOPED_TRACE(how);
        auto const why = how == "interrupted" ? "cancelled" : how;
        server_gate g;
        scripted_server server(reads_no_further(g));
        observed_pool f;
        http::interruption interruption;
        auto const p = f->start(make_request(server.port()), f->clock->now() + 50ms);
        p->asked.stop = interruption; // a copy of the request has none
        EXPECT_TRUE(f->run_until([&] { return server.happened("1: began"); }));
        if (how == "deadline")
            f->clock->advance(50ms);
        else if (how == "cancelled")
            f->cancel(p);
        else if (how == "interrupted")
            interruption.interrupt();
        else
            f->connections->stop();
        EXPECT_TRUE(f->run_until([&] { return p->done(); }));
        EXPECT_TRUE(f.events->happened("1 closed: " + why)) << ::testing::PrintToString(f.events->seen());
        g.open();
    }
}

TEST(pool_events, tell_of_the_queue)
{
    server_gate g;
    scripted_server server(
        [&g](peer& p)
        {
            p.expect_request();
            g.wait();
            p.reply("first");
            p.serve();
        });
    http::pool_options options;
    options.max_connections = 1;
    observed_pool f(options);
    auto const first = f->start(make_request(server.port(), "/a"));
    EXPECT_TRUE(f->run_until([&] { return server.happened("1: POST /a"); }));
    auto const second = f->start(make_request(server.port(), "/b"));
    EXPECT_TRUE(f->run_until([&] { return f->connections->statistics().waiting == 1; }));
    auto const third = f->start(make_request(server.port(), "/c"), f->clock->now() + 30ms);
    EXPECT_TRUE(f->run_until([&] { return f->connections->statistics().waiting == 2; }));
    f->clock->advance(30ms);
    EXPECT_TRUE(f->run_until([&] { return third->done(); }));
    g.open();
    EXPECT_TRUE(f->run_until([&] { return first->done() && second->done(); }));
    f.destroy();
    EXPECT_EQ(f.events->seen(),
        (lines{"queued: 0 wait, 1 connect", "1 made after 0 ms", "left after 0 ms",
            "queued: 1 wait, 0 connect", "queued: 2 wait, 0 connect", "left after 30 ms without",
            "left after 30 ms", "1 reused after 0 ms", "1 closed: stopped after 30 ms, 2 requests"}));
}

TEST(pool_events, tell_that_an_attempt_to_connect_has_failed)
{
    dead_port nobody;
    observed_pool f;
    EXPECT_EQ(f->ask(make_request(nobody.port()))->code(), boost::asio::error::connection_refused);
    EXPECT_EQ(f.events->seen(),
        (lines{"queued: 0 wait, 1 connect", "failed after 0 ms: Connection refused",
            "left after 0 ms without"}));
}

TEST(pool_events, tell_whether_a_session_was_resumed)
{
    auto const identity = authority().issue("IP:127.0.0.1");
    scripted_server server(std::vector<script>{[](peer& p)
                               {
                                   p.expect_request();
                                   p.reply("first");
                                   p.say_end();
                                   p.expect_close();
                               },
                               serve},
        &identity);
    http::pool_options options;
    options.tls.ca_file = authority().file();
    observed_pool f(options);
    auto r = make_request(server.port(), "/b");
    r.to.tls = true;
    EXPECT_EQ(f->ask(r)->body(), "first");
    EXPECT_TRUE(f.events->happened("1 made after 0 ms, TLS"));
    EXPECT_TRUE(f->run_until(
        [&]
        {
            return f->ask(r)->body() == "/b"; // on a new connection, once the end of the first one has come
        }));
    EXPECT_TRUE(f.events->happened("1 closed: server_closed"));
    EXPECT_TRUE(f.events->happened("2 made after 0 ms, resumed, TLS"));
}

TEST(pool_events, tell_of_each_connection_when_the_pool_ends_with_its_context)
{
    auto const events = std::make_shared<pool_event_lines>();
    server_gate g;
    scripted_server server(reads_no_further(g));
    {
        auto context = std::make_unique<boost::asio::io_context>(1);
        http::pool_options options;
        options.events = events;
        auto connections = std::make_shared<http::pool>(context->get_executor(), options);
        auto const asked = make_request(server.port());
        // The context has the last reference to the pool.
        boost::asio::co_spawn(*context, connections->send(asked, http::no_deadline),
            [connections](std::exception_ptr, http::send_result const&) {});
        connections.reset();
        for (int i = 0; i < 20'000 && !server.happened("1: began"); ++i)
            context->run_one_for(1ms);
        context.reset();
        EXPECT_TRUE(events->happened("1 closed: cancelled"));
    }
    g.open();
    EXPECT_EQ(events->seen().size(), 4U) << ::testing::PrintToString(events->seen());
}

TEST(pool_events, pair_what_was_made_and_closed_on_several_threads)
{
    scripted_server server(serve);
    auto const events = std::make_shared<pool_event_lines>();
    constexpr int requests = 200;
    std::atomic<int> answered{0};
    {
        boost::asio::io_context context;
        http::pool_options options;
        options.events = events;
        options.max_connections = 8;
        http::pool connections(context.get_executor(), options);
        events->used = &connections;
        auto const asked = make_request(server.port(), "/a");
        for (int i = 0; i < requests; ++i)
            boost::asio::co_spawn(context, connections.send(asked, http::no_deadline),
                [&](std::exception_ptr, http::send_result const& r) { answered += r.has_value(); });
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&] { context.run(); });
        for (auto& t : threads)
            t.join();
        connections.stop();
        events->used = nullptr;
    }
    EXPECT_EQ(answered, requests);
    std::size_t made = 0;
    std::size_t closed = 0;
    std::size_t uses = 0;
    for (auto const& line : events->seen())
    {
        made += line.find(" made ") != std::string::npos;
        closed += line.find(" closed: stopped") != std::string::npos;
        uses += line.find(" reused ") != std::string::npos;
    }
    EXPECT_EQ(made, closed);
    EXPECT_GE(made, 1U);
    EXPECT_LE(made, 8U);
    EXPECT_GE(uses + made, static_cast<std::size_t>(requests)); // a new connection may serve nobody
}

} // namespace
} // namespace dynasio::tests
