// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_ERRORS_ERROR_RESPONSE_HPP
#define DYNASIO_SRC_ERRORS_ERROR_RESPONSE_HPP

#include <dynasio/error.hpp>
#include <dynasio/http/message.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dynasio::errors {

/// What a response with an error says.
struct wire_error
{
    std::string code; ///< without prefix; the HTTP status as text where the response names none
    std::string message;
    std::optional<item> old_item;
    std::vector<cancellation_reason> cancellation_reasons;
    std::vector<throttling_reason> throttling_reasons;
};

/// Reads a response with status 301 or above. Never throws for what the server sent: a body that is absent, cut or not JSON
/// leaves the status to speak.
wire_error parse_wire_error(http::response const& answer);

} // namespace dynasio::errors

#endif
