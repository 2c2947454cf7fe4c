// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_MESSAGE_HTTP_DATE_HPP
#define DYNASIO_SRC_HTTP_MESSAGE_HTTP_DATE_HPP

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::http {

/// Reads the date of an HTTP header in any of its three forms (`Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`); nothing for anything else, and for dates
/// that do not exist. The name of the day must be one but need not fit the date. Years of two digits are 1970
/// to 2069.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) noexcept;

/// The date as headers have it: `Sun, 06 Nov 1994 08:49:37 GMT`. Throws `std::invalid_argument` unless the year has four digits.
std::string format_http_date(std::chrono::sys_seconds time);

} // namespace dynasio::http

#endif
