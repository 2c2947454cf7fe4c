// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_STORE_TABLES_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_STORE_TABLES_HPP

#include "store/stored_records.hpp"

#include <dynasio/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

namespace asio = boost::asio;

struct store_limits
{
    std::int32_t chunk_bytes = 256 * 1024; ///< of new data
    /// How long an upload may be silent before it is given up. A server that works on an upload renews its lease after a
    /// quarter of that. Clocks of servers may differ by much less.
    std::chrono::seconds lease = std::chrono::minutes(10);
    /// How long data that was replaced or deleted, or an upload that was given up, is kept: for readers that have begun,
    /// and for writes under way.
    std::chrono::seconds grace = std::chrono::minutes(10);
};

/// A handle; copies are the same tables.
struct store_tables
{
    store_tables(dynasio::client owner, std::string const& prefix, store_limits given);

    [[nodiscard]] std::vector<std::string> names() const;

    dynasio::client client;
    store_limits limits;
    dynasio::record_table<stored_key> keys;
    dynasio::record_table<metadata_text> metadata;
    dynasio::record_table<data_chunk> chunks;
    dynasio::record_table<listed_upload> uploads;
    dynasio::record_table<index_entry> index;
};

/// Creates the tables that are missing.
asio::awaitable<void> open_tables(store_tables tables);

/// Lists that would be one partition are divided into so many.
inline constexpr unsigned shard_count = 16;

/// The name of a shard: a hexadecimal digit.
std::string shard_name(unsigned shard);

/// The term under which the index lists the keys of a shard.
std::string all_keys_term(unsigned shard);
std::string all_keys_term_of(std::string_view key);

/// The shard of an upload.
std::string shard_of_upload(std::string_view id);

std::int32_t chunk_count(stored_data const& data);

/// Lists data as garbage, from now on.
listed_upload garbage_of(stored_data const& data, std::chrono::seconds grace);

std::chrono::sys_seconds current_second();

} // namespace examples

#endif
