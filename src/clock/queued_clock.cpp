// SPDX-License-Identifier: BSL-1.0

#include "clock/queued_clock.hpp"

#include <boost/asio/error.hpp>

namespace dynasio::http {

void queued_clock::arm(alarm& a, time_point when)
{
    {
        std::lock_guard const lock(mutex_);
        if (!stopped_)
        {
            if (queue_.push(a, when))
                schedule(when);
            return;
        }
    }
    a.fire(boost::asio::error::operation_aborted);
}

bool queued_clock::disarm(alarm& a) noexcept
{
    std::unique_lock lock(mutex_);
    if (queue_.erase(a))
    {
        if (queue_.empty())
            schedule(std::nullopt);
        return true;
    }
    ++disarming_;
    fired_.wait(lock, [&] { return !fires_elsewhere(a); });
    --disarming_;
    return false;
}

void queued_clock::stop() noexcept
{
    std::unique_lock lock(mutex_);
    stopped_ = true;
    while (auto* const a = queue_.pop_due(time_point::max()))
        fire_unlocked(*a, boost::asio::error::operation_aborted, lock);
    schedule(std::nullopt);
}

void queued_clock::fire_due(time_point now) noexcept
{
    std::unique_lock lock(mutex_);
    expired();
    while (auto* const a = queue_.pop_due(now))
        fire_unlocked(*a, {}, lock);
    if (queue_.empty())
        schedule(std::nullopt);
    else
        schedule(queue_.earliest());
}

std::size_t queued_clock::pending() const
{
    std::lock_guard const lock(mutex_);
    return queue_.size();
}

std::optional<time_point> queued_clock::earliest() const
{
    std::lock_guard const lock(mutex_);
    if (queue_.empty())
        return std::nullopt;
    return queue_.earliest();
}

bool queued_clock::fires_elsewhere(alarm const& a) const noexcept
{
    for (auto const* f = firing_; f; f = f->next)
        if (f->who == &a && f->where != std::this_thread::get_id())
            return true;
    return false;
}

void queued_clock::fire_unlocked(
    alarm& a, boost::system::error_code reason, std::unique_lock<std::mutex>& lock) noexcept
{
    firing record{&a, std::this_thread::get_id(), firing_};
    firing_ = &record;
    lock.unlock();
    a.fire(reason); // the alarm may be gone after this
    lock.lock();
    auto** link = &firing_;
    while (*link != &record)
        link = &(*link)->next;
    *link = record.next;
    if (disarming_ != 0)
        fired_.notify_all();
}

} // namespace dynasio::http
