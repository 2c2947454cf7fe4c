// SPDX-License-Identifier: BSL-1.0

#include "store/store_tables.hpp"

#include "common/checks.hpp"
#include "decide/digest.hpp"

#include <utility>

namespace examples {

store_tables::store_tables(dynasio::client owner, std::string const& prefix, store_limits given)
    : client(std::move(owner)),
      limits(given),
      keys(client, prefix + "-keys"),
      metadata(client, prefix + "-metadata"),
      chunks(client, prefix + "-chunks"),
      uploads(client, prefix + "-uploads"),
      index(client, prefix + "-index")
{}

std::vector<std::string> store_tables::names() const
{
    return {keys.table_name(), metadata.table_name(), chunks.table_name(), uploads.table_name(),
        index.table_name()};
}

asio::awaitable<void> open_tables(store_tables tables)
{
    std::vector<asio::awaitable<void>> all;
    all.push_back(tables.keys.open());
    all.push_back(tables.metadata.open());
    all.push_back(tables.chunks.open());
    all.push_back(tables.uploads.open());
    all.push_back(tables.index.open());
    co_await together(std::move(all));
}

std::string shard_name(unsigned shard)
{
    return std::string(1, "0123456789abcdef"[shard % shard_count]);
}

std::string all_keys_term(unsigned shard)
{
    return "all keys " + shard_name(shard);
}

std::string all_keys_term_of(std::string_view key)
{
    return "all keys " + sha256_hex(key).substr(0, 1);
}

std::string shard_of_upload(std::string_view id)
{
    return std::string(id.substr(0, 1));
}

std::int32_t chunk_count(stored_data const& data)
{
    return static_cast<std::int32_t>((data.size + data.chunk_size - 1) / data.chunk_size);
}

listed_upload garbage_of(stored_data const& data, std::chrono::seconds grace)
{
    listed_upload result;
    result.shard = shard_of_upload(data.upload);
    result.id = data.upload;
    result.state = upload_state::garbage;
    result.expires = current_second() + grace;
    result.chunks = chunk_count(data);
    return result;
}

std::chrono::sys_seconds current_second()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

} // namespace examples
