// SPDX-License-Identifier: BSL-1.0

#include "client/operation_deadline.hpp"

#include "call/call_deadline.hpp"
#include "call/client_state.hpp"
#include "client/client_handle.hpp"

namespace dynasio::call {

call_options with_deadline(client const& owner, call_options call, call_options::duration fallback)
{
    return with_deadline(call, state_of(owner)->clock()->now(), fallback);
}

call_options within(client const& owner, call_options::duration whole, call_options const& call)
{
    auto const& state = *state_of(owner);
    return within(whole, call, state.clock()->now(), state.options().call_timeout);
}

boost::asio::awaitable<void> pause(client const& owner, call_options call, call_options::duration d)
{
    auto const& clock = state_of(owner)->clock();
    call.timeout(d);
    return http::sleep_until(clock, deadline_of(call, clock->now(), d));
}

} // namespace dynasio::call
