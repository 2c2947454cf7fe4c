// SPDX-License-Identifier: BSL-1.0
//
// Many calls in flight while AWS credentials come and go: on any clock, for tests and for measurements.

#ifndef DYNASIO_TESTS_SUPPORT_CREDENTIALS_SOAK_HPP
#define DYNASIO_TESTS_SUPPORT_CREDENTIALS_SOAK_HPP

#include <dynasio/client.hpp>
#include <dynasio/operations/get_item.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::tests {

/// What a source of credentials does when it is asked.
enum class source_mood
{
    works,
    hangs,
    fails,
    returns_expired,
};

/// Keys with a life of their own, numbered from 0. Each `get` takes 50 ms.
class aging_provider final : public aws::credentials_provider
{
public:
    explicit aging_provider(std::chrono::nanoseconds life) : life_(life) {}

    std::string_view name() const noexcept override { return "aging"; }
    std::chrono::steady_clock::duration timeout() const noexcept override
    {
        return std::chrono::milliseconds(200);
    }

    boost::asio::awaitable<aws::credentials_result> get(aws::provider_context const& with) override
    {
        auto const what = mood.load();
        auto const clock = with.clock;
        auto const pause = what == source_mood::hangs ? std::chrono::hours(1) : std::chrono::milliseconds(50);
        co_await http::sleep_until(clock, clock->now() + pause);
        if (what == source_mood::fails)
            co_return aws::credentials_error(aws::errc::credentials_failed, "out of order");
        auto const now = clock->wall_now();
        auto const end = what == source_mood::returns_expired ? now - std::chrono::seconds(1) : now + life_;
        std::lock_guard const lock(mutex_);
        ends_.push_back(end);
        obtained_.push_back(now);
        sigv4::credentials const keys(std::to_string(ends_.size() - 1), sigv4::secret("secret"));
        co_return std::make_shared<aws::resolved_credentials const>(keys, "aging", "", end);
    }

    [[nodiscard]] http::wall_time end_of(std::size_t key) const
    {
        std::lock_guard const lock(mutex_);
        return ends_.at(key);
    }

    /// When keys were obtained, expired ones included.
    [[nodiscard]] std::vector<http::wall_time> obtained() const
    {
        std::lock_guard const lock(mutex_);
        return obtained_;
    }

    std::atomic<source_mood> mood = source_mood::works;

private:
    std::chrono::nanoseconds const life_;
    mutable std::mutex mutex_;
    std::vector<http::wall_time> ends_;
    std::vector<http::wall_time> obtained_;
};

/// Answers after a while, and counts requests that are signed with keys that have expired.
class key_checking_transport final : public http::transport
{
public:
    key_checking_transport(std::shared_ptr<http::clock> time, std::shared_ptr<aging_provider const> keys,
        std::chrono::steady_clock::duration delay)
        : clock_(std::move(time)), keys_(std::move(keys)), delay_(delay)
    {}

    boost::asio::awaitable<http::send_result> send(http::request const& r, http::time_point) override
    {
        std::string_view line = r.headers.find("authorization").value_or("");
        line.remove_prefix(line.find("Credential=") + 11);
        std::size_t key = 0;
        std::from_chars(line.data(), line.data() + line.find('/'), key);
        if (keys_->end_of(key) <= clock_->wall_now())
            ++with_expired_keys;
        co_await http::sleep_until(clock_, clock_->now() + delay_);
        http::response response;
        response.status = 200;
        response.body = "{}";
        co_return response;
    }
    void stop() noexcept override {}

    std::atomic<std::size_t> with_expired_keys = 0;

private:
    std::shared_ptr<http::clock> const clock_;
    std::shared_ptr<aging_provider const> const keys_;
    std::chrono::steady_clock::duration const delay_;
};

/// What happened to the calls.
struct soak_counts
{
    std::atomic<std::size_t> succeeded = 0;
    std::atomic<std::size_t> failed = 0;
    /// The longest time of a call beyond that of its request, without the first call of each coroutine.
    std::atomic<std::chrono::nanoseconds::rep> longest_wait = 0;

    void note_wait(std::chrono::nanoseconds wait)
    {
        auto seen = longest_wait.load();
        while (wait.count() > seen && !longest_wait.compare_exchange_weak(seen, wait.count()))
        {}
    }
};

/// Windows of an hour's credentials, scaled to keys that live for a second.
inline aws::refresh_windows soak_windows()
{
    aws::refresh_windows result;
    result.advisory = std::chrono::milliseconds(600);
    result.mandatory = std::chrono::milliseconds(100);
    return result;
}

/// One call after the other, until `end`.
inline boost::asio::awaitable<void> soak(client c, std::shared_ptr<http::clock> clock, http::time_point end,
    std::chrono::steady_clock::duration delay, soak_counts& counts)
{
    get_item_input request;
    request.table_name = "t";
    request.key = {{"pk", attribute_value("k")}};
    bool first = true;
    while (clock->now() < end)
    {
        auto const begin = clock->now();
        auto const outcome = co_await c.try_get_item(request);
        ++(outcome.has_value() ? counts.succeeded : counts.failed);
        if (!std::exchange(first, false))
            counts.note_wait(clock->now() - begin - delay);
    }
}

} // namespace dynasio::tests

#endif
