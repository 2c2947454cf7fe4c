// SPDX-License-Identifier: BSL-1.0
//
// Calls on several threads that need AWS credentials at the same time. Time stands still, so nothing here waits for it.

#include "unit/client/client_requests.hpp"

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/client.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace aws = dynasio::aws;

/// Credentials that have always expired, so that every call needs a flight.
class short_lived final : public aws::credentials_provider
{
public:
    std::string_view name() const noexcept override { return "short-lived"; }
    asio::awaitable<aws::credentials_result> get(aws::provider_context const& with) override
    {
        most = std::max(most.load(), ++running);
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        --running;
        ++asked;
        co_return std::make_shared<aws::resolved_credentials const>(
            dynasio::sigv4::credentials("id", dynasio::secret("key")), "", "", with.clock->wall_now());
    }

    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    std::atomic<int> asked = 0;
};

struct on_threads
{
    on_threads()
    {
        options.region = "us-east-1";
        options.credentials = provider;
        options.clock = std::make_shared<dynasio::testing::manual_clock>();
        options.transport = server;
    }

    static constexpr int calls = 40;
    static constexpr int rounds = 25;

    static asio::awaitable<int> call(dynasio::client c)
    {
        auto const request = dynasio::tests::get_request();
        int succeeded = 0;
        for (int i = 0; i < rounds; ++i)
        {
            auto const outcome = co_await c.try_get_item(request);
            succeeded += outcome.has_value() ? 1 : 0;
        }
        co_return succeeded;
    }

    std::shared_ptr<short_lived> const provider = std::make_shared<short_lived>();
    std::shared_ptr<dynasio::testing::scripted_transport> const server =
        std::make_shared<dynasio::testing::scripted_transport>();
    dynasio::client_options options;
};

TEST(client_credentials_on_threads, are_obtained_one_at_a_time)
{
    on_threads t;
    t.server->expect("GetItem").reply(200, "{}").times(on_threads::calls * on_threads::rounds);
    asio::thread_pool pool(4);
    std::vector<std::future<int>> done;
    {
        dynasio::client const c(pool.get_executor(), t.options);
        for (int i = 0; i < on_threads::calls; ++i)
            done.push_back(asio::co_spawn(
                asio::make_strand(pool.get_executor()), on_threads::call(c), asio::use_future));
    }
    for (auto& one : done)
        EXPECT_EQ(one.get(), on_threads::rounds);
    EXPECT_EQ(t.server->report(), "");
    EXPECT_EQ(t.provider->most, 1);
    EXPECT_LE(t.provider->asked, on_threads::calls * on_threads::rounds);
    EXPECT_GE(t.provider->asked, on_threads::rounds);
}

TEST(client_credentials_on_threads, end_with_the_client_at_any_moment)
{
    for (int moment = 0; moment < 50; ++moment)
    {
        on_threads t;
        t.server->expect("GetItem").reply(200, "{}").times(on_threads::calls * on_threads::rounds);
        asio::thread_pool pool(4);
        std::vector<std::future<void>> done;
        auto const request = dynasio::tests::get_request();
        {
            dynasio::client const c(pool.get_executor(), t.options);
            for (int i = 0; i < 8; ++i)
                done.push_back(asio::co_spawn(
                    asio::make_strand(pool.get_executor()),
                    [](asio::awaitable<dynasio::result<dynasio::get_item_output>> operation)
                        -> asio::awaitable<void> { co_await std::move(operation); }(c.try_get_item(request)),
                    asio::use_future));
            for (int i = 0; i < moment && t.provider->asked == 0; ++i)
                std::this_thread::yield();
        }
        for (auto& one : done)
            one.get();
    }
}

} // namespace
