// SPDX-License-Identifier: BSL-1.0
//
// The deadline of an operation of several requests, on the clock of its client.

#ifndef DYNASIO_SRC_CLIENT_OPERATION_DEADLINE_HPP
#define DYNASIO_SRC_CLIENT_OPERATION_DEADLINE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>

#include <boost/asio/awaitable.hpp>

namespace dynasio::call {

/// The options for each request of an operation that begins now, see call/call_deadline.hpp.
[[nodiscard]] call_options with_deadline(
    client const& owner, call_options call, call_options::duration fallback);

/// The same of an operation that bounds its requests besides, with the client's default timeout for each request.
[[nodiscard]] call_options within(
    client const& owner, call_options::duration whole, call_options const& call);

/// Another operation begins that uses the same options for its requests.
void begin_again(client const& owner, call_options& call);

/// Ends after `d`, or at the deadline of the call if that is sooner. Cancellation: as `call::pause_until`.
[[nodiscard]] boost::asio::awaitable<void> pause(
    client const& owner, call_options call, call_options::duration d);

} // namespace dynasio::call

#endif
