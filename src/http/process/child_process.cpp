// SPDX-License-Identifier: BSL-1.0

#include "http/process/child_process.hpp"

#include "http/file/thread_per_call.hpp"
#include "text/ini_text.hpp"

#include <cerrno>
#include <csignal>
#include <memory>
#include <system_error>

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ; // NOLINT: of POSIX

namespace dynasio::http {

namespace {

[[noreturn]] void fail(int error, char const* step)
{
    throw std::system_error(error, std::generic_category(), step);
}

void check_spawn(int error, char const* step)
{
    if (error != 0)
        fail(error, step);
}

class file_actions
{
public:
    /// `out` becomes the standard output.
    explicit file_actions(int out)
    {
        check_spawn(::posix_spawn_file_actions_init(&actions_), "posix_spawn_file_actions_init");
        int error = ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
        if (error == 0)
            error = ::posix_spawn_file_actions_adddup2(&actions_, out, 1);
        if (error == 0)
            error = ::posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
        if (error == 0)
            return;
        ::posix_spawn_file_actions_destroy(&actions_);
        fail(error, "posix_spawn_file_actions");
    }
    file_actions(file_actions const&) = delete;
    file_actions& operator=(file_actions const&) = delete;
    ~file_actions() { ::posix_spawn_file_actions_destroy(&actions_); }

    ::posix_spawn_file_actions_t const* get() const noexcept { return &actions_; }

private:
    ::posix_spawn_file_actions_t actions_;
};

class spawn_attributes
{
public:
    /// A process group of its own, and signals as a program expects them, whatever this process has done to its own.
    spawn_attributes()
    {
        check_spawn(::posix_spawnattr_init(&attributes_), "posix_spawnattr_init");
        ::sigset_t none;
        ::sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    spawn_attributes(spawn_attributes const&) = delete;
    spawn_attributes& operator=(spawn_attributes const&) = delete;
    ~spawn_attributes() { ::posix_spawnattr_destroy(&attributes_); }

    ::posix_spawnattr_t const* get() const noexcept { return &attributes_; }

private:
    ::posix_spawnattr_t attributes_;
};

/// Waits for a process that was killed.
class collecting final : public blocking_step
{
public:
    explicit collecting(::pid_t pid) : pid_(pid) {}
    void run() noexcept override
    {
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR)
        {}
    }

private:
    ::pid_t const pid_;
};

} // namespace

unique_fd::~unique_fd()
{
    if (fd_ >= 0)
        ::close(fd_);
}

child_process::child_process(std::string const& command)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        fail(errno, "pipe");
    output_ = unique_fd(ends[0]);
    unique_fd const write_end(ends[1]);
    if (::fcntl(output_.get(), F_SETFL, O_NONBLOCK) != 0)
        fail(errno, "fcntl");

    file_actions const files(write_end.get());
    spawn_attributes const attributes;
    std::string shell = "sh";
    std::string option = "-c";
    std::string text = command;
    char* const arguments[] = {shell.data(), option.data(), text.data(), nullptr};
    check_spawn(
        ::posix_spawn(&pid_, "/bin/sh", files.get(), attributes.get(), arguments, environ), "posix_spawn");
    text::wipe(text);
    pidfd_ = unique_fd(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
}

child_process::~child_process()
{
    has_ended();
    // Whoever has collected it has given its number back, maybe to others.
    if (collected_)
        return;
    ::kill(-pid_, SIGKILL);
    if (has_ended())
    {
        collecting(pid_).run(); // at once
        return;
    }
    try
    {
        thread_per_call()->start(std::make_unique<collecting>(pid_));
    }
    catch (...)
    {
        collecting(pid_).run();
    }
}

bool child_process::has_ended() noexcept
{
    if (ended_)
        return true;
    // It is not collected yet, so that its number, which is that of the group, stays its own.
    ::siginfo_t about{};
    if (::waitid(P_PID, static_cast<::id_t>(pid_), &about, WEXITED | WNOHANG | WNOWAIT) != 0)
    {
        collected_ = ended_ = errno != EINTR;
        return ended_;
    }
    if (about.si_pid == 0)
        return false;
    ended_ = true;
    status_ = about.si_code == CLD_EXITED ? about.si_status : -about.si_status;
    return true;
}

} // namespace dynasio::http
