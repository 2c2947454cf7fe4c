// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/file_source.hpp>

#include "http/file/transfer.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace dynasio::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

class opening_to_read final : public blocking_job
{
public:
    explicit opening_to_read(std::filesystem::path p) : path(std::move(p)) {}

    void run() noexcept override
    {
        // A pipe without a writer would keep the thread.
        constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
        auto const fd = uninterrupted([&] { return ::open(path.c_str(), flags); });
        if (fd < 0)
        {
            error = last_error();
            return;
        }
        opened = std::make_unique<open_file>(fd);
        struct ::stat about{};
        if (::fstat(fd, &about) != 0)
            error = last_error();
        else if (!S_ISREG(about.st_mode))
            error = {S_ISDIR(about.st_mode) ? EISDIR : EINVAL, boost::system::system_category()};
        else
            size = static_cast<std::uint64_t>(about.st_size);
    }

    std::filesystem::path const path;
    std::unique_ptr<open_file> opened;
    std::uint64_t size = 0;
    error_code error;
};

class file_source final
    : public body_source
    , public std::enable_shared_from_this<file_source>
{
public:
    file_source(std::shared_ptr<blocking_calls> calls, opening_to_read& from)
        : calls_(std::move(calls)),
          path_(from.path),
          size_(from.size),
          file_(from.opened.release(), destroy_there<open_file>(calls_))
    {}

    std::optional<std::uint64_t> size() const override { return size_; }

    asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        return read_some(shared_from_this(), into);
    }

    bool rewind() override
    {
        offset_ = 0;
        return true;
    }

private:
    static asio::awaitable<std::size_t> read_some(
        std::shared_ptr<file_source> self, std::span<std::byte> into)
    {
        if (self->offset_ == self->size_)
            co_return 0;
        if (!self->ahead_ || !self->ahead())
        {
            auto filling = self->fill();
            co_await std::move(filling);
        }
        auto const& t = *self->ahead_;
        auto const begin = static_cast<std::size_t>(self->offset_ - t.offset);
        auto const n = std::min(into.size(), t.done - begin);
        if (n != 0)
            std::memcpy(into.data(), t.bytes.data() + begin, n);
        self->offset_ += n;
        co_return n;
    }

    /// Whether the next bytes are in memory.
    [[nodiscard]] bool ahead() const
    {
        return offset_ >= ahead_->offset && offset_ - ahead_->offset < ahead_->done;
    }

    asio::awaitable<void> fill()
    {
        auto const room = static_cast<std::size_t>(std::min<std::uint64_t>(transfer::most, size_));
        // Where the operation does not come to its end, its memory is left to it.
        auto t = std::exchange(ahead_, nullptr);
        if (!t)
            t = std::make_shared<transfer>(file_, transfer::direction::read, room);
        t->offset = offset_;
        t->size = static_cast<std::size_t>(std::min<std::uint64_t>(room, size_ - offset_));
        auto reading = carry_out(calls_, t);
        auto const e = co_await std::move(reading);
        throw_file_error(e, "read", path_);
        ahead_ = std::move(t);
    }

    std::shared_ptr<blocking_calls> const calls_;
    std::filesystem::path const path_;
    std::uint64_t const size_;
    std::shared_ptr<open_file> const file_;
    std::uint64_t offset_ = 0;        // of what is read next; at most the size
    std::shared_ptr<transfer> ahead_; // null before the first read, and after one that failed
};

asio::awaitable<std::shared_ptr<body_source>> open_source(
    std::shared_ptr<opening_to_read> job, std::shared_ptr<blocking_calls> calls)
{
    auto running = run_blocking(calls, job);
    auto const e = co_await std::move(running);
    throw_file_error(e, "open", job->path);
    throw_file_error(job->error, "open", job->path);
    co_return std::make_shared<file_source>(std::move(calls), *job);
}

} // namespace

asio::awaitable<std::shared_ptr<body_source>> open_file_source(std::filesystem::path path, file_io io)
{
    return open_source(std::make_shared<opening_to_read>(std::move(path)), io.calls());
}

} // namespace dynasio::http
