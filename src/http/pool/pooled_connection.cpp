// SPDX-License-Identifier: BSL-1.0

#include "http/pool/pooled_connection.hpp"

#include "http/pool/pool_core.hpp"

#include <utility>

namespace dynasio::http {

/// Out of the hands of the request, and out of reach of its deadline.
std::unique_ptr<connection> pooled_connection::take() noexcept
{
    std::unique_ptr<connection> c(std::exchange(connection_, nullptr));
    if (c)
        pool_.time->disarm(*c);
    return c;
}

void pooled_connection::release(time_point now) noexcept
{
    auto c = take();
    resumption_scope const resuming;
    {
        std::lock_guard const lock(pool_.mutex);
        if (!pool_.stopped_ && c->was_cut == cut::none)
        {
            auto& kept = *c.release();
            if (!pool_.hand_over(*origin_, kept, true))
                pool_.rest(*origin_, kept, now);
            return;
        }
        origin_->policy.remove(*c);
        pool_.use_free_permit(*origin_, now);
    }
    // Without a reason of its own it is closed since the pool has stopped.
    auto const why = c->why_closed();
    bool const stopped = why == close_reason::cancelled && c->was_cut == cut::none;
    pool_.report_closed(*c, stopped ? close_reason::stopped : why);
}

void pooled_connection::close() noexcept
{
    auto const c = take();
    if (!c)
        return;
    pool_.report_closed(*c, c->why_closed());
    auto const now = pool_.time->now();
    resumption_scope const resuming;
    std::lock_guard const lock(pool_.mutex);
    origin_->policy.remove(*c);
    pool_.use_free_permit(*origin_, now);
}

void pooled_connection::replace(queued_request& w) noexcept
{
    auto const c = take();
    pool_.report_closed(*c, c->why_closed());
    auto const now = pool_.time->now();
    {
        resumption_scope const resuming;
        std::lock_guard const lock(pool_.mutex);
        origin_->policy.replace(*c, w);
        pool_.join_queue(*origin_, w, now);
        pool_.begin_attempt(*origin_, w, now);
    }
    pool_.report_queued(w);
}

} // namespace dynasio::http
