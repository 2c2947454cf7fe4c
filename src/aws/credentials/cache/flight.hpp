// SPDX-License-Identifier: BSL-1.0
//
// One `get` of a provider, and the calls that wait for it.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_CACHE_FLIGHT_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_CACHE_FLIGHT_HPP

#include "aws/credentials/ask_provider.hpp"
#include "aws/credentials/cache/credentials_cache.hpp"
#include "clock/nursery.hpp"
#include "clock/one_shot_event.hpp"

#include <exception>
#include <string>
#include <utility>

namespace dynasio::aws::detail {

/// The outcome of what the client did not wait for.
credentials_error aborted();

/// Armed from its start until it is settled.
class credentials_cache::flight final
    : public http::alarm
    , public std::enable_shared_from_this<flight>
{
public:
    /// `ahead`: the time of the server minus ours.
    flight(std::shared_ptr<credentials_cache> cache, http::time_point until, http::wall_time::duration ahead)
        : owner(std::move(cache)), deadline(until), begun(owner->clock_->now()), skew(ahead)
    {}

    void fire(boost::system::error_code reason) noexcept override
    {
        owner->settle(shared_from_this(), reason ? aborted() : too_late(*owner->provider_), true);
    }

    std::shared_ptr<credentials_cache> const owner; // which has this until it is settled
    http::time_point const deadline;
    http::time_point const begun;
    http::wall_time::duration const skew;
    std::shared_ptr<http::child_group> const children =
        std::make_shared<http::child_group>(http::on_failure::keep_others);

    // Under the mutex of the owner.
    waiter* waiters = nullptr;
    bool waited_for = false;
    bool slow = false; ///< a call with credentials that work has given up to wait for it
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
        if (stop_)
            stop_->unwatch();
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
        which->waited_for = true;
        flight_ = std::move(which);
    }

    void arm(http::time_point deadline, http::interruption* stop)
    {
        stop_ = stop;
        if (stop_)
            stop_->watch(*this);
        if (deadline == http::no_deadline)
            return;
        armed_ = true;
        flight_->owner->clock_->arm(*this, deadline);
    }

    void fire(boost::system::error_code reason) noexcept override
    {
        event.wake(reason ? reason : make_error_code(boost::asio::error::timed_out));
    }

    http::one_shot_event event;
    waiter* next = nullptr;
    waiter* previous = nullptr;

private:
    flight_ptr flight_;
    http::interruption* stop_ = nullptr;
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

} // namespace dynasio::aws::detail

#endif
