// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_CALL_DEADLINE_HPP
#define DYNASIO_SRC_CALL_CALL_DEADLINE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/clock.hpp>

namespace dynasio::call {

/// When a call that begins now must end: the sooner of its deadline and the end of its timeout. `fallback` is the timeout
/// of a call that has neither.
[[nodiscard]] http::time_point deadline_of(
    call_options const& call, http::time_point now, call_options::duration fallback) noexcept;

/// The options for each request of an operation that begins now: those of the call, with the operation's absolute
/// deadline, see `deadline_of`, in place of the timeout.
[[nodiscard]] call_options with_deadline(
    call_options call, http::time_point now, call_options::duration fallback) noexcept;

/// The options for each request of an operation that begins now and bounds its requests besides: the deadline is the
/// sooner of the call's and the end of `whole`. A request still has the call's timeout, `fallback` if it has none.
[[nodiscard]] call_options within(call_options::duration whole, call_options call, http::time_point now,
    call_options::duration fallback) noexcept;

} // namespace dynasio::call

#endif
