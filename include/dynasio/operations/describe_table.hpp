// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_DESCRIBE_TABLE_HPP
#define DYNASIO_OPERATIONS_DESCRIBE_TABLE_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/table_description.hpp>
#include <dynasio/operations/detail/operation_info.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>

namespace dynasio {

/// Request of DescribeTable. A table that was just created may not be found yet.
struct describe_table_input
{
    /// Name or ARN.
    std::string table_name = {};
};
BOOST_DESCRIBE_STRUCT(describe_table_input, (), (table_name))

/// Response of DescribeTable.
struct describe_table_output
{
    std::optional<model::table_description> table = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(describe_table_output, (), (table))

DYNASIO_DESCRIBE_OPERATION(describe_table, "DescribeTable", reads)

} // namespace dynasio

#endif
