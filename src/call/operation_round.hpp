// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_OPERATION_ROUND_HPP
#define DYNASIO_SRC_CALL_OPERATION_ROUND_HPP

#include "call/client_state.hpp"

#include <dynasio/call_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace dynasio::call {

/// The calls of one operation carry the round in which it began, see `calls_in_flight::round`, so that `client::cancel` ends
/// the operation also at a moment at which none of its calls is in flight.
struct operation_round
{
    [[nodiscard]] static calls_in_flight::round of(call_options const& call) noexcept { return call.round_; }

    /// An operation begins now, unless it is a part of another one.
    static void begin(call_options& call, client_state& state) noexcept
    {
        if (call.round_ == 0)
            call.round_ = state.calls().current_round();
    }
    /// The same for an operation that keeps its options for the next one.
    static void begin_again(call_options& call, client_state& state) noexcept
    {
        call.round_ = state.calls().current_round();
    }
};

/// A pause of an operation between its calls: ends at `when`. Cancellation: as `http::sleep_until`; `client::cancel` ends it
/// with `operation_aborted`, as it does when it came since the round `began`.
[[nodiscard]] boost::asio::awaitable<void> pause_until(
    std::shared_ptr<client_state> state, http::time_point when, calls_in_flight::round began);

} // namespace dynasio::call

#endif
