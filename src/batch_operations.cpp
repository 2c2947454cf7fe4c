// SPDX-License-Identifier: BSL-1.0

#include "operation_definition.hpp"

#include <dynasio/client.hpp>

namespace dynasio {

DYNASIO_DEFINE_OPERATION(batch_get_item, "BatchGetItem", detail::reads)
DYNASIO_DEFINE_OPERATION(batch_write_item, "BatchWriteItem", detail::writes)
DYNASIO_DEFINE_OPERATION(transact_get_items, "TransactGetItems", detail::reads)
DYNASIO_DEFINE_OPERATION(transact_write_items, "TransactWriteItems", detail::writes_with_token)

} // namespace dynasio
