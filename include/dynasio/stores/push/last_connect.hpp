// SPDX-License-Identifier: BSL-1.0
//
// The coarse time of a user's last contact, spread over several values so that no key of an index gets hot. Pure.

#ifndef DYNASIO_STORES_PUSH_LAST_CONNECT_HPP
#define DYNASIO_STORES_PUSH_LAST_CONNECT_HPP

#include <chrono>
#include <cstdint>
#include <vector>

namespace dynasio {

/// The form of `router_record::last_connect`. Both begin with year and month, and both are read.
enum class last_connect_form : unsigned char
{
    month_day_hour, ///< year, month, day, hour, 0001 to 0010: 20180614090007
    month_hour,     ///< year, month, hour, 0000 to 0010: 201806090007, as autopush writes it
};

/// The values that may be drawn, both ends included.
struct last_connect_range
{
    unsigned first = 0;
    unsigned last = 0;
};
[[nodiscard]] constexpr last_connect_range draws_of(last_connect_form form) noexcept
{
    return {form == last_connect_form::month_day_hour ? 1U : 0U, 10U};
}

/// The value for a time, in UTC, and a drawn number. One outside of `draws_of` counts as the nearer end of it.
[[nodiscard]] std::int64_t make_last_connect(
    std::chrono::system_clock::time_point now, unsigned draw, last_connect_form form) noexcept;

/// Whether a value, in either form, is of this month. False for a month that is none, and outside of the years 1000 to 9999.
[[nodiscard]] bool is_in_month(std::int64_t last_connect, std::chrono::year_month month) noexcept;

/// Every value of this month that either form can have, in ascending order: up to 7,704. Empty for a month that is none,
/// and outside of the years 1000 to 9999.
[[nodiscard]] std::vector<std::int64_t> last_connects_of(std::chrono::year_month month);

} // namespace dynasio

#endif
