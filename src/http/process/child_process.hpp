// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_PROCESS_CHILD_PROCESS_HPP
#define DYNASIO_SRC_HTTP_PROCESS_CHILD_PROCESS_HPP

#include <optional>
#include <string>
#include <utility>

#include <sys/types.h>

namespace dynasio::http {

/// Closed at the end.
class unique_fd
{
public:
    unique_fd() = default;
    explicit unique_fd(int fd) noexcept : fd_(fd) {}
    unique_fd(unique_fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    unique_fd& operator=(unique_fd&& other) noexcept
    {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~unique_fd();

    [[nodiscard]] int get() const noexcept { return fd_; }
    int release() noexcept { return std::exchange(fd_, -1); }
    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }

private:
    int fd_ = -1;
};

/// A shell that carries out a command, in a process group of its own. At the end of the object the group is killed, and no zombie is
/// left.
class child_process
{
public:
    /// Runs `sh -c command` with nothing to read, its output in a pipe, and no other files of this process but standard error.
    /// Throws `std::system_error`.
    explicit child_process(std::string const& command);
    child_process(child_process const&) = delete;
    child_process& operator=(child_process const&) = delete;
    ~child_process();

    /// The reading end of the pipe, which does not block.
    [[nodiscard]] int output() const noexcept { return output_.get(); }

    /// Readable when the process has ended; -1 where the kernel has no such thing (before Linux 5.3), or the process has ended and been
    /// collected, as it is where the program ignores SIGCHLD.
    [[nodiscard]] int pidfd() const noexcept { return pidfd_.get(); }

    /// Whether the process has ended. Never blocks.
    bool has_ended() noexcept;

    /// The exit status, or minus the signal that has ended it; nothing if nobody knows, as where the program ignores SIGCHLD. Of a
    /// process that has ended.
    [[nodiscard]] std::optional<int> status() const noexcept { return status_; }

private:
    unique_fd output_;
    unique_fd pidfd_;
    ::pid_t pid_ = -1;
    bool ended_ = false;
    bool collected_ = false; ///< by somebody else
    std::optional<int> status_;
};

} // namespace dynasio::http

#endif
