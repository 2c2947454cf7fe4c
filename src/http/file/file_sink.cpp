// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/file_sink.hpp>

#include "http/file/temporary_file.hpp"
#include "http/file/transfer.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace dynasio::http {

namespace asio = boost::asio;
using boost::system::error_code;

/// The file of a sink, with the bytes that wait to be written.
class unfinished_file
{
public:
    unfinished_file(std::shared_ptr<blocking_calls> c, making_temporary_file& from, file_sync s)
        : calls(std::move(c)),
          target(from.target),
          sync(s),
          file(from.made.release(), destroy_there<temporary_file>(calls)),
          waiting(std::make_shared<transfer>(file, transfer::direction::write, transfer::most))
    {}

    /// Copies what there is room for, and returns how much that was.
    std::size_t take(std::span<std::byte const> bytes)
    {
        auto const n = std::min(bytes.size(), transfer::most - waiting->size);
        if (n != 0)
            std::memcpy(waiting->bytes.data() + waiting->size, bytes.data(), n);
        waiting->size += n;
        size += n;
        return n;
    }

    /// Writes what waits.
    asio::awaitable<void> flush()
    {
        if (waiting->size == 0)
            co_return;
        auto writing = carry_out(calls, waiting);
        fail(co_await std::move(writing), "write");
        waiting->offset += waiting->size;
        waiting->size = 0;
    }

    /// Keeps an error, and throws it. Does nothing where there is none.
    void fail(error_code e, char const* step)
    {
        if (!e)
            return;
        failure = {e, step};
        close();
        throw_file_error(e, step, target);
    }

    /// Removes the file if it has no name; soon, where a call for it is in flight.
    void close()
    {
        waiting.reset();
        file.reset();
    }

    std::shared_ptr<blocking_calls> const calls;
    std::filesystem::path const target;
    file_sync const sync;
    std::shared_ptr<temporary_file> file;
    std::shared_ptr<transfer> waiting;
    std::uint64_t size = 0;
    bool in_use = false;
    file_failure failure; // of all that follows
};

namespace {

/// One operation, which ends the sink if it does not succeed.
class turn
{
public:
    explicit turn(unfinished_file* file) : file_(file)
    {
        if (!file)
            throw boost::system::system_error(asio::error::bad_descriptor, "a file_sink without a file");
        if (file->in_use)
            throw_file_error(
                asio::error::already_started, "write two things at once to the file for", file->target);
        throw_file_error(file->failure.error, file->failure.step, file->target);
        file->in_use = true;
    }
    turn(turn const&) = delete;
    turn& operator=(turn const&) = delete;
    ~turn()
    {
        file_->in_use = false;
        if (!succeeded_ && !file_->failure.error)
        {
            file_->failure = {asio::error::operation_aborted, "write"};
            file_->close();
        }
    }

    void succeed() noexcept { succeeded_ = true; }

private:
    unfinished_file* const file_;
    bool succeeded_ = false;
};

asio::awaitable<void> write_all(std::shared_ptr<unfinished_file> file, std::span<std::byte const> bytes)
{
    turn mine(file.get());
    while (!bytes.empty())
    {
        bytes = bytes.subspan(file->take(bytes));
        if (file->waiting->size != transfer::most)
            continue;
        auto flushing = file->flush();
        co_await std::move(flushing);
    }
    mine.succeed();
}

asio::awaitable<void> give_name(std::shared_ptr<unfinished_file> file)
{
    turn mine(file.get());
    auto flushing = file->flush();
    co_await std::move(flushing);
    auto const job = std::make_shared<committing_file>(file->file, file->sync);
    auto committing = run_blocking(file->calls, job);
    file->fail(co_await std::move(committing), "replace");
    file->fail(job->failure.error, job->failure.step);
    file->failure = {asio::error::bad_descriptor, "write once more to the finished"};
    file->close();
    mine.succeed();
}

asio::awaitable<file_sink> make_sink(
    std::shared_ptr<making_temporary_file> job, std::shared_ptr<blocking_calls> calls, file_sync sync)
{
    auto running = run_blocking(calls, job);
    auto const e = co_await std::move(running);
    throw_file_error(e, "make a temporary file for", job->target);
    throw_file_error(job->failure.error, job->failure.step, job->target);
    co_return file_sink(std::make_shared<unfinished_file>(std::move(calls), *job, sync));
}

} // namespace

file_sink::~file_sink() = default;

std::uint64_t file_sink::size() const noexcept
{
    return file_ ? file_->size : 0;
}

asio::awaitable<void> file_sink::write(std::span<std::byte const> bytes)
{
    return write_all(file_, bytes);
}

asio::awaitable<void> file_sink::commit()
{
    return give_name(file_);
}

asio::awaitable<file_sink> open_file_sink(std::filesystem::path target, file_io io, file_sync sync)
{
    return make_sink(std::make_shared<making_temporary_file>(std::move(target)), io.calls(), sync);
}

} // namespace dynasio::http
