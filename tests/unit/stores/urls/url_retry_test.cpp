// SPDX-License-Identifier: BSL-1.0
//
// What is sent again, and when. Numbers of cases are those of the specification, section 6.

#include "url_fixture.hpp"

#include <dynasio/http/pool.hpp>
#include <dynasio/testing/manual_clock.hpp>

namespace dynasio::tests {
namespace {

/// Answers one request, then closes while the connection is idle, or resets the next request after so many bytes.
std::vector<script> closes_after_one(std::size_t read_of_second)
{
    return {[=](peer& p)
        {
            p.expect_request();
            p.reply("{}");
            if (read_of_second == 0)
                return p.close();
            p.read_some(read_of_second);
            p.reset();
        },
        [](peer& p)
        {
            while (!p.expect_request().empty())
                p.reply("{}");
        }};
}

struct on_scripts
{
    explicit on_scripts(std::vector<script> scripts)
        : server(std::move(scripts)),
          store(context.context.get_executor(),
              quick_options("http://127.0.0.1:" + std::to_string(server.port())))
    {
        store.connect();
    }
    scripted_server server;
    url_fixture context{[](recorded const&) { return std::string(); }};
    url_store store;
};

TEST(url_retry, case_19_a_connection_that_was_closed_while_idle)
{
    for (int operation = 0; operation < 4; ++operation)
    {
        on_scripts f(closes_after_one(0));
        f.context.run(f.store.get_metadata("k"));
        EXPECT_TRUE(f.context.run_until([&] { return f.server.happened("1: closed"); }));
        if (operation == 0)
            f.context.run(f.store.get_metadata("k"));
        else if (operation == 1)
            f.context.run(f.store.set_data("k", "x"));
        else if (operation == 2)
            f.context.run(f.store.remove("k"));
        else
            f.context.run(f.store.update_metadata("k", url_metadata())); // not a byte was written
        EXPECT_EQ(f.server.connections(), 2u) << operation;
    }
}

TEST(url_retry, case_19_a_request_that_the_server_began_to_read)
{
    for (int operation = 0; operation < 4; ++operation)
    {
        on_scripts f(closes_after_one(10));
        f.context.run(f.store.get_metadata("k"));
        if (operation == 0)
            f.context.run(f.store.get_metadata("k"));
        else if (operation == 1)
            f.context.run(f.store.set_data("k", "x"));
        else if (operation == 2)
            EXPECT_TRUE(f.context.run(f.store.remove("k")));
        else
        {
            auto const failure = f.context.failure_of(f.store.update_metadata("k", url_metadata()));
            EXPECT_TRUE(failure.may_have_been_applied);
            EXPECT_EQ(f.server.connections(), 1u);
            continue;
        }
        EXPECT_EQ(f.server.connections(), 2u) << operation;
    }
}

/// Gets one request and closes; answers all others with this status.
std::vector<script> loses_one_response_then(std::string const& status)
{
    return {[](peer& p)
        {
            p.expect_request();
            p.close();
        },
        [status](peer& p)
        {
            while (!p.expect_request().empty())
                p.reply("", status);
        }};
}

TEST(url_retry, a_key_that_is_gone_after_a_lost_response_was_removed)
{
    on_scripts f(loses_one_response_then("404 Not Found"));
    EXPECT_TRUE(f.context.run(f.store.remove("k")));
    EXPECT_FALSE(f.context.run(f.store.remove("k")));
}

TEST(url_retry, a_conflict_after_a_lost_response_may_be_our_own)
{
    on_scripts f(loses_one_response_then("412 Precondition Failed"));
    url_write_options options;
    options.if_none_match = "*";
    auto failure = f.context.failure_of(f.store.set_data("k", "x", options));
    EXPECT_EQ(failure.code, url_errc::conflict);
    EXPECT_TRUE(failure.may_have_been_applied);
    failure = f.context.failure_of(f.store.set_data("k", "x", options));
    EXPECT_FALSE(failure.may_have_been_applied);
}

TEST(url_retry, a_conditional_write_is_not_repeated_unseen)
{
    // A connection that was used before, which the pool would replace for requests that can be repeated.
    std::vector<script> const scripts{[](peer& p)
        {
            p.expect_request();
            p.reply("{}");
            p.expect_request();
            p.close();
        },
        [](peer& p)
        {
            while (!p.expect_request().empty())
                p.reply("", "412 Precondition Failed");
        }};
    on_scripts f(scripts);
    f.context.run(f.store.get_metadata("k"));
    url_write_options options;
    options.if_none_match = "*";
    auto const failure = f.context.failure_of(f.store.set_data("k", "x", options));
    EXPECT_EQ(failure.code, url_errc::conflict);
    EXPECT_TRUE(failure.may_have_been_applied);
}

TEST(url_retry, success_before_the_whole_data_was_sent_is_none)
{
    server_gate gate;
    on_scripts f({[&](peer& p)
        {
            p.read_some(1000);
            p.reply("");
            gate.wait();
        }});
    auto const failure = f.context.failure_of(f.store.set_data("k", std::string(50'000'000, 'x')));
    EXPECT_EQ(failure.code, url_errc::malformed_response);
    EXPECT_EQ(failure.http_status, 200u);
    EXPECT_TRUE(failure.may_have_been_applied);
    gate.open();
}

/// A store on a clock that the test moves.
struct on_manual_clock
{
    explicit on_manual_clock(recording_server::handler answers) : f(std::move(answers))
    {
        auto options = quick_options(f.server.base());
        options.call_timeout = 10s;
        store.emplace(std::make_shared<http::pool>(f.context.get_executor(), http::pool_options(), clock),
            clock, options);
        store->connect();
    }
    std::shared_ptr<testing::manual_clock> clock =
        std::make_shared<testing::manual_clock>(http::wall_time(784111777s));
    url_fixture f;
    std::optional<url_store> store;
};

class url_retry_after : public ::testing::TestWithParam<char const*>
{};

TEST_P(url_retry_after, case_20_is_waited_for)
{
    int left = 2;
    on_manual_clock t(
        [&](recorded const&)
        {
            return left-- > 0 ? answer("503 Service Unavailable", "later",
                                    "Retry-After: " + std::string(GetParam()) + "\r\n")
                              : answer("200 OK", "{}");
        });
    auto const getting = t.f.start(t.store->get_metadata("k"));
    for (int pause = 1; pause <= 2; ++pause)
    {
        EXPECT_TRUE(t.f.run_until(
            [&]
            {
                return t.f.server.requests().size() == static_cast<std::size_t>(pause)
                    && t.clock->pending_alarms() != 0 && *t.clock->next_deadline() <= t.clock->now() + 1s;
            }));
        t.clock->set_wall(http::wall_time(784111777s));
        t.clock->advance(999ms);
        t.f.context.poll();
        EXPECT_EQ(t.f.server.requests().size(), static_cast<std::size_t>(pause));
        t.clock->advance(1ms);
        t.clock->set_wall(http::wall_time(784111777s));
    }
    EXPECT_TRUE(t.f.run_until([&] { return getting->done; }));
    EXPECT_FALSE(getting->failure);
    EXPECT_EQ(t.f.server.requests().size(), 3u);
}

INSTANTIATE_TEST_SUITE_P(forms, url_retry_after, ::testing::Values("1", "Sun, 06 Nov 1994 08:49:38 GMT"),
    [](auto const& i) { return i.index == 0 ? "seconds" : "date"; });

TEST(url_retry, case_20_not_beyond_the_deadline)
{
    on_manual_clock t(
        [](recorded const&) { return answer("503 Service Unavailable", "later", "Retry-After: 11\r\n"); });
    auto const failure = t.f.failure_of(t.store->get_metadata("k"));
    EXPECT_EQ(failure.code, http::errc::exchange_timeout);
    EXPECT_EQ(failure.http_status, 503u);
    EXPECT_EQ(t.f.server.requests().size(), 1u);
}

TEST(url_retry, has_a_number_of_attempts)
{
    for (auto const* status :
        {"429 Too Many Requests", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"})
    {
        url_fixture f(
            [&](recorded const&) { return answer(status); }, [](auto& options) { options.attempts = 3; });
        EXPECT_EQ(f.failure_of(f.store->set_data("k", "x")).http_status, std::stoul(status));
        EXPECT_EQ(f.server.requests().size(), 3u);
        EXPECT_EQ(
            f.failure_of(f.store->update_metadata("k", url_metadata())).http_status, std::stoul(status));
        EXPECT_EQ(f.server.requests().size(), 4u); // POST is not sent again
    }
}

TEST(url_retry, a_source_that_cannot_be_rewound_is_sent_once)
{
    class once final : public http::body_source
    {
    public:
        [[nodiscard]] std::optional<std::uint64_t> size() const override { return std::nullopt; }
        awaitable<std::size_t> read(std::span<std::byte> into) override
        {
            into[0] = std::byte{'x'};
            co_return given_++ == 0 ? 1 : 0;
        }

    private:
        int given_ = 0;
    };
    url_fixture f([](recorded const&) { return answer("503 Service Unavailable"); });
    EXPECT_EQ(f.failure_of(f.store->set_data("k", std::make_shared<once>())).http_status, 503u);
    EXPECT_EQ(f.server.requests().size(), 1u);
}

TEST(url_retry, times_out)
{
    on_manual_clock t(
        [](recorded const&) { return std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"); });
    auto const getting = t.f.start(t.store->get_metadata("k"));
    EXPECT_TRUE(t.f.run_until([&] { return t.f.server.requests().size() == 1; }));
    t.f.context.poll();
    t.clock->advance(10s);
    EXPECT_TRUE(t.f.run_until([&] { return getting->done; }));
    try
    {
        std::rethrow_exception(getting->failure);
    }
    catch (url_error const& e)
    {
        EXPECT_EQ(e.code(), http::errc::exchange_timeout);
    }
    url_call_options none;
    none.timeout = 0s;
    EXPECT_EQ(t.f.failure_of(t.store->get_metadata("k", {}, none)).code, url_errc::bad_input);
}

} // namespace
} // namespace dynasio::tests
