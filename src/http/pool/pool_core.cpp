// SPDX-License-Identifier: BSL-1.0

#include "http/pool/pool_core.hpp"

#include <boost/asio/error.hpp>

namespace dynasio::http {

void pooled_connection::adopt(std::unique_ptr<connection> c) noexcept
{
    std::lock_guard const lock(pool_.mutex);
    connection_ = c.release();
    reused_ = false;
    home_->slots.adopt(*connection_);
    if (pool_.stopped_)
        connection_->cut_off(cut::stopped);
}

void pooled_connection::drop_connection() noexcept
{
    if (!connection_)
        return;
    std::unique_ptr<connection> const to_close(std::exchange(connection_, nullptr));
    pool_.time->disarm(*to_close);
    std::lock_guard const lock(pool_.mutex);
    home_->slots.remove(*to_close);
}

bool pooled_connection::exchange(time_point now) noexcept
{
    std::lock_guard const lock(pool_.mutex);
    connection_ = static_cast<connection*>(home_->slots.exchange_slot(now));
    reused_ = connection_ != nullptr;
    return reused_;
}

void pooled_connection::release(time_point now) noexcept
{
    intrusive_list<pool_member> to_close;
    {
        std::lock_guard const lock(pool_.mutex);
        if (!pool_.stopped_ && connection_->was_cut == cut::none)
        {
            auto& slots = home_->slots;
            auto* const c = std::exchange(connection_, nullptr);
            bool handed_on = false;
            while (auto* const w = static_cast<queued_request*>(slots.next_waiter()))
                if (w->wakeup.claim())
                {
                    w->granted = c;
                    w->wakeup.complete({});
                    handed_on = true;
                    break;
                }
            if (!handed_on)
                slots.rest(*c, now);
            while (auto* const m = slots.pop_expired(now))
                to_close.push_back(*m);
            home_ = nullptr;
        }
    }
    pool_core::destroy(to_close);
    if (home_)
        close();
}

void pooled_connection::close() noexcept
{
    if (!home_)
        return;
    drop_connection();
    std::lock_guard const lock(pool_.mutex);
    auto& home = *std::exchange(home_, nullptr);
    home.slots.leave();
    pool_.hand_on_slot(home);
}

pool_core::pool_core(boost::asio::any_io_executor ex, pool_options o, std::shared_ptr<clock> c)
    : executor(std::move(ex)), options(std::move(o)), time(std::move(c))
{
    if (options.tls.context || !options.tls.ca_file.empty())
        tls_ = make_tls_context(options.tls);
}

pool_core::~pool_core()
{
    stop();
}

pool_policy::verdict pool_core::acquire(
    origin const& to, time_point now, pooled_connection& out, queued_request* w)
{
    using verdict = pool_policy::verdict;
    intrusive_list<pool_member> to_close;
    pool_policy::decision decided{verdict::refuse};
    {
        std::lock_guard const lock(mutex);
        if (stopped_)
            return verdict::refuse;
        auto& home = state_of(to);
        while (auto* const m = home.slots.pop_expired(now))
            to_close.push_back(*m);
        decided = home.slots.acquire(now);
        if (decided.what == verdict::reuse || decided.what == verdict::connect)
            out.hold(home, static_cast<connection*>(decided.reused), decided.what == verdict::reuse);
        else if (decided.what == verdict::wait && w)
        {
            home.slots.enqueue(*w);
            ++home.users;
            w->home = &home;
        }
    }
    destroy(to_close);
    return decided.what;
}

void pool_core::leave_queue(queued_request& w, pooled_connection& out) noexcept
{
    std::lock_guard const lock(mutex);
    auto& home = *w.home;
    home.slots.withdraw(w);
    --home.users;
    if (w.wakeup.claim() || w.wakeup.reason())
        return; // nothing was granted
    out.hold(home, w.granted, w.granted != nullptr);
}

void pool_core::hand_on_slot(origin_state& home) noexcept
{
    while (auto* const w = static_cast<queued_request*>(home.slots.next_waiter()))
        if (w->wakeup.claim())
        {
            home.slots.occupy();
            w->wakeup.complete({});
            return;
        }
}

void pool_core::stop() noexcept
{
    intrusive_list<pool_member> to_close;
    {
        std::lock_guard const lock(mutex);
        stopped_ = true;
        for (auto& [name, home] : origins_)
        {
            home->slots.for_each_busy(
                [](pool_member& m) { static_cast<connection&>(m).cut_off(cut::stopped); });
            while (auto* const m = home->slots.pop_idle())
                to_close.push_back(*m);
            while (auto* const w = static_cast<queued_request*>(home->slots.next_waiter()))
                w->wakeup.wake(boost::asio::error::operation_aborted);
        }
        dials.for_each([](connect_attempt_hook& d) { d.abort(); });
    }
    destroy(to_close);
}

bool pool_core::stopped() const
{
    std::lock_guard const lock(mutex);
    return stopped_;
}

pool_statistics pool_core::statistics() const
{
    std::lock_guard const lock(mutex);
    pool_statistics all;
    for (auto const& [name, home] : origins_)
    {
        all.idle += home->slots.idle();
        all.busy += home->slots.busy();
        all.connecting += home->slots.slots() - home->slots.idle() - home->slots.busy();
        all.waiting += home->slots.waiting();
    }
    all.connected = connected;
    all.resumed = resumed;
    return all;
}

boost::asio::ssl::context& pool_core::tls()
{
    std::lock_guard const lock(mutex);
    if (!tls_)
        tls_ = make_tls_context(options.tls);
    return *tls_;
}

origin_state& pool_core::state_of(origin const& to)
{
    if (last_origin_ && last_origin_->name == to)
        return *last_origin_;
    auto at = origins_.find(to);
    if (at == origins_.end())
    {
        forget_unused_origins();
        pool_limits const limits{options.max_connections, options.max_waiting, options.idle_timeout};
        at = origins_.emplace(to, std::make_unique<origin_state>(to, limits, options)).first;
    }
    last_origin_ = at->second.get();
    return *last_origin_;
}

void pool_core::forget_unused_origins()
{
    constexpr std::size_t enough = 64;
    if (origins_.size() < enough)
        return;
    last_origin_ = nullptr;
    std::erase_if(origins_, [](auto const& o)
        { return o.second->slots.slots() == 0 && o.second->users == 0 && !o.second->resolving; });
}

void pool_core::destroy(intrusive_list<pool_member>& to_close) noexcept
{
    while (auto* const m = to_close.pop_front())
        delete static_cast<connection*>(m);
}

} // namespace dynasio::http
