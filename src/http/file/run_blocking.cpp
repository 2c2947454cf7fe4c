// SPDX-License-Identifier: BSL-1.0

#include "http/file/blocking_calls.hpp"
#include "http/file/context_gate.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace dynasio::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// Runs the job, unless nobody waits for it, and wakes the coroutine in every case.
class job_step final : public blocking_step
{
public:
    job_step(std::shared_ptr<blocking_job> job, gated_waker waker)
        : job_(std::move(job)), waker_(std::move(waker))
    {}
    ~job_step() override
    {
        job_.reset(); // where nobody waits for it, its end is here, before anybody knows
        waker_.wake(reason_);
    }

    void run() noexcept override
    {
        if (job_->cancelled())
            return;
        job_->run();
        reason_ = {};
    }

private:
    std::shared_ptr<blocking_job> job_;
    gated_waker const waker_;
    error_code reason_ = asio::error::operation_aborted;
};

/// Tells the job when the coroutine goes.
class job_owner
{
public:
    explicit job_owner(blocking_job& job) : job_(job) {}
    job_owner(job_owner const&) = delete;
    job_owner& operator=(job_owner const&) = delete;
    ~job_owner()
    {
        if (!ended)
            job_.cancel();
    }

    bool ended = false;

private:
    blocking_job& job_;
};

} // namespace

asio::awaitable<error_code> run_blocking(
    std::shared_ptr<blocking_calls> calls, std::shared_ptr<blocking_job> job)
{
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none)
        co_return asio::error::operation_aborted;

    auto const executor = co_await asio::this_coro::executor;
    gated_event done(asio::query(executor, asio::execution::context));
    job_owner owner(*job);
    calls->start(std::make_unique<job_step>(job, done.waker()));
    auto const cancel = [&](asio::cancellation_type type)
    {
        if (type != asio::cancellation_type::none && job->cancel())
            done.event().wake(asio::error::operation_aborted);
    };
    auto sleeping = done.event().async_wait(cancel);
    co_await std::move(sleeping);
    auto const reason = done.event().reason();
    owner.ended = !reason;
    co_return reason;
}

} // namespace dynasio::http
