// SPDX-License-Identifier: BSL-1.0
//
// What a client knows of its operations in flight, to end or to await them all. The entries live in the frames of their
// coroutines, so a call pays for two locks and no allocation.

#ifndef DYNASIO_SRC_CALL_CALLS_IN_FLIGHT_HPP
#define DYNASIO_SRC_CALL_CALLS_IN_FLIGHT_HPP

#include "clock/one_shot_event.hpp"
#include "http/pool/intrusive_list.hpp"

#include <dynasio/clock.hpp>

#include <boost/asio/error.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace dynasio::call {

/// Thread safety: shared objects are safe.
class calls_in_flight
{
public:
    /// Each `cancel` begins a round. An operation of several calls belongs to the round in which it began: its calls of
    /// later rounds are cancelled before they begin. 0 is no round.
    using round = std::uint64_t;

    enum class kind : bool
    {
        call,
        pause, ///< between the calls of an operation; nobody waits for it
    };

    /// An operation, from its first step to its end.
    class entry final : public http::list_hook
    {
    public:
        /// `began`: the round of the operation that the call is a part of; 0 if it stands alone.
        entry(calls_in_flight& all, kind what, round began);
        entry(entry const&) = delete;
        entry& operator=(entry const&) = delete;
        ~entry();

        /// False after the client was drained: the call must not begin.
        [[nodiscard]] bool is_admitted() const noexcept { return admitted_; }

        /// Ends what it waits for when the client cancels its operations.
        http::interruption stop;

    private:
        friend class calls_in_flight;

        calls_in_flight& all_;
        kind const what_;
        bool admitted_ = true;
    };

    /// Waits until no call is in flight. Lives in the frame of its coroutine.
    class waiter final
        : public http::list_hook
        , public http::alarm
    {
    public:
        /// No call begins from now on.
        explicit waiter(calls_in_flight& all);
        waiter(waiter const&) = delete;
        waiter& operator=(waiter const&) = delete;
        ~waiter();

        void fire(boost::system::error_code reason) noexcept override
        {
            ended.wake(reason ? reason : make_error_code(boost::asio::error::timed_out));
        }

        /// The calls that were in flight at first.
        [[nodiscard]] std::size_t calls() const noexcept { return calls_; }

        http::one_shot_event ended;

    private:
        friend class calls_in_flight;

        calls_in_flight& all_;
        std::size_t calls_ = 0;
        std::size_t cut_before_ = 0;
    };

    /// Ends all operations in flight with `operation_aborted`. The number of calls.
    std::size_t cancel() noexcept;

    [[nodiscard]] round current_round() const noexcept { return round_.load(std::memory_order_relaxed); }

    /// The calls that have ended since the waiter began, by whomever they were cut.
    [[nodiscard]] std::size_t cut_since(waiter const& w) const noexcept;

    // Without the lock, so that an alarm that `cancel` fires may ask.
    [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }
    [[nodiscard]] bool is_draining() const noexcept { return draining_.load(std::memory_order_relaxed); }

private:
    mutable std::mutex mutex_;
    http::intrusive_list<entry> calls_;
    http::intrusive_list<entry> pauses_;
    http::intrusive_list<waiter> waiters_;
    std::atomic<round> round_ = 1; // changed under the lock
    // Changed under the lock.
    std::atomic<std::size_t> size_ = 0; ///< of `calls_`
    std::atomic<bool> draining_ = false;
    std::size_t cut_ = 0; ///< calls that were interrupted before they ended
};

} // namespace dynasio::call

#endif
