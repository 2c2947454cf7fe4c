// SPDX-License-Identifier: BSL-1.0

#include "store/sweep.hpp"

#include <dynasio/stores/store_error.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace examples {

namespace {

constexpr std::int32_t uploads_per_page = 100;
constexpr std::int32_t chunks_per_step = 100;

/// False if the upload was published, renewed or marked by another server meanwhile.
asio::awaitable<bool> mark_as_garbage(store_tables tables, listed_upload seen)
{
    auto const unchanged =
        dynasio::write_options().only_if(dynasio::attr<&listed_upload::state> == upload_state::open
            && dynasio::attr<&listed_upload::expires> == seen.expires);
    auto const expires = current_second() + tables.limits.grace;
    try
    {
        co_return co_await tables.uploads.update_record_if_exists({seen.shard, seen.id},
            dynasio::attr<&listed_upload::state> = upload_state::garbage,
            dynasio::attr<&listed_upload::expires> = expires, unchanged);
    }
    catch (dynasio::store_error const& failure)
    {
        if (failure.details().code != dynasio::store_errc::conflict)
            throw;
    }
    co_return false;
}

asio::awaitable<void> remove_chunks(store_tables tables, listed_upload garbage)
{
    for (std::int32_t first = 0; first < garbage.chunks; first += chunks_per_step)
    {
        std::vector<dynasio::table_key<data_chunk>> keys;
        for (auto number = first; number < std::min(first + chunks_per_step, garbage.chunks); ++number)
            keys.emplace_back(garbage.id, number);
        co_await tables.chunks.delete_many(std::move(keys));
    }
    co_await tables.uploads.delete_record_if_exists({garbage.shard, garbage.id});
}

asio::awaitable<void> sweep_shard(store_tables tables, std::string shard, sweep_result& sum)
{
    auto const options =
        dynasio::stream_options(dynasio::read_options().consistent()).page_size(uploads_per_page);
    auto listed = tables.uploads.query(dynasio::key(dynasio::attr<&listed_upload::shard> == shard), options);
    while (auto const found = co_await listed.next())
    {
        if (found->expires > current_second())
            continue;
        if (found->state == upload_state::garbage)
        {
            co_await remove_chunks(tables, *found);
            ++sum.removed;
        }
        else if (co_await mark_as_garbage(tables, *found))
            ++sum.given_up;
    }
}

} // namespace

asio::awaitable<sweep_result> sweep(store_tables tables)
{
    sweep_result sum;
    for (unsigned shard = 0; shard < shard_count; ++shard)
        co_await sweep_shard(tables, shard_name(shard), sum);
    co_return sum;
}

} // namespace examples
