// SPDX-License-Identifier: BSL-1.0

#include "http/pool/pool_core.hpp"

#include "clock/add_saturated.hpp"
#include "http/pool/connect_attempt.hpp"

#include <boost/asio/error.hpp>
#include <boost/assert.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace dynasio::http {

using verdict = pool_policy::verdict;

pool_core::pool_core(boost::asio::any_io_executor ex, pool_options o, std::shared_ptr<clock> c)
    : executor(std::move(ex)), options(std::move(o)), time(std::move(c))
{
    if (options.tls.context || !options.tls.ca_file.empty() || !options.tls.certificate_file.empty())
        tls_ = make_tls_context(options.tls);
}

pool_core::~pool_core()
{
    stop();
}

bool pool_core::reuse(http::origin const& to, time_point now, pooled_connection& out)
{
    intrusive_list<pool_member> to_close;
    pool_member* found = nullptr;
    {
        resumption_scope const resuming;
        std::lock_guard const lock(mutex);
        if (stopped_)
            return false;
        pop_expired(now, to_close);
        auto& origin = state_of(to);
        found = origin.policy.reuse(now);
        if (found)
            out.hold(origin, static_cast<connection&>(*found), true);
    }
    destroy(to_close, close_reason::idle);
    return found != nullptr;
}

verdict pool_core::acquire(http::origin const& to, time_point now, pooled_connection& out, queued_request& w)
{
    intrusive_list<pool_member> to_close;
    pool_policy::decision decided{verdict::refuse};
    {
        resumption_scope const resuming;
        std::lock_guard const lock(mutex);
        if (stopped_)
            return verdict::refuse;
        pop_expired(now, to_close);
        auto& origin = state_of(to);
        decided = origin.policy.acquire(w, now);
        if (decided.what == verdict::reuse)
            out.hold(origin, static_cast<connection&>(*decided.reused), true);
        if (decided.what == verdict::connect || decided.what == verdict::wait)
            join_queue(origin, w, now);
        if (decided.what == verdict::connect)
            begin_attempt(origin, w, now);
    }
    destroy(to_close, close_reason::idle);
    if (decided.what == verdict::reuse)
        report_use(out.get(), true, now - decided.reused->idle_since);
    else
        report_queued(w);
    return decided.what;
}

void pool_core::join_queue(origin_state& origin, queued_request& w, time_point now) noexcept
{
    w.since = now;
    w.origin = &origin;
    ++origin.users;
}

void pool_core::leave_queue(queued_request& w, pooled_connection& out) noexcept
{
    auto& origin = *w.origin;
    {
        std::lock_guard const lock(mutex);
        origin.policy.withdraw(w);
        if (auto* const attempt = std::exchange(w.attempt, nullptr))
            attempt->asker = nullptr;
        if (!w.wakeup.claim() && w.granted)
            out.hold(origin, *w.granted, w.granted_used);
        if (!options.events)
        {
            --origin.users;
            return;
        }
    }
    // The request still counts among the users of the origin, which is not forgotten before.
    report_left(w, w.granted != nullptr);
    if (out)
        report_use(out.get(), w.granted_used, {});
    std::lock_guard const lock(mutex);
    --origin.users;
}

bool pool_core::is_connecting(queued_request const& w) const
{
    auto const now = time->now();
    std::lock_guard const lock(mutex);
    return w.attempt && now - w.attempt_since >= w.attempt_since - w.since;
}

std::string pool_core::explain_timeout(queued_request const& w) const
{
    auto const now = time->now();
    std::lock_guard const lock(mutex);
    auto const& origin = *w.origin;
    auto text = "all " + std::to_string(origin.policy.permits()) + " connections to " + origin.host_header
        + " are in use";
    if (!origin.last_failure.empty() && now - origin.failed_at <= options.address_cooldown)
        text += "; last failure to connect: " + origin.last_failure;
    return text;
}

bool pool_core::hand_over(origin_state& origin, connection& c, bool used, queued_request* own) noexcept
{
    connect_attempt* spare = nullptr;
    while (auto* const w = static_cast<queued_request*>(origin.policy.next_waiter()))
    {
        if (w->attempt)
        {
            spare = std::exchange(w->attempt, nullptr);
            spare->asker = nullptr;
        }
        if (!w->wakeup.claim())
            continue; // its deadline or its cancellation was first
        w->granted = &c;
        w->granted_used = used;
        w->wakeup.complete({});
        if (own && own->linked())
        {
            // Another request has got the connection of its attempt; it gets the attempt of that one.
            BOOST_ASSERT(spare);
            own->attempt = spare;
            spare->asker = own;
        }
        return true;
    }
    return false;
}

void pool_core::rest(origin_state& origin, connection& c, time_point now) noexcept
{
    origin.policy.rest(c, now);
    next_expiry_ = std::min(next_expiry_, add_saturated(now, options.idle_timeout));
}

void pool_core::begin_attempt(origin_state& origin, queued_request& w, time_point now)
{
    auto attempt = std::make_shared<connect_attempt>(*this, origin, now);
    attempt->asker = &w;
    w.attempt = attempt.get();
    w.attempt_since = now;
    ++origin.users;
    attempts_.push_back(*attempt);
    resumption_scope::run(start_of(std::move(attempt)));
}

void pool_core::use_free_permit(origin_state& origin, time_point now) noexcept
{
    if (stopped_)
        return;
    if (auto* const w = static_cast<queued_request*>(origin.policy.next_to_connect()))
        begin_attempt(origin, *w, now);
}

void pool_core::end_attempt(connect_attempt& a, std::unique_ptr<connection> made) noexcept
{
    auto const now = time->now();
    report_end(a, made.get());
    resumption_scope const resuming;
    std::unique_lock lock(mutex);
    auto& origin = a.origin;
    attempts_.erase(a);
    --origin.users;
    auto* const own = std::exchange(a.asker, nullptr);
    if (own)
        own->attempt = nullptr;
    if (made && !stopped_)
    {
        ++connected_;
        resumed_ += a.resumed;
        origin.last_failure.clear();
        auto& c = *made.release();
        origin.policy.adopt(c);
        if (!hand_over(origin, c, false, own))
            rest(origin, c, now);
        return;
    }
    if (made)
        a.failure.code = boost::asio::error::operation_aborted;
    auto const too_late = std::move(made);
    origin.last_failure = a.failure.detail;
    origin.failed_at = now;
    origin.policy.give_back_permit();
    if (own)
    {
        origin.policy.withdraw(*own);
        if (own->wakeup.claim())
        {
            own->failure = std::move(a.failure);
            own->wakeup.complete(own->failure.code);
        }
    }
    use_free_permit(origin, now);
    lock.unlock();
    if (too_late)
        report_closed(*too_late, close_reason::stopped);
}

bool pool_core::enlist(stream_lease& l)
{
    std::lock_guard const lock(mutex);
    if (!stopped_)
        streams_.push_back(l);
    return !stopped_;
}

void pool_core::delist(stream_lease& l) noexcept
{
    std::lock_guard const lock(mutex);
    if (l.linked())
        streams_.erase(l);
}

void pool_core::pop_idle(intrusive_list<pool_member>& to_close) noexcept
{
    for (auto& [name, origin] : origins_)
        while (auto* const m = origin->policy.pop_idle())
            to_close.push_back(*m);
}

void pool_core::close_idle() noexcept
{
    intrusive_list<pool_member> to_close;
    {
        std::lock_guard const lock(mutex);
        pop_idle(to_close);
    }
    destroy(to_close, close_reason::idle);
}

void pool_core::stop() noexcept
{
    intrusive_list<pool_member> to_close;
    std::vector<std::shared_ptr<connect_attempt>> attempts;
    std::vector<std::shared_ptr<lease_owner>> streams;
    resumption_scope const resuming;
    {
        std::lock_guard const lock(mutex);
        stopped_ = true;
        for (auto& [name, origin] : origins_)
        {
            origin->policy.for_each_busy(
                [](pool_member& m) { static_cast<connection&>(m).cut_off(cut::stopped); });
            while (auto* const w = static_cast<queued_request*>(origin->policy.next_waiter()))
                w->wakeup.wake(boost::asio::error::operation_aborted);
        }
        pop_idle(to_close);
        attempts_.for_each([&](connect_attempt& a) { attempts.push_back(a.shared_from_this()); });
        streams_.for_each(
            [&](stream_lease& l)
            {
                if (auto owner = l.owner())
                    streams.push_back(std::move(owner));
            });
    }
    for (auto const& s : streams)
        s->shut();
    for (auto const& a : attempts)
        a->abort();
    destroy(to_close, close_reason::stopped);
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
    for (auto const& [name, origin] : origins_)
    {
        all.idle += origin->policy.idle();
        all.busy += origin->policy.busy();
        all.connecting += origin->policy.connecting();
        all.waiting += origin->policy.waiting();
    }
    all.connected = connected_;
    all.resumed = resumed_;
    return all;
}

std::shared_ptr<boost::asio::ssl::context> pool_core::tls()
{
    {
        std::lock_guard const lock(mutex);
        if (tls_)
            return tls_;
    }
    auto made = make_tls_context(options.tls); // may read files
    std::lock_guard const lock(mutex);
    if (!tls_)
        tls_ = std::move(made);
    return tls_;
}

origin_state& pool_core::state_of(http::origin const& to)
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
        { return o.second->policy.permits() == 0 && o.second->users == 0 && !o.second->resolving; });
}

void pool_core::pop_expired(time_point now, intrusive_list<pool_member>& to_close) noexcept
{
    if (now < next_expiry_)
        return;
    next_expiry_ = time_point::max();
    for (auto& [name, origin] : origins_)
    {
        while (auto* const m = origin->policy.pop_expired(now))
        {
            to_close.push_back(*m);
            use_free_permit(*origin, now);
        }
        if (auto const next = origin->policy.next_expiry())
            next_expiry_ = std::min(next_expiry_, *next);
    }
}

void pool_core::destroy(intrusive_list<pool_member>& to_close, close_reason why) const noexcept
{
    while (auto* const m = to_close.pop_front())
    {
        std::unique_ptr<connection> const closed(static_cast<connection*>(m));
        report_closed(*closed, why);
    }
}

} // namespace dynasio::http
