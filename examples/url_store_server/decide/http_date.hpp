// SPDX-License-Identifier: BSL-1.0
//
// Dates of HTTP (RFC 9110, section 5.6.7).

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_HTTP_DATE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_HTTP_DATE_HPP

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace examples {

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string to_http_date(std::chrono::sys_seconds time);

/// Reads the three forms of the RFC. The day of the week is not compared with the date. `now` tells the century of
/// years of two digits: such a date is at most 50 years in the future. Empty for any other text.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text, std::chrono::sys_seconds now);

} // namespace examples

#endif
