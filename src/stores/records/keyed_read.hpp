// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_RECORDS_KEYED_READ_HPP
#define DYNASIO_SRC_STORES_RECORDS_KEYED_READ_HPP

#include "stores/records/decode_records.hpp"

#include <dynasio/batch.hpp>

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace dynasio::stores::records {

/// A read of records by their keys.
struct keyed_read
{
    std::vector<std::string> keys{}; ///< as JSON; may contain duplicates
    bool consistent = false;
    bad_records bad = bad_records::fail;
    batch_options options{};
};

/// Adds the records to the target, each once. Returns the position of the record of each key that has one, in the order of
/// the keys. Throws `unfinished` with the keys that were not read. `self` and the target must live until it ends.
boost::asio::awaitable<std::vector<std::size_t>> read_keys(
    record_table_state const& self, keyed_read what, record_target target);

/// The options of a batch for a call of a table.
batch_options batch_options_of(record_table_state const& self, call_options const& call);

} // namespace dynasio::stores::records

#endif
