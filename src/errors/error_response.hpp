// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_ERRORS_ERROR_RESPONSE_HPP
#define DYNASIO_SRC_ERRORS_ERROR_RESPONSE_HPP

#include <dynasio/error.hpp>
#include <dynasio/http/message.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dynasio::errors {

/// The contents of an error response.
struct wire_error
{
    std::string code; ///< without prefix; the HTTP status as text if the response has none
    std::string message;
    std::optional<item> old_item;
    std::vector<cancellation_reason> cancellation_reasons;
    std::vector<throttling_reason> throttling_reasons;
    std::string context; ///< what a response that is not from DynamoDB says about itself; else empty
};

/// Reads a response with status 301 or above. Never throws for what the server sent. Members of the wrong type, malformed or
/// cut hide no others. If none names the error, the status does.
wire_error parse_wire_error(http::response const& response);

} // namespace dynasio::errors

#endif
