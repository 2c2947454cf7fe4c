// SPDX-License-Identifier: BSL-1.0

#include "operation_definition.hpp"

#include <dynasio/client.hpp>

namespace dynasio {

DYNASIO_DEFINE_OPERATION(create_table, "CreateTable", detail::writes)
DYNASIO_DEFINE_OPERATION(describe_table, "DescribeTable", detail::reads)
DYNASIO_DEFINE_OPERATION(update_table, "UpdateTable", detail::writes)
DYNASIO_DEFINE_OPERATION(delete_table, "DeleteTable", detail::writes)
DYNASIO_DEFINE_OPERATION(list_tables, "ListTables", detail::reads)
DYNASIO_DEFINE_OPERATION(update_time_to_live, "UpdateTimeToLive", detail::writes)
DYNASIO_DEFINE_OPERATION(describe_time_to_live, "DescribeTimeToLive", detail::reads)

} // namespace dynasio
