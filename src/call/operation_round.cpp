// SPDX-License-Identifier: BSL-1.0

#include "call/operation_round.hpp"

namespace dynasio::call {

boost::asio::awaitable<void> pause_until(
    std::shared_ptr<client_state> state, http::time_point when, calls_in_flight::round began)
{
    calls_in_flight::entry here(state->calls(), calls_in_flight::kind::pause, began);
    co_await http::sleep_until(state->clock(), when, &here.stop);
}

} // namespace dynasio::call
