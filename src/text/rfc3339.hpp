// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_TEXT_RFC3339_HPP
#define DYNASIO_SRC_TEXT_RFC3339_HPP

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::text {

/// Reads a time of RFC 3339, such as `2026-11-28T05:09:52Z`, `...52.25Z` or `...52+01:00`; nothing for anything else, and for
/// times that do not exist. Digits of the fraction beyond nanoseconds are dropped; a leap second is the next one.
std::optional<std::chrono::system_clock::time_point> parse_rfc3339(std::string_view text) noexcept;

/// `2026-11-28T05:09:52Z`, a fraction is dropped. Throws `std::invalid_argument` unless the year has four digits.
std::string format_rfc3339(std::chrono::system_clock::time_point time);

} // namespace dynasio::text

#endif
