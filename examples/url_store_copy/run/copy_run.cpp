// SPDX-License-Identifier: BSL-1.0

#include "run/copy_run.hpp"

#include "decide/plan.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace examples::copier {

asio::awaitable<void> finish(
    copy_run& run, std::string name, std::string key, asio::awaitable<copied_file> copying)
{
    copied_file done;
    done.what = outcome::failed;
    try
    {
        done = co_await std::move(copying);
    }
    catch (dynasio::url_error const& failure)
    {
        if (failure.code() == asio::error::operation_aborted
            || store_ends_all(failure.code(), failure.details().http_status))
            throw;
        done.detail = failure.what();
    }
    catch (boost::system::system_error const& failure)
    {
        if (failure.code() == asio::error::operation_aborted || disk_ends_all(failure.code()))
            throw;
        done.detail = failure.what();
    }
    catch (copy_failure const& failure)
    {
        done.detail = failure.what();
    }
    run.counts.done(key, done.size);
    run.shown.file(name, done.what, done.detail);
}

asio::awaitable<std::optional<dynasio::url_value>> find_value(dynasio::url_store store, std::string key)
{
    try
    {
        auto getting = store.get(std::move(key));
        co_return co_await std::move(getting);
    }
    catch (dynasio::url_error const& failure)
    {
        if (failure.code() != dynasio::url_errc::key_not_found)
            throw;
    }
    co_return std::nullopt;
}

} // namespace examples::copier
