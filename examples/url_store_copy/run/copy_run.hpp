// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_COPY_RUN_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_COPY_RUN_HPP

#include "decide/command_line.hpp"
#include "run/display.hpp"
#include "run/tally.hpp"
#include "run/worker_group.hpp"

#include <dynasio/stores/url_store.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace examples::copier {

/// What the parts of a copy share. Outlives all of them.
struct copy_run
{
    settings const& set;
    dynasio::url_store store;
    asio::thread_pool& pool; ///< for all calls that block
    tally& counts;
    display& shown;
};

/// Why one file cannot be copied.
class copy_failure : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// What became of a file that has not failed.
struct copied_file
{
    outcome what = outcome::copied;
    std::uint64_t size = 0;
    std::string detail = {};
};

/// Awaits the copy of one file and tells what became of it. Throws what would stop the others too, and cancellation.
/// `name` is for people, `key` that of the transfer.
asio::awaitable<void> finish(
    copy_run& run, std::string name, std::string key, asio::awaitable<copied_file> copying);

/// What the store has of a key; empty if there is none.
asio::awaitable<std::optional<dynasio::url_value>> find_value(dynasio::url_store store, std::string key);

/// Starts what copies the files of a folder into the store. The group must outlive that.
void start_upload(copy_run& run, worker_group& workers, asio::any_io_executor executor);

/// The same in the other direction.
void start_download(copy_run& run, worker_group& workers, asio::any_io_executor executor);

} // namespace examples::copier

#endif
