// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_BENCH_CLIENT_LOAD_HPP
#define DYNASIO_BENCH_CLIENT_LOAD_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace bench {

enum class load
{
    get_item,
    query_items,
    query_structs,
    query_records,       ///< by `record_table`, with all of its checks
    query_records_again, ///< the same into the page of the query before
    put_record,          ///< by `record_table`
    put_by_hand,         ///< the same body, written by code for this one struct
};

/// A dynasio client on one thread, with everything on: signing, pool, deadlines, retries, checksums, decoding.
class client_load
{
public:
    client_load(std::uint16_t port, std::size_t in_flight);
    ~client_load();

    /// Sends `count` requests from `in_flight` coroutines. Throws when one fails.
    void run(load what, std::size_t count);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace bench

#endif
