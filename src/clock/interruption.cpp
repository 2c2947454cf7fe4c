// SPDX-License-Identifier: BSL-1.0

#include <dynasio/clock.hpp>

#include "clock/resumption.hpp"

#include <boost/asio/error.hpp>

#include <thread>

namespace dynasio::http {

void interruption::watch(alarm& a) noexcept
{
    alarm* expected = nullptr;
    if (watching_.compare_exchange_strong(expected, &a, std::memory_order_acq_rel))
        return;
    a.fire(boost::asio::error::operation_aborted);
}

void interruption::unwatch() noexcept
{
    auto* expected = watching_.load(std::memory_order_acquire);
    while (expected != nullptr && expected != &over_)
    {
        if (expected == &firing_)
            std::this_thread::yield(); // on another thread, and not for long
        else if (watching_.compare_exchange_weak(expected, nullptr, std::memory_order_acq_rel))
            return;
        expected = watching_.load(std::memory_order_acquire);
    }
}

void interruption::interrupt() noexcept
{
    resumption_scope const resuming; // those that are told resume others when this object is done with
    auto* found = watching_.load(std::memory_order_acquire);
    while (found != &over_ && found != &firing_)
    {
        auto* const next = found ? &firing_ : &over_;
        if (!watching_.compare_exchange_weak(found, next, std::memory_order_acq_rel))
            continue;
        if (found)
        {
            found->fire(boost::asio::error::operation_aborted);
            watching_.store(&over_, std::memory_order_release);
        }
        return;
    }
}

} // namespace dynasio::http
