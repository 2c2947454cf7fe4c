// SPDX-License-Identifier: BSL-1.0

#include "call/send_rate.hpp"

#include "call/running_call.hpp"
#include "clock/add_saturated.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>

namespace dynasio::call {

namespace {

/// The rate may have grown, or calls ahead may have been cancelled: then the turn comes sooner than it was to.
constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds(1);

} // namespace

bool send_rate::try_take(http::time_point now) noexcept
{
    std::lock_guard const lock(mutex_);
    return limiter_.try_take(now);
}

void send_rate::on_response(bool throttled, http::time_point now) noexcept
{
    std::lock_guard const lock(mutex_);
    limiter_.on_response(throttled, now);
}

std::size_t send_rate::waiting() const
{
    std::lock_guard const lock(mutex_);
    return limiter_.waiting();
}

send_rate::turn::turn(send_rate& rate, http::time_point now) : rate_(rate)
{
    std::lock_guard const lock(rate_.mutex_);
    wait_ = rate_.limiter_.wait_for_new(now);
    ticket_ = rate_.limiter_.begin_wait();
}

send_rate::turn::~turn()
{
    if (!ticket_)
        return;
    std::lock_guard const lock(rate_.mutex_);
    rate_.limiter_.leave(*ticket_);
}

bool send_rate::turn::has_come(http::time_point now) noexcept
{
    std::lock_guard const lock(rate_.mutex_);
    if (rate_.limiter_.claim(*ticket_, now))
    {
        ticket_.reset();
        return true;
    }
    wait_ = rate_.limiter_.wait_of(*ticket_, now);
    return false;
}

bool may_send_now(running_call const& c)
{
    auto* const rate = c.state->rate();
    return !rate || rate->try_take(c.started.steady);
}

void learn_rate(running_call const& c, bool throttled)
{
    if (auto* const rate = c.state->rate())
        rate->on_response(throttled, c.state->clock()->now());
}

boost::asio::awaitable<bool> wait_for_turn(running_call& c)
{
    auto const clock = c.state->clock();
    auto const deadline = c.attempts.deadline();
    auto const began = clock->now();
    auto now = began;
    send_rate::turn turn(*c.state->rate(), now);
    if (c.watcher)
        c.watcher->pause_begins(c.seen(), turn.wait());
    // Until the deadline, even if the turn is to come later: the rate may grow.
    while (now < deadline)
    {
        auto const longest = http::add_saturated(now, std::min(turn.wait(), longest_sleep));
        boost::system::error_code cut;
        try
        {
            co_await http::sleep_until(clock, std::min(longest, deadline), &c.in_flight.stop);
        }
        catch (boost::system::system_error const& e)
        {
            cut = e.code(); // cancelled
        }
        if (cut)
        {
            now = clock->now();
            c.attempts.waited(now - began);
            c.attempts.cut_short_between(cut, now);
            co_return false;
        }
        now = clock->now();
        // That the client was destroyed is noticed when the attempt begins.
        if (c.state->stopped() || (now < deadline && turn.has_come(now)))
        {
            c.attempts.waited(now - began);
            co_return true;
        }
    }
    c.attempts.no_time_for_rate_limit(now - began);
    co_return false;
}

} // namespace dynasio::call
