// SPDX-License-Identifier: BSL-1.0

#include "composed/poll_schedule.hpp"

#include "call/operation_round.hpp"
#include "client/client_handle.hpp"
#include "clock/add_saturated.hpp"
#include "clock/backoff.hpp"

namespace dynasio::composed {

namespace {

/// Reserved for one final request before the deadline.
constexpr http::time_point::duration final_request = std::chrono::seconds(1);

} // namespace

poll_schedule::poll_schedule(client const& owner, http::time_point deadline, duration first, duration longest)
    : owner_(call::weak_client(owner)),
      deadline_(deadline),
      first_(first),
      longest_(longest),
      round_(call::state_of(owner)->calls().current_round())
{}

boost::asio::awaitable<bool> poll_schedule::next()
{
    auto const& state = call::state_of(owner_);
    auto const now = state->clock()->now();
    if (last_ || now >= deadline_)
        co_return false;
    auto const random = state->random().next_fraction();
    auto when = http::add_saturated(now, poll_pause(first_, longest_, polls_++, random));
    if (when >= deadline_)
    {
        last_ = true;
        when = last_poll(now, deadline_);
    }
    co_await call::pause_until(state, when, round_);
    co_return true;
}

http::time_point last_poll(http::time_point now, http::time_point deadline) noexcept
{
    if (deadline >= http::add_saturated(now, 2 * final_request))
        return deadline - final_request;
    return now + (deadline - now) / 2;
}

http::time_point::duration poll_pause(http::time_point::duration first, http::time_point::duration longest,
    unsigned polls, double random) noexcept
{
    return http::backoff(first, longest, polls, 1.0 - random / 2);
}

} // namespace dynasio::composed
