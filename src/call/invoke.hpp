// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_INVOKE_HPP
#define DYNASIO_SRC_CALL_INVOKE_HPP

#include "call/client_state.hpp"
#include "call/encode_request.hpp"

#include <dynasio/call/detail/decode_response.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <utility>

namespace dynasio::call {

/// Takes a call through its stages (attempt_loop.cpp): sends the request until it succeeds or is given up. Whatever ends
/// it is a result, cancellation included; a response has status 200. Its deadline begins when it is awaited.
boost::asio::awaitable<result<call_response>> invoke(
    std::shared_ptr<client_state> state, encoded_request request);

/// Encodes a request at once, and invokes it when it is awaited.
template <class Input>
boost::asio::awaitable<result<call_response>> invoke(std::shared_ptr<client_state> const& state,
    operations::operation_info const& operation, Input const& input, call_options options)
{
    auto request = encode_request(state->random(), operation, input, options);
    ask_for_capacity(request, state->options().return_consumed_capacity);
    return invoke(state, std::move(request));
}

} // namespace dynasio::call

#endif
