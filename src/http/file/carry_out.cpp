// SPDX-License-Identifier: BSL-1.0
//
// Where Asio has files, which is where io_uring was chosen, transfers go through them. Else they block a thread.

#include "http/file/transfer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/random_access_file.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <optional>
#include <tuple>
#include <utility>

#include <fcntl.h>

namespace dynasio::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

asio::awaitable<error_code> carry_out_blocking(
    std::shared_ptr<blocking_calls> calls, std::shared_ptr<transfer> what)
{
    auto running = run_blocking(std::move(calls), what);
    auto const e = co_await std::move(running);
    co_return e ? e : what->error;
}

} // namespace

#if defined(BOOST_ASIO_HAS_FILE)

namespace {

/// The file once more, for the execution context of one operation: the file itself may outlive it. Nothing where the kernel
/// refuses io_uring, or has no descriptor left.
std::optional<asio::random_access_file> file_for(asio::any_io_executor const& executor, open_file const& file)
{
    try
    {
        std::optional<asio::random_access_file> made(std::in_place, executor);
        auto const fd = ::fcntl(file.fd(), F_DUPFD_CLOEXEC, 0);
        if (fd < 0)
            return std::nullopt;
        made->assign(fd);
        return made;
    }
    catch (boost::system::system_error const&)
    {
        return std::nullopt;
    }
}

} // namespace

asio::awaitable<error_code> carry_out(std::shared_ptr<blocking_calls> calls, std::shared_ptr<transfer> what)
{
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none)
        co_return asio::error::operation_aborted;
    auto const executor = co_await asio::this_coro::executor;
    auto file = file_for(executor, *what->file);
    if (!file)
    {
        auto blocking = carry_out_blocking(std::move(calls), std::move(what));
        co_return co_await std::move(blocking);
    }
    auto& t = *what;
    t.error = {};
    for (t.done = 0; t.done != t.size && !t.error;)
    {
        auto const part = asio::buffer(t.bytes.data() + t.done, t.size - t.done);
        auto const at = t.offset + t.done;
        std::tuple<error_code, std::size_t> moved;
        if (t.way == transfer::direction::read)
            moved = co_await file->async_read_some_at(at, part, asio::as_tuple(asio::deferred));
        else
            moved = co_await file->async_write_some_at(at, part, asio::as_tuple(asio::deferred));
        t.error = std::get<0>(moved);
        t.done += std::get<1>(moved);
    }
    if (t.way == transfer::direction::read && t.error == asio::error::eof)
        t.error = {};
    co_return t.error;
}

#else

asio::awaitable<error_code> carry_out(std::shared_ptr<blocking_calls> calls, std::shared_ptr<transfer> what)
{
    return carry_out_blocking(std::move(calls), std::move(what));
}

#endif

} // namespace dynasio::http
