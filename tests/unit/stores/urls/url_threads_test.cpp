// SPDX-License-Identifier: BSL-1.0
//
// One store on several threads, and authenticators that fail.

#include "url_fixture.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

/// A token that is new after one refresh, for any number of threads.
class shared_authenticator final : public url_authenticator
{
public:
    awaitable<void> authorize(http::fields& headers) override
    {
        headers.add("Authorization", refreshes == 0 ? "old" : "new");
        co_return;
    }
    awaitable<bool> refresh() override
    {
        co_await asio::post(asio::deferred);
        ++refreshes;
        co_return true;
    }
    std::atomic<int> refreshes = 0;
};

TEST(url_threads, share_a_store)
{
    recording_server server([](recorded const& r)
        { return r.header("authorization") == "new" ? answer("200 OK", "{}") : answer("401 Unauthorized"); });
    auto const events = std::make_shared<event_list>();
    auto const authenticator = std::make_shared<shared_authenticator>();
    std::atomic<int> succeeded = 0;
    std::atomic<int> failed = 0;
    asio::thread_pool threads(4);
    {
        auto options = quick_options(server.base());
        options.observer = events;
        url_store const store(threads.get_executor(), options);
        store.connect(url_session("u", authenticator));
        std::atomic<int> running = 0;
        auto const count = [&](std::exception_ptr failure, auto const&...)
        {
            ++(failure ? failed : succeeded);
            --running;
        };
        for (int i = 0; i < 100; ++i)
        {
            running += 3;
            asio::co_spawn(threads, store.get_metadata("k"), count);
            asio::co_spawn(threads, store.set_data("k", "12345"), count);
            asio::co_spawn(threads, store.to_bytes("k", 100), count);
        }
        // Operations that have begun keep their session.
        for (int i = 0; i < 20; ++i)
        {
            EXPECT_EQ(store.user_tag(), "u");
            store.connect(url_session("u", authenticator));
        }
        auto const limit = std::chrono::steady_clock::now() + 60s;
        while (running != 0 && std::chrono::steady_clock::now() < limit)
            std::this_thread::sleep_for(1ms);
    }
    threads.join();
    EXPECT_EQ(succeeded, 300);
    EXPECT_EQ(failed, 0);
    EXPECT_GE(authenticator->refreshes, 1);
    auto const lines = events->lines();
    EXPECT_EQ(std::count(lines.begin(), lines.end(), "end normal"), 200);
    EXPECT_EQ(std::count(lines.begin(), lines.end(), "set k"), 100);
}

TEST(url_threads, a_store_goes_while_they_use_it)
{
    recording_server server(
        [](recorded const&) { return std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour"); });
    std::atomic<int> ended = 0;
    asio::thread_pool threads(4);
    {
        url_store const store(threads.get_executor(), quick_options(server.base()));
        store.connect();
        for (int i = 0; i < 40; ++i)
            asio::co_spawn(threads, store.to_bytes("k", 100),
                [&](std::exception_ptr failure, auto const&...)
                {
                    EXPECT_TRUE(failure);
                    ++ended;
                });
    }
    threads.join();
    EXPECT_EQ(ended, 40);
}

/// Throws where it is told to.
class broken_authenticator final : public url_authenticator
{
public:
    explicit broken_authenticator(bool at_refresh) : at_refresh_(at_refresh) {}
    awaitable<void> authorize(http::fields&) override
    {
        if (!at_refresh_)
            throw std::runtime_error("no key");
        co_return;
    }
    awaitable<bool> refresh() override
    {
        throw std::runtime_error("no key");
        co_return false;
    }

private:
    bool at_refresh_;
};

TEST(url_threads, an_authenticator_that_throws_ends_the_operation_only)
{
    url_fixture f([](recorded const&) { return answer("401 Unauthorized"); });
    for (bool const at_refresh : {false, true})
    {
        f.store->connect(url_session("u", std::make_shared<broken_authenticator>(at_refresh)));
        for (int i = 0; i < 3; ++i)
            EXPECT_THROW(f.run(f.store->get_metadata("k")), std::runtime_error);
    }
    EXPECT_EQ(f.server.requests().size(), 3u);
    f.store->connect();
    EXPECT_EQ(f.failure_of(f.store->get_metadata("k")).code, url_errc::not_authorized);
}

} // namespace
} // namespace dynasio::tests
