// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_BELL_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_BELL_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <set>

namespace examples {

/// Coroutines of one thread wait for it to be rung, and then look whether what they wait for has come.
class bell
{
public:
    void ring()
    {
        for (auto* const each : waiting_)
            each->cancel();
    }

    /// Until it is rung, or the time has come.
    boost::asio::awaitable<void> wait(std::chrono::steady_clock::time_point until)
    {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, until);
        member const waits(waiting_, timer);
        boost::system::error_code ignored;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }

private:
    using timers = std::set<boost::asio::steady_timer*>;

    struct member
    {
        member(timers& all, boost::asio::steady_timer& timer) : all_(all), timer_(timer)
        {
            all_.insert(&timer_);
        }
        ~member() { all_.erase(&timer_); }
        member(member const&) = delete;
        member& operator=(member const&) = delete;

        timers& all_;
        boost::asio::steady_timer& timer_;
    };

    timers waiting_;
};

} // namespace examples

#endif
