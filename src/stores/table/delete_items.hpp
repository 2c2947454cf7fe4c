// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_TABLE_DELETE_ITEMS_HPP
#define DYNASIO_SRC_STORES_TABLE_DELETE_ITEMS_HPP

#include "stores/store_core.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <vector>

namespace dynasio::stores::table {

/// Deletes the items with these keys, all different; ends with their number. 25 per request, at most 4 requests at a time,
/// unprocessed ones again after a pause. Throws `store_error` with `unfinished`, the keys left, and those deleted counted; a
/// cancellation is thrown as `operation_aborted`. `call` has a deadline; `self` must live until it ends.
boost::asio::awaitable<std::size_t> delete_items(
    store_core const& self, call_options call, std::vector<item> keys);

} // namespace dynasio::stores::table

#endif
