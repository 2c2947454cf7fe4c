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
};

/// Reads a response with status 301 or above. Never throws because of what the server sent: if the body is absent, truncated
/// or not JSON, the code is the status.
wire_error parse_wire_error(http::response const& response);

} // namespace dynasio::errors

#endif
