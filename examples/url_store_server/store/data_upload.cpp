// SPDX-License-Identifier: BSL-1.0

#include "store/data_upload.hpp"

#include "decide/refusal.hpp"

#include <dynasio/stores/store_error.hpp>

#include <algorithm>
#include <iostream>
#include <limits>
#include <utility>

namespace examples {

namespace {

/// So many chunks are announced with one write: 16 MB.
constexpr std::int32_t chunks_per_renewal = 64;

} // namespace

data_upload::data_upload(store_tables tables) : tables_(std::move(tables)) {}

/// A write that could arrive after the lease must not be sent.
dynasio::call_options data_upload::within_lease() const
{
    using duration = dynasio::call_options::duration;
    auto const quarter = std::chrono::duration_cast<duration>(tables_.limits.lease) / 4;
    return dynasio::call_options().timeout(std::min<duration>(quarter, std::chrono::seconds(30)));
}

asio::awaitable<void> data_upload::begin()
{
    listed_upload entry;
    entry.shard = shard_of_upload(id_);
    entry.id = id_;
    entry.expires = current_second() + tables_.limits.lease;
    entry.chunks = chunks_per_renewal;
    renewed_ = clock::now();
    reserved_ = entry.chunks;
    co_await tables_.uploads.create_record(entry, within_lease());
}

asio::awaitable<void> data_upload::add(dynasio::binary bytes)
{
    if (written_ == std::numeric_limits<std::int32_t>::max() - chunks_per_renewal)
        throw refusal(status::payload_too_large, "the data has too many chunks");
    if (written_ == reserved_)
        co_await renew(reserved_ + chunks_per_renewal);
    else
        co_await keep_alive();
    digest_.update(bytes);
    size_ += static_cast<std::int64_t>(bytes.size());
    data_chunk chunk;
    chunk.upload = id_;
    chunk.number = written_++;
    chunk.bytes = std::move(bytes);
    co_await tables_.chunks.put_record(chunk, within_lease());
}

asio::awaitable<void> data_upload::keep_alive()
{
    if (clock::now() - renewed_ > tables_.limits.lease / 4)
        co_await renew(reserved_);
}

asio::awaitable<void> data_upload::renew(std::int32_t chunks)
{
    auto const now = clock::now();
    auto const is_open = dynasio::write_options(within_lease())
                             .only_if(dynasio::attr<&listed_upload::state> == upload_state::open);
    auto const expires = current_second() + tables_.limits.lease;
    bool given_up = false;
    try
    {
        co_await tables_.uploads.update_record({shard_of_upload(id_), id_},
            dynasio::attr<&listed_upload::chunks> = chunks, dynasio::attr<&listed_upload::expires> = expires,
            is_open);
    }
    catch (dynasio::store_error const& failure)
    {
        given_up = failure.details().code == dynasio::store_errc::conflict
            || failure.details().code == dynasio::store_errc::not_found;
        if (!given_up)
            throw;
    }
    if (given_up)
        throw refusal(
            status::service_unavailable, "the upload was too slow and has been given up, try again");
    renewed_ = now;
    reserved_ = chunks;
}

stored_data data_upload::finish(std::string content_type)
{
    stored_data result;
    result.upload = id_;
    result.size = size_;
    result.chunk_size = tables_.limits.chunk_bytes;
    result.digest = digest_.hex();
    result.content_type = std::move(content_type);
    result.modified = current_second();
    return result;
}

asio::awaitable<void> data_upload::abandon()
{
    // A write of this upload that got no response may still be applied, so the chunks are not deleted at once.
    auto const is_open =
        dynasio::write_options().only_if(dynasio::attr<&listed_upload::state> == upload_state::open);
    auto const expires = current_second() + tables_.limits.grace;
    try
    {
        co_await tables_.uploads.update_record_if_exists({shard_of_upload(id_), id_},
            dynasio::attr<&listed_upload::state> = upload_state::garbage,
            dynasio::attr<&listed_upload::expires> = expires, is_open);
    }
    catch (std::exception const& failure)
    {
        std::cerr << "cannot list an upload as garbage: " << failure.what() << '\n';
    }
}

} // namespace examples
