// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_TABLE_ENSURE_TABLES_HPP
#define DYNASIO_SRC_STORES_TABLE_ENSURE_TABLES_HPP

#include "client/operation_deadline.hpp"

#include <dynasio/client.hpp>
#include <dynasio/operations/create_table.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <vector>

namespace dynasio::stores::table {

/// Default timeout for creating tables. DynamoDB usually takes seconds, sometimes minutes.
inline constexpr std::chrono::minutes table_timeout{5};

/// Creates missing tables and waits until all are ACTIVE with their indexes. Throws `store_error` with
/// `schema_mismatch` if an existing table differs. `call` has the deadline of the whole operation.
/// `owner` must live until it ends.
boost::asio::awaitable<void> ensure_tables(
    client const& owner, call_options call, std::vector<create_table_input> wanted);

/// `ensure_tables` as an operation of its own. `owner` should not keep the client from ending.
boost::asio::awaitable<void> make_tables(
    client owner, std::vector<create_table_input> wanted, call_options options);

} // namespace dynasio::stores::table

#endif
