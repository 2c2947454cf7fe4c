// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLOCK_ALARM_QUEUE_HPP
#define DYNASIO_SRC_CLOCK_ALARM_QUEUE_HPP

#include <dynasio/clock.hpp>

#include <vector>

namespace dynasio::http {

/// Alarms in order of time: a binary heap in which each alarm knows its place, so that taking one back costs no search.
class alarm_queue
{
public:
    /// Adds or moves an alarm. True when it is now the earliest one.
    bool push(alarm& a, time_point when);

    /// False when it was not in the queue.
    bool erase(alarm& a) noexcept;

    /// Takes out the earliest alarm if it is due at `now`.
    alarm* pop_due(time_point now) noexcept;

    [[nodiscard]] bool empty() const noexcept { return heap_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }
    [[nodiscard]] time_point earliest() const noexcept { return heap_.front().when; }

private:
    static constexpr auto nowhere = static_cast<std::size_t>(-1);

    struct entry
    {
        time_point when;
        alarm* who;
    };

    void place(std::size_t at, entry e) noexcept;
    void sift_up(std::size_t at, entry e) noexcept;
    void sift_down(std::size_t at, entry e) noexcept;
    void remove_at(std::size_t at) noexcept;

    std::vector<entry> heap_;
};

} // namespace dynasio::http

#endif
