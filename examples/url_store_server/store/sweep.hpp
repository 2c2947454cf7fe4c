// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_SWEEP_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_SWEEP_HPP

#include "store/store_tables.hpp"

#include <cstddef>

namespace examples {

struct sweep_result
{
    std::size_t given_up = 0; ///< uploads whose lease has ended
    std::size_t removed = 0;  ///< uploads whose chunks were deleted
};

/// Deletes chunks that no key refers to. An upload in progress is safe in two ways: its lease must have ended, which its
/// server renews; and it is first marked as garbage, after which it can no longer be published, and its chunks are kept for
/// `store_limits::grace`. Several servers may sweep at the same time.
/// Requests, one after the other: a Query per shard and 100 uploads; for each upload that has expired an UpdateItem, or
/// BatchWriteItem for 100 chunks at a time and a DeleteItem.
asio::awaitable<sweep_result> sweep(store_tables tables);

} // namespace examples

#endif
