// SPDX-License-Identifier: BSL-1.0
//
// What tests of the store share: tables of their own, and writes of a user `ann`.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_TEST_STORE_FIXTURE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_TEST_STORE_FIXTURE_HPP

#include "store/data_upload.hpp"
#include "store/key_store.hpp"
#include "support/local_dynamodb.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace examples {

inline constexpr std::int32_t test_chunk_bytes = 10;

class url_store_server : public dynasio::tests::local_dynamodb
{
protected:
    template <class Body>
    void run_with_tables(Body body)
    {
        run(
            [&](dynasio::client client) -> asio::awaitable<void>
            {
                store_limits limits;
                limits.chunk_bytes = test_chunk_bytes;
                store_tables const tables(client, table_name("url"), limits);
                co_await open_tables(tables);
                co_await body(tables);
            });
    }
};

/// Adds the text in chunks.
asio::awaitable<void> add_text(data_upload& upload, std::string text);

/// How the key is with this data, whatever it was before.
key_change with_data(key_state const& state, std::string const& key, stored_data const& data);

asio::awaitable<stored_data> put_text(store_tables tables, std::string key, std::string text);

/// Merges metadata.
asio::awaitable<void> put_metadata(store_tables tables, std::string key, std::string json);

asio::awaitable<void> remove_key(store_tables tables, std::string key);

/// Lets the lease, or the grace, of an upload end.
asio::awaitable<void> expire(store_tables tables, std::string id);

/// The number of records.
template <class T>
asio::awaitable<std::size_t> size_of(dynasio::record_table<T> table)
{
    std::size_t count = 0;
    auto all = table.scan(dynasio::read_options().consistent());
    while (co_await all.next())
        ++count;
    co_return count;
}

} // namespace examples

#endif
