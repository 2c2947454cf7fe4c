// SPDX-License-Identifier: BSL-1.0

#include "client/operation_deadline.hpp"

#include "call/call_deadline.hpp"
#include "call/operation_round.hpp"
#include "client/client_handle.hpp"

namespace dynasio::call {

call_options with_deadline(client const& owner, call_options call, call_options::duration fallback)
{
    auto& state = *state_of(owner);
    operation_round::begin(call, state);
    return with_deadline(call, state.clock()->now(), fallback);
}

call_options within(client const& owner, call_options::duration whole, call_options const& call)
{
    auto& state = *state_of(owner);
    auto each = call;
    operation_round::begin(each, state);
    return within(whole, each, state.clock()->now(), state.options().call_timeout);
}

void begin_again(client const& owner, call_options& call)
{
    operation_round::begin_again(call, *state_of(owner));
}

boost::asio::awaitable<void> pause(client const& owner, call_options call, call_options::duration d)
{
    auto const& state = state_of(owner);
    call.timeout(d);
    return pause_until(state, deadline_of(call, state->clock()->now(), d), operation_round::of(call));
}

} // namespace dynasio::call
