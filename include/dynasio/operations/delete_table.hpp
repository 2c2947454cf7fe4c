// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_DELETE_TABLE_HPP
#define DYNASIO_OPERATIONS_DELETE_TABLE_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/table_description.hpp>
#include <dynasio/operations/detail/operation_info.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>

namespace dynasio {

/// Request of DeleteTable. The table goes some time after the response.
struct delete_table_input
{
    /// Name or ARN.
    std::string table_name = {};
};
BOOST_DESCRIBE_STRUCT(delete_table_input, (), (table_name))

/// Response of DeleteTable.
struct delete_table_output
{
    std::optional<model::table_description> table_description = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(delete_table_output, (), (table_description))

DYNASIO_DESCRIBE_OPERATION(delete_table, "DeleteTable", deletes_table)

} // namespace dynasio

#endif
