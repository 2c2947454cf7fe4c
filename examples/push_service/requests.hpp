// SPDX-License-Identifier: BSL-1.0
//
// What requests say, without a network. Pure functions.

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_REQUESTS_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_REQUESTS_HPP

#include "common/http_server.hpp"

#include <dynasio/stores/push/notification.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

/// The largest message that an application server may send (RFC 8030 demands that this many bytes are taken).
inline constexpr std::size_t max_message_size = 4096;

/// `/wpush/abc`: `wpush` and `abc`. Without the query. Segments are not unescaped: none needs it.
std::vector<std::string> path_of(std::string_view target);

/// The value of a query parameter that is a whole number; empty for anything else.
std::optional<std::int64_t> number_in_query(std::string_view target, std::string_view name);

/// What an application server has sent (RFC 8030): time to live, topic, encoding and body. Who it is for, ids
/// and times are not in it. Throws `refusal`: 400 for TTL and Topic, 413 for a longer body.
dynasio::notification parse_push(http_request const& request);

/// From `http://10.0.0.1:8080`, as nodes call themselves; empty for other texts.
std::optional<asio::ip::tcp::endpoint> parse_node(std::string_view node_id);

std::string base64url(std::string_view bytes);

} // namespace examples

#endif
