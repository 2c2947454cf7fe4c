// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLOCK_QUEUED_CLOCK_HPP
#define DYNASIO_SRC_CLOCK_QUEUED_CLOCK_HPP

#include "clock/alarm_queue.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace dynasio::http {

/// What the real and the manual clock have in common: the queue, its lock, and who is firing where.
/// An alarm's `fire` runs without the lock, so it may arm and disarm; `disarm` waits for a `fire` on another thread.
class queued_clock
{
public:
    void arm(alarm& a, time_point when);
    bool disarm(alarm& a) noexcept;
    void stop() noexcept;

    /// Fires, in order of time, all alarms that are due at `now`.
    void fire_due(time_point now) noexcept;

    [[nodiscard]] std::size_t pending() const;
    [[nodiscard]] std::optional<time_point> earliest() const;

protected:
    ~queued_clock() = default;

    /// Told under the lock when the earliest moment has moved closer, was reached, or (nothing) when no alarm is left.
    virtual void schedule(std::optional<time_point> earliest) noexcept = 0;

    /// Told under the lock when the moment that was scheduled has come.
    virtual void expired() noexcept {}

private:
    struct firing
    {
        alarm* who;
        std::thread::id where;
        firing* next;
    };

    bool fires_elsewhere(alarm const& a) const noexcept;
    void fire_unlocked(
        alarm& a, boost::system::error_code reason, std::unique_lock<std::mutex>& lock) noexcept;

    mutable std::mutex mutex_;
    std::condition_variable fired_;
    alarm_queue queue_;
    firing* firing_ = nullptr;
    std::size_t disarming_ = 0;
    bool stopped_ = false;
};

} // namespace dynasio::http

#endif
