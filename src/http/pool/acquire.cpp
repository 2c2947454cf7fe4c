// SPDX-License-Identifier: BSL-1.0

#include "http/pool/pool_core.hpp"

#include <boost/asio/error.hpp>

namespace dynasio::http {
namespace {

/// In the queue as long as it lives; what was granted and not taken goes to the next.
class queue_entry
{
public:
    queue_entry(pool_core& pool, pooled_connection& out, interruption* stop)
        : pool_(pool), out_(out), stop_(stop)
    {}
    queue_entry(queue_entry const&) = delete;
    queue_entry& operator=(queue_entry const&) = delete;
    ~queue_entry() { leave(); }

    /// Until a connection is granted, or not; `out` has it then.
    boost::asio::awaitable<transport_error> wait_until(time_point deadline)
    {
        if (deadline != no_deadline)
            pool_.time->arm(request, deadline);
        if (stop_)
            stop_->watch(request);
        co_await request.wakeup.async_wait();
        auto failure = explain();
        leave();
        co_return failure;
    }

    queued_request request;

private:
    transport_error explain()
    {
        transport_error failure = request.failure;
        failure.code = request.wakeup.reason();
        if (!failure.code || request.failure.code)
            return failure;
        bool const connecting = pool_.is_connecting(request);
        failure.reached = connecting ? stage::connecting : stage::waiting;
        if (failure.code == errc::acquire_timeout && !connecting)
        {
            failure.detail = pool_.explain_timeout(request);
            return failure;
        }
        if (failure.code == errc::acquire_timeout)
            failure.code = errc::connect_timeout;
        failure.detail = connecting ? "while connecting to " : "while waiting for a connection to ";
        failure.detail += request.origin->host_header;
        return failure;
    }

    void leave() noexcept
    {
        if (!request.origin)
            return;
        pool_.time->disarm(request);
        if (stop_)
            stop_->unwatch();
        pool_.leave_queue(request, out_);
        request.origin = nullptr;
    }

    pool_core& pool_;
    pooled_connection& out_;
    interruption* const stop_;
};

} // namespace

boost::asio::awaitable<transport_error> wait_for_connection(
    pool_core& pool, http::origin const& to, time_point deadline, pooled_connection& out, interruption* stop)
{
    using verdict = pool_policy::verdict;
    transport_error failure;
    queue_entry place(pool, out, stop);
    auto const decided = pool.acquire(to, pool.time->now(), out, place.request);
    if (decided == verdict::refuse)
    {
        bool const stopped = pool.stopped();
        failure.code = stopped ? make_error_code(boost::asio::error::operation_aborted) : errc::queue_full;
        if (stopped)
            failure.detail = "the pool was stopped";
        else
            failure.detail = "the queue for " + to.host_header() + " is full";
    }
    else if (decided != verdict::reuse)
        failure = co_await place.wait_until(deadline);
    co_return failure;
}

boost::asio::awaitable<transport_error> replace_connection(
    pool_core& pool, time_point deadline, pooled_connection& held, interruption* stop)
{
    queue_entry place(pool, held, stop);
    held.replace(place.request);
    co_return co_await place.wait_until(deadline);
}

} // namespace dynasio::http
