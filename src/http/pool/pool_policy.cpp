// SPDX-License-Identifier: BSL-1.0

#include "http/pool/pool_policy.hpp"

namespace dynasio::http {

pool_policy::decision pool_policy::acquire(time_point now) noexcept
{
    if (waiting_.empty())
    {
        if (!idle_.empty() && !expired(idle_.back(), now))
        {
            auto* const m = idle_.pop_back();
            busy_.push_back(*m);
            return {verdict::reuse, m};
        }
        // Expired connections still hold slots here; the caller has popped them before, so none is left in practice.
        if (slots_ < limits_.max_connections)
        {
            ++slots_;
            return {verdict::connect};
        }
    }
    return {waiting_.size() < limits_.max_waiting ? verdict::wait : verdict::refuse};
}

pool_member* pool_policy::exchange_slot(time_point now) noexcept
{
    if (idle_.empty() || expired(idle_.back(), now))
        return nullptr;
    auto* const m = idle_.pop_back();
    busy_.push_back(*m);
    --slots_;
    return m;
}

void pool_policy::withdraw(pool_waiter& w) noexcept
{
    if (w.linked())
        waiting_.erase(w);
}

void pool_policy::rest(pool_member& m, time_point now) noexcept
{
    busy_.erase(m);
    m.idle_since = now;
    idle_.push_back(m);
}

pool_member* pool_policy::pop_expired(time_point now) noexcept
{
    if (idle_.empty() || !expired(idle_.front(), now))
        return nullptr;
    return pop_idle();
}

pool_member* pool_policy::pop_idle() noexcept
{
    auto* const m = idle_.pop_front();
    if (m)
        --slots_;
    return m;
}

} // namespace dynasio::http
