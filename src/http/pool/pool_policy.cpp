// SPDX-License-Identifier: BSL-1.0

#include "http/pool/pool_policy.hpp"

#include "clock/add_saturated.hpp"

namespace dynasio::http {

pool_member* pool_policy::reuse(time_point now) noexcept
{
    if (idle_.empty() || expired(idle_.back(), now) || !expecting_.empty() || !waiting_.empty())
        return nullptr;
    auto* const m = idle_.pop_back();
    busy_.push_back(*m);
    return m;
}

pool_policy::decision pool_policy::acquire(pool_waiter& w, time_point now) noexcept
{
    if (auto* const m = reuse(now))
        return {verdict::reuse, m};
    if (waiting_.empty() && permits_ < limits_.max_connections)
    {
        ++permits_;
        w.has_attempt = true;
        expecting_.push_back(w);
        return {verdict::connect};
    }
    if (waiting_.size() >= limits_.max_waiting)
        return {verdict::refuse};
    waiting_.push_back(w);
    return {verdict::wait};
}

void pool_policy::replace(pool_member& failed, pool_waiter& w) noexcept
{
    busy_.erase(failed);
    w.has_attempt = true;
    expecting_.push_front(w);
}

void pool_policy::withdraw(pool_waiter& w) noexcept
{
    if (w.linked())
        (w.has_attempt ? expecting_ : waiting_).erase(w);
}

pool_waiter* pool_policy::next_waiter() noexcept
{
    auto* const w = expecting_.pop_front();
    return w ? w : waiting_.pop_front();
}

pool_waiter* pool_policy::next_to_connect() noexcept
{
    if (permits_ >= limits_.max_connections)
        return nullptr;
    auto* const w = waiting_.pop_front();
    if (!w)
        return nullptr;
    ++permits_;
    w->has_attempt = true;
    expecting_.push_back(*w);
    return w;
}

void pool_policy::rest(pool_member& m, time_point now) noexcept
{
    busy_.erase(m);
    m.idle_since = now;
    idle_.push_back(m);
}

void pool_policy::remove(pool_member& m) noexcept
{
    busy_.erase(m);
    --permits_;
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
        --permits_;
    return m;
}

std::optional<time_point> pool_policy::next_expiry() noexcept
{
    if (idle_.empty())
        return std::nullopt;
    return add_saturated(idle_.front().idle_since, limits_.idle_timeout);
}

} // namespace dynasio::http
