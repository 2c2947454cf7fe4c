// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_DATA_READER_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_DATA_READER_HPP

#include "decide/byte_range.hpp"
#include "store/store_tables.hpp"

#include <cstddef>
#include <span>

namespace examples {

/// The bytes of a range, chunk after chunk. Holds one chunk. Chunks never change, so data that is replaced meanwhile is
/// read to its end, unless that takes longer than `store_limits::grace`.
class data_reader
{
public:
    data_reader(store_tables tables, stored_data data, byte_range range);

    /// Reads the next piece; false at the end of the range. Throws `std::runtime_error` if a chunk is gone.
    /// Requests: one GetItem, or two if the chunk was written just now. The object must outlive the operation.
    asio::awaitable<bool> next();

    [[nodiscard]] std::span<std::byte const> piece() const noexcept { return piece_; }

private:
    store_tables tables_;
    stored_data data_;
    byte_range left_;
    dynasio::binary chunk_;
    std::span<std::byte const> piece_;
};

} // namespace examples

#endif
