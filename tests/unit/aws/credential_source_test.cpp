// SPDX-License-Identifier: BSL-1.0
//
// What sources of credentials are made of: requests that are sent again, files, JSON with secrets.

#include "aws/credentials/source/fetch.hpp"
#include "aws/credentials/source/read_file.hpp"
#include "aws/credentials/source/secret_json.hpp"
#include "support/coroutine_test.hpp"
#include "support/scratch_folder.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe/class.hpp>

#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>

#include <sys/stat.h>

namespace dynasio::aws::detail {

struct described_keys
{
    std::string Code;
    sigv4::secret Token;
    std::optional<sigv4::secret> Other;
};
BOOST_DESCRIBE_STRUCT(described_keys, (), (Code, Token, Other))

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::manual_clock;
using testing::scripted_transport;

struct fetching
{
    std::shared_ptr<manual_clock> const clock = std::make_shared<manual_clock>();
    scripted_transport server{clock};

    scripted_transport::expectation expect()
    {
        return server.expect_where("a request", [](http::request const& r) { return r.body == "key"; });
    }

    std::optional<fetch_result> run(fetch_rules rules = {}, http::time_point::duration time = 1h)
    {
        asio::io_context context;
        provider_context const with(clock->now() + time, server, clock);
        std::optional<fetch_result> outcome;
        asio::co_spawn(
            context,
            [&]() -> asio::awaitable<void>
            {
                http::request r;
                r.to = {false, "localhost", 80};
                r.body = "key";
                outcome.emplace(co_await fetch(with, std::move(r), rules));
            },
            asio::detached);
        for (int i = 0; i < 100 && !outcome; ++i)
        {
            context.restart();
            if (context.poll() == 0)
                clock->advance_to_next();
        }
        EXPECT_EQ(server.report(), "");
        return outcome;
    }
};

TEST(fetch, returns_the_first_response_that_will_not_improve)
{
    for (unsigned const status : {200u, 301u, 400u, 404u})
    {
        fetching f;
        f.expect().reply(status, "body");
        auto const outcome = f.run();
        ASSERT_TRUE(outcome && outcome->has_value());
        EXPECT_EQ((*outcome)->status(), status);
        EXPECT_EQ((*outcome)->body(), "body");
    }
}

TEST(fetch, sends_again_what_may_get_a_better_response)
{
    fetching f;
    auto const begin = f.clock->now();
    f.expect().reply(503, "busy");
    f.expect().fail(http::errc::closed_early, http::stage::receiving);
    f.expect().reply(200, "keys");
    fetch_rules rules;
    rules.base_pause = 1s;
    auto const outcome = f.run(rules);
    ASSERT_TRUE(outcome && outcome->has_value());
    EXPECT_EQ((*outcome)->body(), "keys");
    // From half of the pauses to all of them.
    EXPECT_GE(f.clock->now() - begin, 1500ms);
    EXPECT_LE(f.clock->now() - begin, 3s);
}

TEST(fetch, ends_with_the_last_response_or_failure)
{
    fetching f;
    f.expect().reply(500, "").times(2);
    f.expect().reply(429, "last");
    auto outcome = f.run();
    ASSERT_TRUE(outcome && outcome->has_value());
    EXPECT_EQ((*outcome)->status(), 429u);

    fetching g;
    g.expect().fail(http::errc::closed_early, http::stage::receiving).times(3);
    outcome = g.run();
    ASSERT_TRUE(outcome && outcome->has_error());
    EXPECT_EQ(outcome->error().code, http::errc::closed_early);
}

TEST(fetch, begins_no_attempt_behind_the_deadline)
{
    fetching f;
    f.expect().reply(500, "first");
    fetch_rules rules;
    rules.base_pause = 2s;
    auto const outcome = f.run(rules, 1s);
    ASSERT_TRUE(outcome && outcome->has_value());
    EXPECT_EQ((*outcome)->body(), "first");
}

TEST(fetch, bounds_each_attempt)
{
    fetching f;
    testing::gate const never;
    f.expect().hold(never).times(2);
    fetch_rules rules;
    rules.attempts = 2;
    rules.attempt_timeout = 3s;
    auto const begin = f.clock->now();
    auto const outcome = f.run(rules);
    ASSERT_TRUE(outcome && outcome->has_error());
    auto const deadlines = f.server.deadlines();
    ASSERT_EQ(deadlines.size(), 2u);
    EXPECT_EQ(deadlines[0] - begin, 3s);
    EXPECT_GT(deadlines[1], deadlines[0] + 3s);
    never.open();
}

TEST(fetch, errors_name_the_origin_and_no_bodies)
{
    http::origin const where{true, "sts.us-east-1.amazonaws.com", 443};
    auto const refusal = refused(where, "the role", 403);
    EXPECT_EQ(refusal.code, errc::credentials_failed);
    EXPECT_EQ(refusal.detail, "the role from https://sts.us-east-1.amazonaws.com: HTTP status 403");
    http::transport_error failure;
    failure.code = http::errc::connect_timeout;
    failure.detail = "three addresses";
    auto const silence = unreachable(where, "the role", failure);
    EXPECT_EQ(silence.code, errc::credentials_failed);
    EXPECT_NE(silence.detail.find("https://sts.us-east-1.amazonaws.com: "), std::string::npos);
    EXPECT_NE(silence.detail.find("(three addresses)"), std::string::npos);
}

TEST(secret_json, decodes_into_secrets)
{
    described_keys found;
    json::decode(R"({"Code":"Success","Token":"a\/b\u0041","Other":"c","More":{"Token":[1]}})",
        json::target_of<json::declared_names>(found));
    EXPECT_EQ(found.Code, "Success");
    EXPECT_EQ(found.Token.reveal(), "a/bA");
    ASSERT_TRUE(found.Other);
    EXPECT_EQ(found.Other->reveal(), "c");
    EXPECT_THROW(
        json::decode(R"({"Token":1})", json::target_of<json::declared_names>(found)), json::decode_error);
}

file_result read(environment const& env, std::string const& path)
{
    file_result outcome = std::optional<sigv4::secret>();
    tests::run_coroutine([&]() -> asio::awaitable<void> { outcome = co_await read_file(env, path); });
    return outcome;
}

credentials_error replace(environment const& env, std::string const& path, std::string_view contents)
{
    credentials_error outcome;
    tests::run_coroutine([&]() -> asio::awaitable<void>
        { outcome = co_await replace_file(env, path, sigv4::secret(contents)); });
    return outcome;
}

TEST(credential_files, are_read_and_replaced)
{
    tests::scratch_folder const folder;
    auto const path = (folder.path() / "token").string();
    auto const env = environment::process();
    auto found = read(env, path);
    ASSERT_TRUE(found.has_value());
    EXPECT_FALSE(*found);

    for (std::string_view const contents : {"first", "the second, which is longer", ""})
    {
        EXPECT_FALSE(replace(env, path, contents).code);
        found = read(env, path);
        ASSERT_TRUE(found.has_value() && *found);
        EXPECT_EQ((*found)->reveal(), contents);
        struct ::stat about{};
        ASSERT_EQ(::stat(path.c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777u, 0600u);
    }
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1)
        << "nothing is left over";
}

TEST(credential_files, behind_a_link_are_replaced_where_they_are)
{
    tests::scratch_folder const folder;
    auto const path = folder.path() / "token";
    std::ofstream(path) << "old";
    std::filesystem::create_symlink("token", folder.path() / "link");
    EXPECT_FALSE(replace(environment::process(), (folder.path() / "link").string(), "new").code);
    EXPECT_TRUE(std::filesystem::is_symlink(folder.path() / "link"));
    EXPECT_EQ(read(environment::process(), path.string()).value().value().reveal(), "new");
}

TEST(credential_files, that_cannot_be_used_are_errors_with_their_path)
{
    tests::scratch_folder const folder;
    auto const env = environment::process();
    auto const path = folder.path().string();
    auto const found = read(env, path);
    ASSERT_TRUE(found.has_error());
    EXPECT_EQ(found.error().code, errc::unreadable_file);
    EXPECT_NE(found.error().detail.find(path), std::string::npos);
    auto const refusal = replace(env, path + "/none/token", "x");
    EXPECT_EQ(refusal.code, errc::unwritable_file);
    EXPECT_NE(refusal.detail.find("/none/token"), std::string::npos);
    EXPECT_EQ(refusal.detail.find("\"x\""), std::string::npos);
}

TEST(credential_files, of_a_test_are_replaced_in_it)
{
    auto const env = environment::of({}, {{"/a", "old"}});
    EXPECT_FALSE(replace(env, "/a", "new").code);
    EXPECT_FALSE(replace(env, "/b", "more").code);
    EXPECT_EQ(env.file("/a"), "new");
    EXPECT_EQ(env.file("/b"), "more");
}

/// Blocks until the test has seen what it wants.
class slow_source final : public environment::source
{
public:
    std::optional<std::string> variable(std::string const&) const override { return std::nullopt; }
    std::optional<std::string> file(std::string const&) const override
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return open; });
        return "late";
    }
    void let_go() const
    {
        std::lock_guard const lock(mutex);
        open = true;
        changed.notify_all();
    }

private:
    std::mutex mutable mutex;
    std::condition_variable mutable changed;
    bool mutable open = false;
};

TEST(credential_files, that_hang_hold_up_neither_a_cancellation_nor_the_end_of_the_context)
{
    auto const source = std::make_shared<slow_source>();
    environment const env(source);
    std::optional<file_result> outcome;
    {
        asio::io_context context;
        asio::cancellation_signal signal;
        auto const begin = [&]() -> asio::awaitable<void>
        {
            co_await asio::this_coro::throw_if_cancelled(false);
            outcome.emplace(co_await read_file(env, "/slow"));
        };
        asio::co_spawn(context, begin(), asio::bind_cancellation_slot(signal.slot(), asio::detached));
        context.poll();
        EXPECT_FALSE(outcome);
        signal.emit(asio::cancellation_type::terminal);
        context.run();
        ASSERT_TRUE(outcome && outcome->has_error());
        EXPECT_EQ(outcome->error().code, asio::error::operation_aborted);
        asio::co_spawn(context, begin(), asio::detached);
        context.restart();
        context.poll();
    }
    source->let_go();
}

} // namespace
} // namespace dynasio::aws::detail
