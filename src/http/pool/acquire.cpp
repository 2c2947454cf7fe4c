// SPDX-License-Identifier: BSL-1.0

#include "http/pool/pool_core.hpp"

#include <boost/asio/error.hpp>

namespace dynasio::http {
namespace {

/// In the queue as long as it lives; what was granted and not taken goes to the next.
class queue_entry
{
public:
    queue_entry(pool_core& pool, pooled_connection& out) : pool_(pool), out_(out) {}
    queue_entry(queue_entry const&) = delete;
    queue_entry& operator=(queue_entry const&) = delete;
    ~queue_entry() { leave(); }

    void wait_until(time_point deadline)
    {
        if (deadline != no_deadline)
            pool_.time->arm(request, deadline);
    }

    void leave() noexcept
    {
        if (!request.home)
            return;
        pool_.time->disarm(request);
        pool_.leave_queue(request, out_);
        request.home = nullptr;
    }

    queued_request request;

private:
    pool_core& pool_;
    pooled_connection& out_;
};

std::string explain_timeout(pool_core& pool, origin const& to, origin_state const& home)
{
    std::lock_guard const lock(pool.mutex);
    auto text =
        "all " + std::to_string(home.slots.slots()) + " connections to " + to.host_header() + " are in use";
    if (!home.last_failure.empty())
        text += "; last failure to connect: " + home.last_failure;
    return text;
}

} // namespace

boost::asio::awaitable<transport_error> wait_for_connection(
    pool_core& pool, origin const& to, time_point deadline, pooled_connection& out)
{
    using verdict = pool_policy::verdict;
    transport_error failure;
    queue_entry place(pool, out);
    auto const decided = pool.acquire(to, pool.time->now(), out, &place.request);
    if (decided == verdict::refuse)
    {
        failure.code =
            pool.stopped() ? make_error_code(boost::asio::error::operation_aborted) : errc::queue_full;
        failure.detail =
            pool.stopped() ? "the pool was stopped" : "the queue for " + to.host_header() + " is full";
        co_return failure;
    }
    if (decided != verdict::wait)
        co_return failure;

    place.wait_until(deadline);
    co_await place.request.wakeup.async_wait();
    failure.code = place.request.wakeup.reason();
    if (failure.code == errc::acquire_timeout)
        failure.detail = explain_timeout(pool, to, *place.request.home);
    else if (failure.code)
        failure.detail = "while waiting for a connection to " + to.host_header();
    place.leave();
    co_return failure;
}

} // namespace dynasio::http
