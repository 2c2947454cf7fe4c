// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/credentials_cache.hpp"

#include "clock/add_saturated.hpp"
#include "clock/nursery.hpp"
#include "clock/one_shot_event.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <string>
#include <utility>

namespace dynasio::aws::detail {

namespace asio = boost::asio;
using error_code = boost::system::error_code;

namespace {

credentials_error aborted()
{
    return {asio::error::operation_aborted, "the client was destroyed"};
}

credentials_error failure_of(credentials_provider const& provider, error_code code, std::string const& why)
{
    return {code, "provider " + std::string(provider.name()) + ": " + why};
}

/// What an exception of a provider means.
credentials_error failure_of(credentials_provider const& provider, std::exception_ptr thrown)
{
    try
    {
        std::rethrow_exception(std::move(thrown));
    }
    catch (boost::system::system_error const& e)
    {
        return failure_of(provider, e.code(), e.what());
    }
    catch (std::exception const& e)
    {
        return failure_of(provider, errc::credentials_failed, e.what());
    }
    catch (...)
    {
        return failure_of(provider, errc::credentials_failed, "an exception of unknown type");
    }
}

} // namespace

/// Armed from its start until it is settled.
class credentials_cache::flight final
    : public http::alarm
    , public std::enable_shared_from_this<flight>
{
public:
    flight(std::shared_ptr<credentials_cache> cache, http::time_point until)
        : owner(std::move(cache)), deadline(until)
    {}

    void fire(error_code reason) noexcept override
    {
        owner->settle(shared_from_this(),
            reason ? aborted()
                   : failure_of(
                         *owner->provider_, errc::credentials_failed, "no credentials within its timeout"),
            true);
    }

    std::shared_ptr<credentials_cache> const owner; // which has this until it is settled
    http::time_point const deadline;
    std::shared_ptr<http::child_group> const children =
        std::make_shared<http::child_group>(http::on_failure::keep_others);

    // Under the mutex of the owner.
    waiter* waiters = nullptr;
    bool settled = false;
    // Not changed once it is settled.
    credentials_result outcome = aborted();
};

/// A call that waits for a flight. Owned by its coroutine.
class credentials_cache::waiter final : public http::alarm
{
public:
    waiter() = default;
    ~waiter()
    {
        if (armed_)
            flight_->owner->clock_->disarm(*this);
        if (!flight_)
            return;
        std::lock_guard const lock(flight_->owner->mutex_);
        if (flight_->settled)
            return;
        (previous ? previous->next : flight_->waiters) = next;
        if (next)
            next->previous = previous;
    }

    /// Under the mutex of the owner.
    void join(flight_ptr which) noexcept
    {
        next = which->waiters;
        if (next)
            next->previous = this;
        which->waiters = this;
        flight_ = std::move(which);
    }

    void arm(http::time_point deadline)
    {
        if (deadline == http::no_deadline)
            return;
        armed_ = true;
        flight_->owner->clock_->arm(*this, deadline);
    }

    void fire(error_code reason) noexcept override
    {
        event.wake(reason ? reason : make_error_code(asio::error::timed_out));
    }

    http::one_shot_event event;
    waiter* next = nullptr;
    waiter* previous = nullptr;

private:
    flight_ptr flight_;
    bool armed_ = false;
};

/// Settles a flight when its coroutine ends, in whatever way: with the execution context too, or before it has begun.
class credentials_cache::landing
{
public:
    explicit landing(flight_ptr which) : flight_(std::move(which)) {}
    landing(landing&&) = default;
    ~landing()
    {
        if (flight_)
            settle(aborted());
    }

    void settle(credentials_result outcome) noexcept
    {
        auto* const owner = flight_->owner.get();
        owner->settle(std::move(flight_), std::move(outcome), false);
    }

    [[nodiscard]] flight const& where() const noexcept { return *flight_; }

private:
    flight_ptr flight_;
};

credentials_cache::credentials_cache(std::shared_ptr<credentials_provider> provider,
    asio::any_io_executor executor, std::shared_ptr<http::transport> transport,
    std::shared_ptr<http::clock> clock)
    : provider_(std::move(provider)),
      executor_(std::move(executor)),
      transport_(std::move(transport)),
      clock_(std::move(clock))
{}

credentials_cache::~credentials_cache() = default;

credentials_cache::credentials_ptr credentials_cache::cached(http::wall_time now) noexcept
{
    if (auto found = provider_->cached(now))
        return found;
    std::lock_guard const lock(mutex_);
    return current_ && !current_->is_expired(now) ? current_ : nullptr;
}

asio::awaitable<credentials_result> credentials_cache::get(http::time_point deadline, http::wall_time now)
{
    auto const flight_deadline = http::add_saturated(clock_->now(), provider_->timeout());
    flight_ptr joined;
    bool is_first = false;
    waiter w;
    {
        std::lock_guard const lock(mutex_);
        if (stopped_)
            co_return aborted();
        if (current_ && !current_->is_expired(now))
            co_return current_;
        is_first = !flight_;
        if (is_first)
            flight_ = std::make_shared<flight>(shared_from_this(), flight_deadline);
        joined = flight_;
        w.join(joined);
    }
    if (is_first)
        start(joined);
    w.arm(deadline);
    co_await w.event.async_wait();
    if (auto const why = w.event.reason())
        co_return credentials_error(why,
            std::string(why == asio::error::timed_out ? "deadline exceeded" : "cancelled")
                + " while waiting for AWS credentials of provider " + std::string(provider_->name()));
    co_return joined->outcome;
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
    credentials_result outcome = credentials_ptr();
    std::exception_ptr thrown;
    try
    {
        outcome = co_await cache.provider_->get(with);
    }
    catch (...)
    {
        thrown = std::current_exception();
    }
    if (thrown)
        outcome = failure_of(*cache.provider_, std::move(thrown));
    else if (outcome.has_value() && !*outcome)
        outcome = failure_of(*cache.provider_, errc::credentials_failed, "returned null");
    end.settle(std::move(outcome));
}

// The flight is kept by the argument while others let it go.
void credentials_cache::settle(flight_ptr which, credentials_result outcome, bool cancel) noexcept
{
    flight_ptr released;
    credentials_ptr replaced;
    waiter* to_wake = nullptr;
    {
        std::lock_guard const lock(mutex_);
        if (which->settled)
            return;
        which->settled = true;
        which->outcome = std::move(outcome);
        released.swap(flight_);
        if (which->outcome.has_value() && !stopped_)
            replaced = std::exchange(current_, *which->outcome);
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
