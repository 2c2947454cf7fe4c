// SPDX-License-Identifier: BSL-1.0

#include "client/operations/define.hpp"

#include <dynasio/operations/batch_get_item.hpp>
#include <dynasio/operations/batch_write_item.hpp>
#include <dynasio/operations/transact_get_items.hpp>
#include <dynasio/operations/transact_write_items.hpp>

namespace dynasio {

DYNASIO_DEFINE_OPERATION(batch_get_item)
DYNASIO_DEFINE_OPERATION(batch_write_item)
DYNASIO_DEFINE_OPERATION(transact_get_items)
DYNASIO_DEFINE_OPERATION(transact_write_items)

} // namespace dynasio
