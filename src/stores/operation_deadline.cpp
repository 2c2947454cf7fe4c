// SPDX-License-Identifier: BSL-1.0

#include "stores/operation_deadline.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"

#include <algorithm>

namespace dynasio::detail {

namespace {

using duration = call_options::duration;

call_options without_timeout(call_options const& call)
{
    call_options result;
    if (call.attempt_timeout())
        result.attempt_timeout(*call.attempt_timeout());
    if (call.max_attempts())
        result.max_attempts(*call.max_attempts());
    return result;
}

http::time_point later(http::time_point now, duration d)
{
    return d < http::no_deadline - now ? now + d : http::no_deadline;
}

} // namespace

call_budget::call_budget(client const& owner, call_options call, duration fallback)
    : clock_(state_of(owner)->clock()),
      call_(without_timeout(call)),
      deadline_(later(clock_->now(), call.timeout().value_or(fallback)))
{
    if (call.timeout() && *call.timeout() <= duration::zero())
        throw operation_error(error(client_errc::bad_input, "call_options::timeout: must be positive"));
}

duration call_budget::left() const
{
    auto const rest = deadline_ - clock_->now();
    if (rest <= duration::zero())
        throw operation_error(
            error(client_errc::deadline_exceeded, "the operation's time was up between two requests"));
    return rest;
}

call_options call_budget::next() const
{
    auto options = call_;
    options.timeout(left());
    return options;
}

boost::asio::awaitable<void> call_budget::pause(duration d) const
{
    return http::sleep_until(clock_, std::min(later(clock_->now(), d), deadline_));
}

duration jittered(duration base, duration cap, unsigned round, double random) noexcept
{
    auto highest = std::min(base, cap);
    for (; round > 0 && highest < cap; --round)
        highest = highest > cap / 2 ? cap : highest * 2;
    return duration(static_cast<duration::rep>(static_cast<double>(highest.count()) * random));
}

} // namespace dynasio::detail
