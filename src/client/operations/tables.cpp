// SPDX-License-Identifier: BSL-1.0

#include "client/operations/define.hpp"

#include <dynasio/operations.hpp>

namespace dynasio {

DYNASIO_DEFINE_OPERATION(create_table)
DYNASIO_DEFINE_OPERATION(describe_table)
DYNASIO_DEFINE_OPERATION(update_table)
DYNASIO_DEFINE_OPERATION(delete_table)
DYNASIO_DEFINE_OPERATION(list_tables)
DYNASIO_DEFINE_OPERATION(update_time_to_live)
DYNASIO_DEFINE_OPERATION(describe_time_to_live)

} // namespace dynasio
