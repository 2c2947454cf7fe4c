// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLIENT_OPERATIONS_DEFINE_HPP
#define DYNASIO_SRC_CLIENT_OPERATIONS_DEFINE_HPP

#include "call/invoke.hpp"
#include "client/client_handle.hpp"

#include <dynasio/client.hpp>

/// Defines both forms of an operation of the client.
#define DYNASIO_DEFINE_OPERATION(operation)                                                \
    boost::asio::awaitable<operation##_output> client::operation(                          \
        operation##_input const& request, call_options options) const                      \
    {                                                                                      \
        return call::decode_or_throw<operation##_output>(                                  \
            call::invoke(handle_->state, operations::operation##_info, request, options)); \
    }                                                                                      \
    boost::asio::awaitable<result<operation##_output>> client::try_##operation(            \
        operation##_input const& request, call_options options) const                      \
    {                                                                                      \
        return call::decode_as_result<operation##_output>(                                 \
            call::invoke(handle_->state, operations::operation##_info, request, options)); \
    }

#endif
