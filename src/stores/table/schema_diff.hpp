// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_TABLE_SCHEMA_DIFF_HPP
#define DYNASIO_SRC_STORES_TABLE_SCHEMA_DIFF_HPP

#include <dynasio/model/table_description.hpp>
#include <dynasio/operations/create_table.hpp>

#include <optional>
#include <string>

namespace dynasio::stores::table {

/// The first difference between the keys and indexes of a table and those of a request, as text. Empty if the table is
/// suitable. It may have more indexes; billing and throughput do not matter.
[[nodiscard]] std::optional<std::string> schema_difference(
    create_table_input const& wanted, model::table_description const& found);

} // namespace dynasio::stores::table

#endif
