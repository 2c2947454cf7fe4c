// SPDX-License-Identifier: BSL-1.0
//
// Messages as JSON, for other nodes and for clients.

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_MESSAGE_JSON_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_MESSAGE_JSON_HPP

#include <dynasio/stores/push/notification.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

/// A message on its way to the node of its user, and the table that it belongs in.
struct routed_message
{
    std::string table = {};
    dynasio::notification message = {};
};

std::string to_json(routed_message const& routed);
/// Empty for what `to_json` has not made.
std::optional<routed_message> routed_message_from(std::string_view text, dynasio::uaid user);

/// One line for the client, with its end: `{"id": ..., "channel": ..., "data": ..., "headers": {...}}`.
std::string client_line(dynasio::notification const& message);

/// The ids of an acknowledgement, a JSON array of strings; empty for other texts.
std::optional<std::vector<std::string>> ids_from(std::string_view text);

} // namespace examples

#endif
