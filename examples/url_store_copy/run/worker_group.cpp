// SPDX-License-Identifier: BSL-1.0

#include "run/worker_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace examples::copier {

worker_group::worker_group(asio::any_io_executor executor)
    : executor_(executor), all_ended_(executor, asio::steady_timer::time_point::max())
{}

void worker_group::start(asio::awaitable<void> worker)
{
    if (cancelled_)
        return;
    ++left_;
    auto& signal = signals_.emplace_back();
    asio::co_spawn(executor_, std::move(worker),
        asio::bind_cancellation_slot(
            signal.slot(), [this](std::exception_ptr failure) { ended(std::move(failure)); }));
}

void worker_group::cancel()
{
    cancelled_ = true;
    for (auto& signal : signals_)
        signal.emit(asio::cancellation_type::terminal);
}

void worker_group::ended(std::exception_ptr failure)
{
    --left_;
    // The others end with the cancellation, which is not the reason.
    if (failure && !cancelled_)
    {
        first_ = std::move(failure);
        cancel();
    }
    if (left_ == 0)
        all_ended_.cancel();
}

asio::awaitable<void> worker_group::wait()
{
    boost::system::error_code ignored;
    while (left_ > 0)
        co_await all_ended_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (first_)
        std::rethrow_exception(first_);
}

} // namespace examples::copier
