// SPDX-License-Identifier: BSL-1.0
//
// What a pool tells those who observe it. Each function is called without the lock.

#include "http/pool/connect_attempt.hpp"
#include "http/pool/pool_core.hpp"

#include <sstream>

namespace dynasio::http {

namespace {

std::string text_of_peer(tcp::endpoint const& e)
{
    std::ostringstream out;
    out << e;
    return out.str();
}

} // namespace

void pool_core::report_end(connect_attempt const& a, connection* made) noexcept
{
    if (!options.events)
        return;
    auto const now = time->now();
    connection_setup how;
    how.took = now - a.began;
    how.resumed = a.resumed;
    if (!made)
        return options.events->connection_failed(a.origin.host_header, a.failure, how.took);
    made->record = std::make_unique<connection_record>(connection_record{
        ++numbers_, a.origin.host_header, text_of_peer(made->peer), a.origin.name.tls, now});
    options.events->connection_made(made->record->seen(), how);
}

void pool_core::report_use(connection& c, bool used, time_point::duration idle) const noexcept
{
    if (!c.record)
        return;
    ++c.record->requests;
    if (used)
        options.events->connection_reused(c.record->seen(), idle);
}

void pool_core::report_closed(connection const& c, close_reason why) const noexcept
{
    if (!c.record)
        return;
    connection_end how;
    how.why = why;
    how.age = time->now() - c.record->made;
    how.requests = c.record->requests;
    options.events->connection_closed(c.record->seen(), how);
}

void pool_core::report_queued(queued_request const& w) const noexcept
{
    if (!options.events || !w.origin)
        return;
    options.events->request_queued(queue_of(*w.origin));
}

void pool_core::report_left(queued_request const& w, bool connected) const noexcept
{
    auto const waited = time->now() - w.since;
    options.events->request_left_queue(queue_of(*w.origin), waited, connected);
}

observed_queue pool_core::queue_of(origin_state const& origin) const noexcept
{
    std::lock_guard const lock(mutex);
    return {origin.host_header, origin.policy.waiting(), origin.policy.connecting()};
}

} // namespace dynasio::http
