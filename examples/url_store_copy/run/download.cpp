// SPDX-License-Identifier: BSL-1.0

#include "decide/keys.hpp"
#include "decide/plan.hpp"
#include "files/hash_file.hpp"
#include "files/part_file.hpp"
#include "run/copy_run.hpp"
#include "run/fetch.hpp"
#include "run/queue.hpp"

#include <memory>
#include <utility>

namespace examples::copier {

namespace {

using key_queue = bounded_queue<std::string>;

constexpr std::size_t look_ahead = 1000;

struct download_place
{
    std::shared_ptr<target_folder const> folder;
    std::string path; ///< within it
};

wanted_data wanted_in(dynasio::url_value const& value)
{
    auto const digest = digest_in(value.version().etag);
    if (!digest || !value.size())
        throw copy_failure("the store does not tell size and SHA-256 of the data");
    wanted_data wanted;
    wanted.key = value.key();
    wanted.etag = value.version().etag;
    wanted.is.size = *value.size();
    wanted.is.sha256 = *digest;
    return wanted;
}

/// Whether the file is there, with these bytes.
asio::awaitable<bool> is_there(copy_run& run, download_place where, contents wanted)
{
    auto opening = in_pool(run.pool,
        [where, wanted]() -> std::optional<descriptor>
        {
            auto const place = where.folder->place_of(where.path);
            if (place.existing_size() != wanted.size)
                return std::nullopt;
            return open_regular(place.folder.number(), place.name);
        });
    auto file = co_await std::move(opening);
    if (!file)
        co_return false;
    auto hashing = hash_file(run.pool, std::move(*file));
    auto const here = co_await std::move(hashing);
    co_return here == wanted;
}

asio::awaitable<copied_file> download(copy_run& run, download_place where, std::string key)
{
    constexpr int attempts = 3;
    for (int i = 0; i < attempts; ++i)
    {
        auto finding = find_value(run.store, key);
        auto const value = co_await std::move(finding);
        copied_file result;
        if (!value)
        {
            result.what = outcome::skipped;
            result.detail = "it was removed meanwhile";
            co_return result;
        }
        auto wanted = wanted_in(*value);
        if (i == 0)
            run.counts.sized(wanted.is.size);
        result.size = wanted.is.size;
        auto comparing = is_there(run, where, wanted.is);
        if (co_await std::move(comparing))
        {
            result.what = outcome::equal;
            co_return result;
        }
        auto opening = in_pool(
            run.pool, [where] { return std::make_shared<part_file>(where.folder->place_of(where.path)); });
        auto part = co_await std::move(opening);
        auto fetching = fetch(run, std::move(wanted), std::move(part));
        if (co_await std::move(fetching))
            co_return result;
    }
    throw copy_failure("the store has changed it again and again");
}

asio::awaitable<void> find_keys(copy_run& run, std::shared_ptr<key_queue> queue)
{
    auto keys = run.store.glob(pattern_of_prefix(run.set.prefix));
    for (;;)
    {
        auto reading = keys.next();
        auto key = co_await std::move(reading);
        if (!key)
            break;
        auto const path = std::string_view(*key).substr(run.set.prefix.size());
        if (auto const why = refusal_of_path(path); !why.empty())
        {
            run.shown.file(*key, outcome::failed, "the key is not the path of a file: " + why);
            continue;
        }
        run.counts.found();
        auto pushing = queue->push(std::move(*key));
        co_await std::move(pushing);
    }
    run.counts.all_found();
    queue->close();
}

asio::awaitable<void> download_files(
    copy_run& run, std::shared_ptr<target_folder const> folder, std::shared_ptr<key_queue> queue)
{
    for (;;)
    {
        auto popping = queue->pop();
        auto const key = co_await std::move(popping);
        if (!key)
            co_return;
        download_place where;
        where.folder = folder;
        where.path = key->substr(run.set.prefix.size());
        auto finishing = finish(run, where.path, *key, download(run, where, *key));
        co_await std::move(finishing);
    }
}

} // namespace

void start_download(copy_run& run, worker_group& workers, asio::any_io_executor executor)
{
    auto const folder = std::make_shared<target_folder const>(run.set.folder);
    auto const queue = std::make_shared<key_queue>(executor, look_ahead);
    workers.start(find_keys(run, queue));
    for (std::size_t i = 0; i < run.set.parallel; ++i)
        workers.start(download_files(run, folder, queue));
}

} // namespace examples::copier
