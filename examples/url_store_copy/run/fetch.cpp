// SPDX-License-Identifier: BSL-1.0

#include "run/fetch.hpp"

#include "files/in_pool.hpp"

#include <boost/asio/error.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace examples::copier {

namespace {

using shared_part = std::shared_ptr<part_file>;

/// How the data ended.
enum class ending
{
    complete,
    changed, ///< the store has another state
    lost,    ///< the connection, after some bytes
};

asio::awaitable<void> restart(copy_run& run, shared_part part)
{
    auto restarting = in_pool(run.pool, [part] { part->restart(); });
    co_await std::move(restarting);
}

/// Reads what the file has, for its digest. Drops it if it cannot be the beginning of what is wanted.
asio::awaitable<void> continue_part(copy_run& run, shared_part part, std::uint64_t wanted_size)
{
    if (plan_download(part->size(), wanted_size) == beginning::whole)
    {
        auto restarting = restart(run, part);
        co_await std::move(restarting);
        co_return;
    }
    for (;;)
    {
        auto reading = in_pool(run.pool, [part] { return part->read_some(); });
        if (!co_await std::move(reading))
            co_return;
    }
}

/// The data from the end of the file on.
asio::awaitable<dynasio::url_data> open_rest(copy_run& run, wanted_data wanted, std::uint64_t first)
{
    dynasio::url_read_options options;
    options.if_match = wanted.etag;
    auto opening = run.store.get_data_range(wanted.key, first, std::nullopt, options);
    auto data = co_await std::move(opening);
    if (data.version().etag != wanted.etag)
        throw copy_failure("the store does not keep to If-Match");
    co_return data;
}

asio::awaitable<void> append_all(copy_run& run, wanted_data wanted, shared_part part)
{
    auto opening = open_rest(run, wanted, part->size());
    auto data = co_await std::move(opening);
    auto const buffer = std::make_shared<std::vector<std::byte>>(256 * 1024);
    for (;;)
    {
        run.counts.at(wanted.key, part->size());
        auto reading = data.read_some(*buffer);
        auto const n = co_await std::move(reading);
        if (n == 0)
            co_return;
        if (n > wanted.is.size - part->size())
            throw copy_failure("the store sends more bytes than the data has");
        auto writing = in_pool(run.pool, [part, buffer, n] { part->append(std::span(*buffer).first(n)); });
        co_await std::move(writing);
    }
}

asio::awaitable<ending> append_some(copy_run& run, wanted_data wanted, shared_part part)
{
    auto const before = part->size();
    try
    {
        if (before < wanted.is.size)
        {
            auto appending = append_all(run, std::move(wanted), part);
            co_await std::move(appending);
        }
        co_return ending::complete;
    }
    catch (dynasio::url_error const& failure)
    {
        if (failure.code() == dynasio::url_errc::conflict)
            co_return ending::changed;
        bool const is_lost = failure.code().category() != dynasio::url_category()
            && failure.code() != asio::error::operation_aborted;
        if (!is_lost || part->size() == before)
            throw;
    }
    co_return ending::lost;
}

asio::awaitable<ending> append_rest(copy_run& run, wanted_data wanted, shared_part part)
{
    // Each time there are more bytes than before, so that this ends.
    for (;;)
    {
        auto appending = append_some(run, wanted, part);
        auto const how = co_await std::move(appending);
        if (how != ending::lost)
            co_return how;
    }
}

asio::awaitable<bool> commit_if_right(copy_run& run, contents wanted, shared_part part)
{
    auto committing = in_pool(run.pool,
        [part, wanted]
        {
            bool const is_right = part->size() == wanted.size && part->sha256_hex() == wanted.sha256;
            if (is_right)
                part->commit();
            return is_right;
        });
    co_return co_await std::move(committing);
}

} // namespace

asio::awaitable<bool> fetch(copy_run& run, wanted_data wanted, shared_part part)
{
    auto continuing = continue_part(run, part, wanted.is.size);
    co_await std::move(continuing);
    bool was_continued = part->size() > 0;
    for (;;)
    {
        auto appending = append_rest(run, wanted, part);
        if (co_await std::move(appending) == ending::changed)
        {
            auto restarting = restart(run, part);
            co_await std::move(restarting);
            co_return false;
        }
        auto committing = commit_if_right(run, wanted.is, part);
        if (co_await std::move(committing))
            co_return true;
        if (!std::exchange(was_continued, false))
            break;
        // What an earlier program has left was of another state.
        auto restarting = restart(run, part);
        co_await std::move(restarting);
    }
    auto removing = in_pool(run.pool, [part] { part->remove(); });
    co_await std::move(removing);
    throw copy_failure("the bytes are not those that the store tells of");
}

} // namespace examples::copier
