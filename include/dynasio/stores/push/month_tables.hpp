// SPDX-License-Identifier: BSL-1.0
//
// Names of the message tables of months, in UTC. Everything here is pure.

#ifndef DYNASIO_STORES_PUSH_MONTH_TABLES_HPP
#define DYNASIO_STORES_PUSH_MONTH_TABLES_HPP

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio {

/// `message_2018_06`. Throws `store_error` with `bad_input` for a month that is none, and outside of the years 0 to 9999.
[[nodiscard]] std::string month_table_name(std::string_view prefix, std::chrono::year_month month);

/// The month of such a name; empty for other names, also those of other prefixes.
[[nodiscard]] std::optional<std::chrono::year_month> month_of_table(
    std::string_view prefix, std::string_view table_name) noexcept;

/// The tables that must exist on a day: last month's, this month's, and next month's if tomorrow is in it. In this
/// order. Throws as `month_table_name`, also if one of these months is outside of the years.
[[nodiscard]] std::vector<std::string> month_tables(std::string_view prefix, std::chrono::sys_days today);

/// The moment from which the table of a month is of no use: messages are written to it until the month after it has ended, and
/// live 30 days.
[[nodiscard]] std::chrono::sys_seconds month_table_expiry(std::chrono::year_month month) noexcept;

/// The newest of tables: that of the latest month, or the one whose name is the prefix alone if no month has one. Empty if
/// there is neither.
[[nodiscard]] std::optional<std::string> newest_table(
    std::string_view prefix, std::vector<std::string> const& names);

} // namespace dynasio

#endif
