// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLIENT_OPERATIONS_DEFINE_HPP
#define DYNASIO_SRC_CLIENT_OPERATIONS_DEFINE_HPP

#include "call/invoke.hpp"
#include "call/operation_info.hpp"
#include "client/client_handle.hpp"

#include <dynasio/client.hpp>

namespace dynasio::detail {

/// The request as the service gets it. An operation whose repetition the service recognises by a token gets one here, once
/// for all tries.
template <class Input>
prepared_call prepare_in(
    client_state& state, operation_info const& operation, Input const& input, call_options options)
{
    auto call = prepare(operation, input, options);
    if constexpr (requires { input.client_request_token.has_value(); })
    {
        if (!input.client_request_token && !call.refused)
        {
            call.body.pop_back();
            call.body += call.body.size() > 1 ? ",\"ClientRequestToken\":\"" : "\"ClientRequestToken\":\"";
            state.random().append_uuid(call.body);
            call.body += "\"}";
        }
    }
    return call;
}

} // namespace dynasio::detail

/// Defines both forms of an operation of the client.
#define DYNASIO_DEFINE_OPERATION(operation)                                                   \
    boost::asio::awaitable<operation##_output> client::operation(                             \
        operation##_input const& request, call_options options) const                         \
    {                                                                                         \
        return detail::call_or_throw<operation##_output>(handle_->state,                      \
            detail::prepare_in(*handle_->state, detail::operation##_info, request, options)); \
    }                                                                                         \
    boost::asio::awaitable<result<operation##_output>> client::try_##operation(               \
        operation##_input const& request, call_options options) const                         \
    {                                                                                         \
        return detail::call_for_result<operation##_output>(handle_->state,                    \
            detail::prepare_in(*handle_->state, detail::operation##_info, request, options)); \
    }

#endif
