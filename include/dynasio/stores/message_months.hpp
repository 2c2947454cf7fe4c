// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_MESSAGE_MONTHS_HPP
#define DYNASIO_STORES_MESSAGE_MONTHS_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/push/month_tables.hpp>
#include <dynasio/stores/push/push_options.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio {

namespace stores::push {
class message_months_state;
} // namespace stores::push

/// Message tables that change each month, in UTC: `message_2018_06`. New users are registered with the current one; users of
/// last month's are moved by `message_table::migrate` when they connect; users of older ones are gone.
///
///     dynasio::message_months const months(client, "message");
///     co_await months.refresh(); // at the start, and at least once a day
///     auto const table = months.find(*record.current_month);
///
/// Errors, deadline, cancellation, lifetimes, threads: as `message_table`.
class message_months
{
public:
    /// Sends nothing. Throws `std::invalid_argument`; see `message_table_options`.
    explicit message_months(client owner, std::string prefix = "message",
        table_capacity capacity = table_capacity::provisioned(5, 5), message_table_options options = {});

    /// Creates the tables of last month, this month, and from the last day of a month also of the next one, if they are missing;
    /// see `month_tables`.
    /// Requests: those of `create_message_table` for each.
    boost::asio::awaitable<void> refresh(call_options options = {}) const;

    /// This month's table.
    [[nodiscard]] message_table current() const;

    /// The table of this name, if it is one of `month_tables` now. Empty for others: the user has not connected for longer than
    /// messages live.
    [[nodiscard]] std::optional<message_table> find(std::string_view table_name) const;

    /// The names of the existing tables that are of no use any more; see `month_table_expiry`.
    /// Requests: one ListTables per 100 tables of the account.
    boost::asio::awaitable<std::vector<std::string>> expired(call_options options = {}) const;

    /// Deletes these tables and returns their names.
    /// Errors: `unfinished` if some were deleted and others were not; the reason has their names.
    /// Requests: those of `expired`, and one DeleteTable for each.
    boost::asio::awaitable<std::vector<std::string>> drop_expired(call_options options = {}) const;

private:
    client owner_;
    std::shared_ptr<stores::push::message_months_state const> state_;
};

} // namespace dynasio

#endif
