// SPDX-License-Identifier: BSL-1.0

#include "decide/plan.hpp"
#include "files/folder_walk.hpp"
#include "files/hash_file.hpp"
#include "run/copy_run.hpp"
#include "run/queue.hpp"

#include <boost/asio/this_coro.hpp>

#include <filesystem>
#include <memory>
#include <utility>

#include <fcntl.h>

namespace examples::copier {

namespace {

using file_queue = bounded_queue<found_file>;

constexpr std::size_t look_ahead = 1000;

asio::awaitable<std::string> stored_etag(dynasio::url_store store, std::string key)
{
    auto finding = find_value(std::move(store), std::move(key));
    auto const value = co_await std::move(finding);
    co_return value ? value->version().etag : std::string();
}

asio::awaitable<copied_file> upload(copy_run& run, std::string path, std::string key)
{
    auto const file = std::filesystem::path(run.set.folder) / path;
    auto opening = in_pool(run.pool, [file] { return open_regular(AT_FDCWD, file.native()); });
    auto opened = co_await std::move(opening);
    auto hashing = hash_file(run.pool, std::move(opened));
    auto const here = co_await std::move(hashing);

    copied_file result;
    result.size = here.size;
    auto finding = find_value(run.store, key);
    auto const value = co_await std::move(finding);
    std::optional<std::string> there;
    if (value)
        there = value->version().etag;
    if (plan_upload(here, there) == beginning::equal)
    {
        result.what = outcome::equal;
        co_return result;
    }
    auto sending = run.store.from_file(key, file);
    auto etag = (co_await std::move(sending)).etag;
    if (etag.empty()) // a server need not tell it here
    {
        auto asking = stored_etag(run.store, key);
        etag = co_await std::move(asking);
    }
    if (digest_in(etag) != here.sha256)
        throw copy_failure(
            "the store has other bytes than the file had: it was changed meanwhile, or damaged");
    co_return result;
}

/// The next files; the walk is used by one call at a time.
asio::awaitable<std::vector<found_file>> walk_on(copy_run& run, std::shared_ptr<folder_walk> walk)
{
    constexpr std::size_t at_once = 200;
    auto walking = in_pool(run.pool, [walk] { return walk->next(at_once); });
    co_return co_await std::move(walking);
}

asio::awaitable<void> find_files(copy_run& run, std::shared_ptr<file_queue> queue)
{
    auto const folder = run.set.folder;
    auto opening = in_pool(run.pool, [folder] { return std::make_shared<folder_walk>(folder); });
    auto const walk = co_await std::move(opening);
    for (;;)
    {
        auto walking = walk_on(run, walk);
        auto found = co_await std::move(walking);
        if (found.empty())
            break;
        for (auto& one : found)
        {
            if (!one.skipped.empty())
            {
                run.shown.file(one.path, one.is_failure ? outcome::failed : outcome::skipped, one.skipped);
                continue;
            }
            run.counts.found();
            run.counts.sized(one.size);
            auto pushing = queue->push(std::move(one));
            co_await std::move(pushing);
        }
    }
    run.counts.all_found();
    queue->close();
}

asio::awaitable<void> upload_files(copy_run& run, std::shared_ptr<file_queue> queue)
{
    for (;;)
    {
        auto popping = queue->pop();
        auto const file = co_await std::move(popping);
        if (!file)
            co_return;
        auto const key = run.set.prefix + file->path;
        auto finishing = finish(run, file->path, key, upload(run, file->path, key));
        co_await std::move(finishing);
    }
}

} // namespace

void start_upload(copy_run& run, worker_group& workers, asio::any_io_executor executor)
{
    auto const queue = std::make_shared<file_queue>(executor, look_ahead);
    workers.start(find_files(run, queue));
    for (std::size_t i = 0; i < run.set.parallel; ++i)
        workers.start(upload_files(run, queue));
}

} // namespace examples::copier
