// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_ENCODED_REQUEST_HPP
#define DYNASIO_SRC_CALL_ENCODED_REQUEST_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/error.hpp>
#include <dynasio/http/message.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace dynasio::detail {

/// What the call loop must know of an API operation.
struct operation_info
{
    std::string_view name;   ///< `GetItem`
    std::string_view target; ///< `DynamoDB_20120810.GetItem`
    bool read_only = false;  ///< cannot change anything, so sending it twice is harmless
    /// The server recognises a repeated request by a token in its body, so sending it twice is harmless as well.
    bool has_token = false;
};

/// A request that owns all it needs: what was to be taken from the caller's arguments has been taken.
struct prepared_call
{
    operation_info const* operation;
    std::string body;
    call_options options;
    /// Why the request cannot be sent.
    std::optional<error> refused;
};

/// The request cannot be sent.
error bad_input(operation_info const& operation, std::string what_is_wrong);

/// The answer cannot be read, though the operation has succeeded.
error malformed_response(
    operation_info const& operation, http::response const& answer, std::string what_is_wrong);

/// The operation was cut short from outside.
error cancelled(operation_info const& operation, boost::system::error_code code);

} // namespace dynasio::detail

#endif
