// SPDX-License-Identifier: BSL-1.0

#include "client/operations/define.hpp"

#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/operations/scan.hpp>
#include <dynasio/operations/update_item.hpp>

namespace dynasio {

DYNASIO_DEFINE_OPERATION(get_item)
DYNASIO_DEFINE_OPERATION(put_item)
DYNASIO_DEFINE_OPERATION(update_item)
DYNASIO_DEFINE_OPERATION(delete_item)
DYNASIO_DEFINE_OPERATION(query)
DYNASIO_DEFINE_OPERATION(scan)

} // namespace dynasio
