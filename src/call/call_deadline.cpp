// SPDX-License-Identifier: BSL-1.0

#include "call/call_deadline.hpp"

#include "clock/add_saturated.hpp"

#include <algorithm>

namespace dynasio::call {

http::time_point deadline_of(
    call_options const& call, http::time_point now, call_options::duration fallback) noexcept
{
    auto const deadline = call.deadline().value_or(http::no_deadline);
    if (call.timeout())
        return std::min(deadline, http::add_saturated(now, *call.timeout()));
    return call.deadline() ? deadline : http::add_saturated(now, fallback);
}

call_options with_deadline(call_options call, http::time_point now, call_options::duration fallback) noexcept
{
    call.deadline(deadline_of(call, now, fallback));
    call.timeout(std::nullopt);
    return call;
}

call_options within(call_options::duration whole, call_options call, http::time_point now,
    call_options::duration fallback) noexcept
{
    call.deadline(std::min(call.deadline().value_or(http::no_deadline), http::add_saturated(now, whole)));
    call.timeout(call.timeout().value_or(fallback));
    return call;
}

} // namespace dynasio::call
