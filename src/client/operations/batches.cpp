// SPDX-License-Identifier: BSL-1.0

#include "client/operations/define.hpp"

namespace dynasio {

DYNASIO_DEFINE_OPERATION(batch_get_item)
DYNASIO_DEFINE_OPERATION(batch_write_item)
DYNASIO_DEFINE_OPERATION(transact_get_items)
DYNASIO_DEFINE_OPERATION(transact_write_items)

} // namespace dynasio
