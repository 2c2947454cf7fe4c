// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/cache/credentials_cache.hpp"

#include "aws/credentials/cache/flight.hpp"
#include "clock/add_saturated.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace dynasio::aws::detail {

namespace asio = boost::asio;

/// What a call does. Nothing is started or destroyed under the lock.
struct credentials_cache::decision
{
    credentials_ptr use;  ///< at once
    credentials_ptr kept; ///< if the flight fails
    flight_ptr join;      ///< unless there is something to use
    flight_ptr started;
    bool impatient = false; ///< use what is kept if the flight takes long, too
};

credentials_cache::credentials_cache(std::shared_ptr<credentials_provider> provider,
    asio::any_io_executor executor, std::shared_ptr<http::transport> transport,
    std::shared_ptr<http::clock> clock, refresh_windows const& windows,
    std::shared_ptr<credentials_events> events, std::optional<std::uint64_t> seed)
    : provider_(std::move(provider)),
      executor_(std::move(executor)),
      transport_(std::move(transport)),
      clock_(std::move(clock)),
      events_(std::move(events)),
      random_(seed),
      schedule_(windows)
{}

credentials_cache::~credentials_cache() = default;

/// Under the mutex. Makes the flight that calls join from now on.
credentials_cache::flight_ptr credentials_cache::take_off(http::wall_time now)
{
    auto const deadline = http::add_saturated(clock_->now(), provider_->timeout());
    flight_ = std::make_shared<flight>(shared_from_this(), deadline, now - clock_->wall_now());
    return flight_;
}

/// Under the mutex.
credentials_cache::decision credentials_cache::decide(http::wall_time now)
{
    decision result;
    auto const need = current_ ? schedule_.need(now) : refresh_need::mandatory;
    if (need == refresh_need::none)
    {
        result.use = current_;
        return result;
    }
    if (!flight_)
        result.started = take_off(now);
    if (need == refresh_need::early || (need == refresh_need::urgent && flight_->slow))
    {
        result.use = current_;
        return result;
    }
    result.join = flight_;
    result.impatient = need == refresh_need::urgent;
    if (current_ && (result.impatient || schedule_.outlive()))
        result.kept = current_;
    return result;
}

credentials_cache::credentials_ptr credentials_cache::cached(http::wall_time now) noexcept
{
    if (auto found = provider_->cached(now))
        return found;
    flight_ptr started;
    credentials_ptr found;
    try
    {
        std::lock_guard const lock(mutex_);
        if (stopped_ || !current_)
            return nullptr;
        switch (schedule_.need(now))
        {
        case refresh_need::early:
            if (!flight_)
                started = take_off(now);
            [[fallthrough]];
        case refresh_need::none:
            found = current_;
            break;
        case refresh_need::urgent:
            if (flight_ && flight_->slow)
                found = current_;
            break;
        case refresh_need::mandatory:
            break;
        }
    }
    catch (...)
    {
        return nullptr; // out of memory: `get` says so
    }
    if (started)
        start(started);
    return found;
}

/// Half of what is left to the credentials or to the call, whichever is less.
http::time_point credentials_cache::patience(http::time_point deadline, http::wall_time now) const noexcept
{
    auto const here = clock_->now();
    auto const of_credentials =
        std::chrono::duration_cast<http::time_point::duration>(schedule_.left(now)) / 2;
    if (deadline == http::no_deadline)
        return http::add_saturated(here, of_credentials);
    return http::add_saturated(here, std::min(of_credentials, (deadline - here) / 2));
}

asio::awaitable<credentials_result> credentials_cache::get(
    http::time_point deadline, http::wall_time now, http::interruption* stop)
{
    decision what;
    auto until = deadline;
    waiter w;
    {
        std::lock_guard const lock(mutex_);
        if (stopped_)
            co_return aborted();
        what = decide(now);
        if (what.impatient)
            until = patience(deadline, now);
        if (what.join)
            w.join(what.join);
    }
    if (what.started)
        start(what.started);
    if (what.use)
        co_return what.use;
    w.arm(until, stop);
    co_await w.event.async_wait();
    auto const why = w.event.reason();
    if (why == asio::error::timed_out && what.impatient)
    {
        std::lock_guard const lock(mutex_);
        what.join->slow = true;
        co_return what.kept;
    }
    if (why)
        co_return credentials_error(why,
            std::string(why == asio::error::timed_out ? "deadline exceeded" : "cancelled")
                + " while waiting for AWS credentials of provider " + std::string(provider_->name()));
    auto const& outcome = what.join->outcome;
    bool const stopped = !outcome.has_value() && outcome.error().code == asio::error::operation_aborted;
    if (!outcome.has_value() && what.kept && !stopped)
        co_return what.kept;
    co_return outcome;
}

void credentials_cache::start(flight_ptr const& which)
{
    try
    {
        clock_->arm(*which, which->deadline);
        bool settled = false;
        {
            std::lock_guard const lock(mutex_);
            settled = which->settled;
        }
        if (settled)
            clock_->disarm(*which); // it was settled before it was armed
        else
            which->children->start(executor_, fly(landing(which)));
    }
    catch (...) // out of memory, say
    {
        settle(which, failure_of(*provider_, std::current_exception()), false);
    }
}

asio::awaitable<void> credentials_cache::fly(landing end)
{
    auto const& here = end.where();
    auto& cache = *here.owner;
    provider_context const with(here.deadline, *cache.transport_, cache.clock_);
    auto asking = ask_provider(*cache.provider_, with);
    auto outcome = co_await std::move(asking);
    end.settle(std::move(outcome));
}

/// Under the mutex. Takes in what the flight ended with; returns what nobody needs any more, to be destroyed later.
credentials_cache::credentials_ptr credentials_cache::take_in(flight& which, bool& kept)
{
    auto const now = http::add_saturated(clock_->wall_now(), which.skew);
    auto& outcome = which.outcome;
    bool const works = current_ && schedule_.left(now) > std::chrono::nanoseconds::zero();
    kept = works || (current_ && schedule_.outlive());
    credentials_ptr useless;
    if (outcome.has_value() && works && (*outcome)->is_expired(now))
    {
        useless = *outcome;
        outcome = failure_of(*provider_, errc::credentials_failed, "returned credentials that have expired");
    }
    if (!outcome.has_value())
    {
        if (current_)
            schedule_.failed(now, random_.next_fraction());
        return useless;
    }
    schedule_.obtained((*outcome)->expiration, now, random_.next_fraction(), provider_->outlive_expiration());
    return std::exchange(current_, *outcome);
}

void credentials_cache::report(flight const& which, bool kept) const noexcept
{
    auto const took = clock_->now() - which.begun;
    if (which.outcome.has_value())
        events_->obtained(**which.outcome, took, !which.waited_for);
    else if (which.outcome.error().code != asio::error::operation_aborted)
    {
        auto const& why = which.outcome.error();
        events_->failed(why.provider.empty() ? provider_->name() : why.provider, why, took, kept);
    }
}

// The flight is kept by the argument while others let it go.
void credentials_cache::settle(flight_ptr which, credentials_result outcome, bool cancel) noexcept
{
    flight_ptr released;
    credentials_ptr replaced;
    waiter* to_wake = nullptr;
    bool kept = false;
    bool heard = false;
    {
        std::lock_guard const lock(mutex_);
        if (which->settled)
            return;
        which->settled = true;
        which->outcome = std::move(outcome);
        released.swap(flight_);
        heard = events_ && !stopped_;
        if (!stopped_)
            replaced = take_in(*which, kept);
        // The claim keeps a waiter alive until it is completed.
        for (auto* w = std::exchange(which->waiters, nullptr); w;)
        {
            auto* const one = std::exchange(w, w->next);
            if (!one->event.claim())
                continue;
            one->next = std::exchange(to_wake, one);
        }
    }
    clock_->disarm(*which);
    if (cancel)
        which->children->cancel(asio::cancellation_type::terminal);
    if (heard)
        report(*which, kept);
    while (to_wake)
        std::exchange(to_wake, to_wake->next)->event.complete({});
}

void credentials_cache::invalidate(credentials_ptr const& refused) noexcept
{
    {
        std::lock_guard const lock(mutex_);
        if (current_ == refused)
            current_.reset(); // the caller has it too, so nothing is destroyed here
    }
    provider_->invalidate(*refused);
}

void credentials_cache::stop() noexcept
{
    flight_ptr running;
    credentials_ptr forgotten;
    {
        std::lock_guard const lock(mutex_);
        stopped_ = true;
        running = flight_;
        forgotten.swap(current_);
    }
    if (running)
        settle(std::move(running), aborted(), true);
}

} // namespace dynasio::aws::detail
