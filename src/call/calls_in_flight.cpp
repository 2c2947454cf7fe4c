// SPDX-License-Identifier: BSL-1.0

#include "call/calls_in_flight.hpp"

namespace dynasio::call {

calls_in_flight::entry::entry(calls_in_flight& all, kind what, round began) : all_(all), what_(what)
{
    bool late = false;
    {
        std::lock_guard const lock(all_.mutex_);
        late = began != 0 && began != all_.round_;
        admitted_ = what_ == kind::pause || !all_.draining_;
        if (admitted_)
            (what_ == kind::call ? all_.calls_ : all_.pauses_).push_back(*this);
        if (admitted_ && what_ == kind::call)
            ++all_.size_;
    }
    if (late)
        stop.interrupt();
}

calls_in_flight::entry::~entry()
{
    if (!admitted_)
        return;
    http::resumption_scope const resuming;
    std::lock_guard const lock(all_.mutex_);
    (what_ == kind::call ? all_.calls_ : all_.pauses_).erase(*this);
    if (what_ == kind::pause)
        return;
    --all_.size_;
    all_.cut_ += stop.interrupted() ? 1 : 0;
    if (all_.calls_.empty())
        all_.waiters_.for_each([](waiter& w) { w.ended.wake({}); });
}

calls_in_flight::waiter::waiter(calls_in_flight& all) : all_(all)
{
    std::lock_guard const lock(all_.mutex_);
    all_.draining_ = true;
    calls_ = all_.calls_.size();
    cut_before_ = all_.cut_;
    all_.waiters_.push_back(*this);
    if (calls_ == 0)
        ended.wake({}); // nobody sleeps yet
}

calls_in_flight::waiter::~waiter()
{
    std::lock_guard const lock(all_.mutex_);
    all_.waiters_.erase(*this);
}

std::size_t calls_in_flight::cancel() noexcept
{
    http::resumption_scope const resuming;
    std::lock_guard const lock(mutex_);
    ++round_;
    calls_.for_each([](entry& e) { e.stop.interrupt(); });
    pauses_.for_each([](entry& e) { e.stop.interrupt(); });
    return calls_.size();
}

std::size_t calls_in_flight::cut_since(waiter const& w) const noexcept
{
    std::lock_guard const lock(mutex_);
    return cut_ - w.cut_before_;
}

} // namespace dynasio::call
