// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLOCK_ONE_SHOT_EVENT_HPP
#define DYNASIO_SRC_CLOCK_ONE_SHOT_EVENT_HPP

#include "clock/resumption.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/system/error_code.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace dynasio::http {

/// One coroutine that sleeps until any thread wakes it, once. Whoever claims it first decides why it wakes: the event
/// it waits for, its deadline, or its cancellation. It may be woken before it has gone to sleep.
///
///     one_shot_event w;                    // owned by the frame of the coroutine
///     ... give &w to those who may wake it ...
///     co_await w.async_wait();
///     ... take &w back from all of them, then look at w.reason() ...
class one_shot_event
{
public:
    one_shot_event() = default;
    one_shot_event(one_shot_event const&) = delete;
    one_shot_event& operator=(one_shot_event const&) = delete;

    /// True for the first caller only, who must call `complete` next.
    bool claim() noexcept { return !claimed_.exchange(true, std::memory_order_acq_rel); }

    /// Lets the coroutine go on, on its own executor; under a lock, inside of a `resumption_scope`. This object may be
    /// gone when the call returns.
    void complete(boost::system::error_code reason) noexcept
    {
        reason_ = reason;
        if (state_.exchange(done, std::memory_order_acq_rel) == waiting)
            resumption_scope::run(std::move(sleeper_));
    }

    /// `claim` and `complete`.
    bool wake(boost::system::error_code reason) noexcept
    {
        if (!claim())
            return false;
        complete(reason);
        return true;
    }

    [[nodiscard]] boost::system::error_code reason() const noexcept { return reason_; }

    /// Cancellation: calls `on_cancel` with its type, each time, and does not wake.
    template <class OnCancel>
    auto async_wait(OnCancel on_cancel)
    {
        return boost::asio::async_initiate<boost::asio::deferred_t const, void()>(
            [this, on_cancel](auto handler) { this->sleep(std::move(handler), on_cancel); },
            boost::asio::deferred);
    }

    /// Cancellation: every type; wakes with `operation_aborted`.
    auto async_wait()
    {
        return async_wait(
            [this](boost::asio::cancellation_type type)
            {
                if (type != boost::asio::cancellation_type::none)
                    wake(boost::asio::error::operation_aborted);
            });
    }

private:
    enum state : int
    {
        awake,
        waiting,
        done
    };

    /// Posts the handler.
    template <class Handler>
    struct sleeper_of final : resumption
    {
        explicit sleeper_of(Handler h)
            : handler(std::move(h)),
              work(boost::asio::prefer(
                  boost::asio::any_io_executor(boost::asio::get_associated_executor(handler)),
                  boost::asio::execution::outstanding_work.tracked))
        {}

        void run(std::unique_ptr<resumption> self) noexcept override
        {
            auto const executor = work;
            auto resume = [owned = std::move(self), this]() mutable
            {
                auto finished = std::move(handler);
                boost::asio::get_associated_cancellation_slot(finished).clear();
                owned.reset();
                std::move(finished)();
            };
            boost::asio::post(executor, std::move(resume));
        }

        Handler handler;
        boost::asio::any_io_executor work;
    };

    template <class Handler, class OnCancel>
    void sleep(Handler handler, OnCancel on_cancel)
    {
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        sleeper_ = std::make_unique<sleeper_of<Handler>>(std::move(handler));
        if (slot.is_connected())
            slot.assign(on_cancel);
        auto expected = awake;
        if (!state_.compare_exchange_strong(expected, waiting, std::memory_order_acq_rel))
            resumption_scope::run(std::move(sleeper_));
    }

    std::atomic<bool> claimed_{false};
    std::atomic<state> state_{awake};
    boost::system::error_code reason_;
    std::unique_ptr<resumption> sleeper_;
};

} // namespace dynasio::http

#endif
