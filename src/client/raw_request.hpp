// SPDX-License-Identifier: BSL-1.0
//
// Calls with requests of shapes of one's own, such as those with parts that are encoded already.

#ifndef DYNASIO_SRC_CLIENT_RAW_REQUEST_HPP
#define DYNASIO_SRC_CLIENT_RAW_REQUEST_HPP

#include "client/operations/define.hpp"

#include <dynasio/client/detail/raw_call.hpp>

#include <memory>

namespace dynasio::detail {

/// `request` is any described struct that has the members of the operation's input that are to be sent. It is encoded at
/// once; what cannot be encoded is the call's error.
template <class Request>
raw_call make_raw_call(
    client const& c, operation_info const& operation, Request const& request, call_options options)
{
    auto const& state = state_of(c);
    return {state, std::make_unique<prepared_call>(prepare_in(*state, operation, request, options))};
}

} // namespace dynasio::detail

#endif
