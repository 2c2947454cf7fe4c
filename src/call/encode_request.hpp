// SPDX-License-Identifier: BSL-1.0
//
// The way in of every call.

#ifndef DYNASIO_SRC_CALL_ENCODE_REQUEST_HPP
#define DYNASIO_SRC_CALL_ENCODE_REQUEST_HPP

#include "call/endpoint/resource_of.hpp"
#include "clock/random_source.hpp"

#include <dynasio/call_options.hpp>
#include <dynasio/client_options.hpp>
#include <dynasio/error.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/detail/json.hpp>

#include <optional>
#include <string>

namespace dynasio::call {

/// A request that owns all that it needs: the arguments that it was made of may be gone when it is sent.
struct encoded_request
{
    operations::operation_info const* operation;
    std::string body;
    call_options options;
    std::optional<error> refused;  ///< why it cannot be sent
    bool accumulates = false;      ///< a second application changes the item again
    std::string resource_arn = {}; ///< whose account and region decide where it goes; empty for plain names
    bool asks_capacity = false;    ///< the response tells the capacity that was consumed
};

/// The request cannot be sent.
error bad_input(operations::operation_info const& operation, std::string what_is_wrong);

/// Why the operation cannot be called with these options.
std::optional<error> refuse(operations::operation_info const& operation, call_options const& options);

/// Adds a `ClientRequestToken` to an encoded object.
void add_token(std::string& body, http::random_source& random);

/// Sets `ReturnConsumedCapacity` where the operation has it and the request does not set it.
void ask_for_capacity(encoded_request& request, capacity_report wanted);

/// Encodes at once; what cannot be encoded is reported when the request is invoked. `input` is any described struct that
/// has the members of the operation's input that are to be sent. One with a member `client_request_token` that is not
/// set gets a token of its own, the same for all attempts.
template <class Input>
encoded_request encode_request(http::random_source& random, operations::operation_info const& operation,
    Input const& input, call_options options)
{
    encoded_request request{&operation, {}, options, refuse(operation, options)};
    if constexpr (requires { input.accumulates; })
        request.accumulates = input.accumulates;
    if constexpr (requires { input.return_consumed_capacity.has_value(); })
        request.asks_capacity = input.return_consumed_capacity.has_value();
    try
    {
        request.resource_arn = arn_of(input);
        request.body.reserve(256);
        json::encode(request.body, input);
        if constexpr (requires { input.client_request_token.has_value(); })
            if (!input.client_request_token)
                add_token(request.body, random);
    }
    catch (json::encode_error const& e)
    {
        request.refused = bad_input(operation, e.what());
    }
    return request;
}

} // namespace dynasio::call

#endif
