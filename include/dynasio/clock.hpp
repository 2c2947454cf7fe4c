// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_CLOCK_HPP
#define DYNASIO_CLOCK_HPP

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>

namespace dynasio::http {

/// Points in time for deadlines; never set back.
using time_point = std::chrono::steady_clock::time_point;

/// Points in time for people and signatures.
using wall_time = std::chrono::system_clock::time_point;

/// No deadline.
inline constexpr time_point no_deadline = time_point::max();

/// Something that wants to be told when a moment has come. Derive from it, keep it alive while it is armed.
class alarm
{
public:
    alarm() = default;
    alarm(alarm const&) = delete;
    alarm& operator=(alarm const&) = delete;

    /// Called once: with no error when the time has come, with `operation_aborted` when the clock was stopped. It may
    /// run on any thread of the clock's executor, must not throw or block, and may arm or disarm alarms.
    virtual void fire(boost::system::error_code reason) noexcept = 0;

protected:
    ~alarm() = default;

private:
    friend class alarm_queue;
    time_point when_{};
    std::size_t position_ = static_cast<std::size_t>(-1);
};

/// The one source of time of a client: what time it is, and a call when a moment has come. Everything in the library
/// that waits for time to pass waits here, so that tests can move time by hand (`dynasio::testing::manual_clock`).
/// Thread safety: shared objects are safe.
class clock
{
public:
    virtual ~clock() = default;

    [[nodiscard]] virtual time_point now() const noexcept = 0;
    [[nodiscard]] virtual wall_time wall_now() const noexcept = 0;

    /// Has `a.fire` called at `when`. Once the clock is stopped, `fire` is called with `operation_aborted`, inside this call.
    virtual void arm(alarm& a, time_point when) = 0;

    /// Takes the alarm back. False when `fire` has been called, is being called on another thread, or was never due.
    /// After this returns, `fire` is not running on any other thread and will not be called.
    virtual bool disarm(alarm& a) noexcept = 0;

    /// Fires every armed alarm with `operation_aborted`, and all that are armed later.
    virtual void stop() noexcept = 0;
};

/// The real clock: `std::chrono` for the time, one `steady_timer` on `executor` for all alarms together.
/// Lifetimes: the execution context must outlive the clock; where it goes with alarms pending, they are told.
std::shared_ptr<clock> make_clock(boost::asio::any_io_executor executor);

/// Ends the waits of one operation from outside: at any time, from any thread. An operation waits for one thing at a time,
/// and watches meanwhile with the alarm by which that wait is ended.
class interruption
{
public:
    interruption() = default;
    interruption(interruption const&) = delete;
    interruption& operator=(interruption const&) = delete;

    /// Has `a.fire` called with `operation_aborted` by `interrupt`; inside of this call, if that was before. `fire` must not
    /// block, not use this object, and not end operations (`client::cancel`, `client::drain`). One alarm at a time.
    void watch(alarm& a) noexcept;

    /// Takes the alarm back, if there is one. After this returns, `fire` is not running on any other thread and will not be
    /// called.
    void unwatch() noexcept;

    /// For good: whoever watches later is told at once.
    void interrupt() noexcept;

    [[nodiscard]] bool interrupted() const noexcept
    {
        auto const* const now = watching_.load(std::memory_order_acquire);
        return now == &over_ || now == &firing_;
    }

private:
    struct mark final : alarm
    {
        void fire(boost::system::error_code) noexcept override {}
    };

    // Stand for states in place of an alarm that watches.
    inline static mark firing_;
    inline static mark over_;

    std::atomic<alarm*> watching_{nullptr};
};

/// Ends at `when`. Cancellation: every type; ends with `operation_aborted` then, when the clock is stopped,
/// and when `stop` is interrupted, which must outlive the operation. Errors are thrown as `boost::system::system_error`.
boost::asio::awaitable<void> sleep_until(
    std::shared_ptr<clock> source, time_point when, interruption* stop = nullptr);

} // namespace dynasio::http

#endif
