// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_LIST_TABLES_HPP
#define DYNASIO_OPERATIONS_LIST_TABLES_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/operations/detail/operation_info.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Request of ListTables: names of tables, a page at a time.
struct list_tables_input
{
    /// The `last_evaluated_table_name` of the page before.
    std::optional<std::string> exclusive_start_table_name = {};
    /// Up to 100.
    std::optional<std::int32_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(list_tables_input, (), (exclusive_start_table_name, limit))

/// Response of ListTables: one page.
struct list_tables_output
{
    std::vector<std::string> table_names = {};
    /// Where the next page begins; absent after the last one.
    std::optional<std::string> last_evaluated_table_name = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(list_tables_output, (), (table_names, last_evaluated_table_name))

DYNASIO_DESCRIBE_OPERATION(list_tables, "ListTables", reads)

} // namespace dynasio

#endif
