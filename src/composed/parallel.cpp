// SPDX-License-Identifier: BSL-1.0

#include "composed/parallel.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace dynasio::detail {

namespace asio = boost::asio;

namespace {

using worker_body = std::function<asio::awaitable<void>(worker_group&, std::size_t)>;

/// One worker: lets every type of cancellation through, since the caller's coroutine has filtered it.
asio::awaitable<void> run_worker(
    std::shared_ptr<worker_group> group, worker_body const* work, std::size_t index)
{
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    if (group->cancelled()) // before there was anything to tell of it
        throw boost::system::system_error(asio::error::operation_aborted);
    co_await (*work)(*group, index); // the group owns the work
}

} // namespace

worker_group::worker_group(asio::any_io_executor executor, std::size_t count)
    : strand_(asio::make_strand(std::move(executor))), running_(count)
{
    for (std::size_t i = 0; i < count; ++i)
        signals_.emplace_back();
}

void worker_group::cancel_all(asio::cancellation_type type)
{
    cancelled_ = true;
    for (auto& signal : signals_)
        signal.emit(type);
}

void worker_group::ended(std::size_t worker, std::exception_ptr failure)
{
    signals_[worker].slot().clear();
    if (failure && !failure_)
    {
        failure_ = failure;
        cancel_all(asio::cancellation_type::terminal);
    }
    if (--running_ == 0)
    {
        auto const finish = std::exchange(finish_, nullptr);
        finish(failure_);
    }
}

template <class Handler>
void worker_group::start(body work, Handler handler)
{
    auto const self = shared_from_this();
    work_ = std::move(work);

    // The caller is woken on its own executor, once: shared because std::function wants to copy.
    auto const shared_handler = std::make_shared<Handler>(std::move(handler));
    auto slot = asio::get_associated_cancellation_slot(*shared_handler);
    finish_ = [shared_handler, where = asio::get_associated_executor(*shared_handler)](
                  std::exception_ptr failure)
    { asio::post(where, [shared_handler, failure] { std::move (*shared_handler)(failure); }); };

    if (slot.is_connected())
        slot.assign(
            // Runs wherever the caller is cancelled; the signals belong to the strand.
            [weak = weak_from_this()](asio::cancellation_type type)
            {
                if (auto const group = weak.lock())
                    asio::post(group->strand_, [group, type] { group->cancel_all(type); });
            });

    // On the strand, so that a worker that ends at once does not end while others are not yet begun.
    asio::post(strand_,
        [self]
        {
            auto const count = self->signals_.size();
            for (std::size_t i = 0; i < count; ++i)
                asio::co_spawn(self->strand_, run_worker(self, &self->work_, i),
                    asio::bind_cancellation_slot(self->signals_[i].slot(),
                        [self, i](std::exception_ptr failure) { self->ended(i, failure); }));
        });
}

asio::awaitable<void> run_workers(
    std::size_t count, std::function<asio::awaitable<void>(worker_group&, std::size_t)> work)
{
    auto group = std::make_shared<worker_group>(co_await asio::this_coro::executor, count);
    // Moved: the group holds this coroutine, which must not hold the group, or neither would go with the
    // context.
    co_await asio::async_initiate<asio::use_awaitable_t<> const, void(std::exception_ptr)>(
        [](auto handler, std::shared_ptr<worker_group> g, worker_body w)
        { g->start(std::move(w), std::move(handler)); }, asio::use_awaitable, std::move(group),
        std::move(work));
}

} // namespace dynasio::detail
