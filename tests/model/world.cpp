// SPDX-License-Identifier: BSL-1.0

#include "world.hpp"

#include "support/coroutine_test.hpp"

#include <dynasio/http/pool.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>

namespace dynasio::tests::model {

using namespace std::chrono_literals;

/// Notes each request that reaches the server with the call to which it belongs.
class actor::log final : public http::transport
{
public:
    log(actor& owner, std::shared_ptr<http::transport> inner) : owner_(owner), inner_(std::move(inner)) {}

    asio::awaitable<http::send_result> send(http::request const& r, http::time_point deadline) override
    {
        delivery d;
        d.operation = dynasio::testing::operation_of(r);
        auto const known = owner_.by_invocation_.find(r.headers.find("amz-sdk-invocation-id").value_or(""));
        d.begin = owner_.world_.next_moment();
        auto sending = inner_->send(r, deadline);
        auto result = co_await std::move(sending);
        d.end = owner_.world_.next_moment();
        d.status = result ? result->status : 0;
        if (known != owner_.by_invocation_.end())
            known->second->deliveries.push_back(std::move(d));
        co_return result;
    }
    void stop() noexcept override { inner_->stop(); }

private:
    actor& owner_;
    std::shared_ptr<http::transport> inner_;
};

actor::actor(shared_world& w, unsigned index, asio::any_io_executor executor, client_options settings,
    std::shared_ptr<http::transport> network, bool faulty)
    : world_(w), index_(index), executor_(std::move(executor)), faulty_(faulty)
{
    network_ = std::make_shared<dynasio::testing::fault_transport>(
        std::make_shared<log>(*this, std::move(network)),
        [this](http::request const& r, std::size_t) { return fault_of(r); }, settings.clock);
    settings.transport = network_;
    // Tokens of other tests on the same server must be others.
    auto const* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    std::string const name = test ? test->test_suite_name() : "";
    settings.random_seed = std::hash<std::string>()(name) + w.seed * 100 + index;
    settings.retry.initial_tokens = 1'000'000;
    settings.retry.base_delay = 1ms;
    settings.retry.throttling_base_delay = 1ms;
    settings.retry.max_backoff = 4ms;
    owner_.emplace(executor_, settings);
}

call& actor::new_call(std::string what)
{
    auto& c = calls_.emplace_back();
    c.who = 's' + std::to_string(world_.seed) + 'c' + std::to_string(index_) + '-'
        + std::to_string(calls_.size());
    c.what = std::move(what);
    return c;
}

void actor::begin(call& c)
{
    now_ = &c;
    requests_of_call_ = 0;
    c.begin = world_.next_moment();
}

dynasio::testing::fault actor::fault_of(http::request const& r)
{
    by_invocation_.insert_or_assign(std::string(r.headers.find("amz-sdk-invocation-id").value_or("")), now_);
    world_.room.request_goes_by();
    if (!faulty_)
        return {};
    dice const random{world_.seed, index_, calls_.size(), requests_of_call_++};
    return choose_fault(random, fault_rate(world_.seed), r, *now_, world_.room);
}

world::world(std::uint64_t its_seed, client_options settings)
    : context_(uses_threads(its_seed) ? 2 : 1), settings_(std::move(settings))
{
    seed = its_seed;
}

void world::run(
    std::function<asio::awaitable<void>(actor&)> body, std::function<asio::awaitable<void>(actor&)> at_end)
{
    auto& context = context_;
    settings_.clock = http::make_clock(context.get_executor());
    auto const pool =
        std::make_shared<http::pool>(context.get_executor(), http::pool_options(), settings_.clock);
    for (unsigned i = 0; i <= coroutines; ++i)
    {
        asio::any_io_executor executor = context.get_executor();
        if (uses_threads())
            executor = asio::make_strand(context);
        actors_.emplace_back(*this, i, executor, settings_, pool, i < coroutines);
    }
    std::thread second;
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            if (uses_threads())
                second = std::thread([&context] { context.run_for(test_limit); });
            co_await run_all(body, at_end);
            pool->stop();
            settings_.clock->stop();
        });
    if (second.joinable())
        second.join();
}

asio::awaitable<void> world::run_all(std::function<asio::awaitable<void>(actor&)> const& body,
    std::function<asio::awaitable<void>(actor&)> const& at_end)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    std::atomic<unsigned> running{0};
    auto const start = [&](actor& a, auto const& what)
    {
        ++running;
        asio::co_spawn(a.executor(), what(a),
            [&running](std::exception_ptr failed)
            {
                report_failure(failed);
                --running;
            });
    };
    auto const pause = [&]() -> asio::awaitable<void>
    {
        timer.expires_after(1ms);
        co_await timer.async_wait(asio::use_awaitable);
    };
    for (unsigned i = 0; i < coroutines; ++i)
        start(actors_[i], body);
    while (running > 0)
    {
        co_await pause();
        room.time_goes_by();
    }
    room.open_all();
    for (auto const& a : actors_)
        while (a.requests_in_background() > 0)
            co_await pause();
    start(actors_[coroutines], at_end);
    while (running > 0)
        co_await pause();
}

} // namespace dynasio::tests::model
