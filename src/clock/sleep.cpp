// SPDX-License-Identifier: BSL-1.0

#include <dynasio/clock.hpp>

#include "clock/one_shot_event.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

namespace dynasio::http {
namespace {

class sleeping final : public alarm
{
public:
    sleeping(clock& source, time_point when, interruption* stop) : source_(source), stop_(stop)
    {
        source_.arm(*this, when);
        if (stop_)
            stop_->watch(*this);
    }
    ~sleeping()
    {
        if (stop_)
            stop_->unwatch();
        source_.disarm(*this);
    }

    void fire(boost::system::error_code reason) noexcept override { wakeup.wake(reason); }

    one_shot_event wakeup;

private:
    clock& source_;
    interruption* const stop_;
};

} // namespace

boost::asio::awaitable<void> sleep_until(std::shared_ptr<clock> source, time_point when, interruption* stop)
{
    sleeping s(*source, when, stop);
    co_await s.wakeup.async_wait();
    auto reason = s.wakeup.reason();
    // A cancellation that comes when the alarm has fired belongs to the sleep too. The next co_await would throw it, outside
    // of what expects the sleep to throw.
    auto const state = co_await boost::asio::this_coro::cancellation_state;
    if (!reason && state.cancelled() != boost::asio::cancellation_type::none)
        reason = boost::asio::error::operation_aborted;
    if (reason)
        throw boost::system::system_error(reason, "sleep_until");
}

} // namespace dynasio::http
