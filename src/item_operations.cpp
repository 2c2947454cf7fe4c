// SPDX-License-Identifier: BSL-1.0

#include "operation_definition.hpp"

#include <dynasio/client.hpp>

namespace dynasio {

DYNASIO_DEFINE_OPERATION(get_item, "GetItem", detail::reads)
DYNASIO_DEFINE_OPERATION(put_item, "PutItem", detail::writes)
DYNASIO_DEFINE_OPERATION(update_item, "UpdateItem", detail::writes)
DYNASIO_DEFINE_OPERATION(delete_item, "DeleteItem", detail::writes)
DYNASIO_DEFINE_OPERATION(query, "Query", detail::reads)
DYNASIO_DEFINE_OPERATION(scan, "Scan", detail::reads)

} // namespace dynasio
