// SPDX-License-Identifier: BSL-1.0

#include "child_process.hpp"

#include <csignal>
#include <stdexcept>
#include <utility>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace examples {

namespace {

using clock = std::chrono::steady_clock;

int left_until(clock::time_point end)
{
    auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(end - clock::now());
    return left.count() > 0 ? static_cast<int>(left.count()) + 1 : 0;
}

int result_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace

child_process::child_process(std::vector<std::string> arguments)
{
    int ends[2];
    if (pipe(ends) != 0)
        throw std::runtime_error("no pipe");
    std::vector<char*> argv;
    for (auto& each : arguments)
        argv.push_back(each.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0)
    {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(argv[0], argv.data());
        _exit(127);
    }
    close(ends[1]);
    output_ = ends[0];
    if (pid_ < 0)
    {
        close(output_);
        throw std::runtime_error("cannot start " + arguments.at(0));
    }
}

child_process::~child_process()
{
    if (pid_ > 0)
    {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    close(output_);
}

std::string child_process::read_line(std::string const& beginning, std::chrono::seconds limit)
{
    auto const end = clock::now() + limit;
    for (;;)
    {
        if (auto const newline = unread_.find('\n'); newline != std::string::npos)
        {
            auto line = unread_.substr(0, newline);
            unread_.erase(0, newline + 1);
            if (line.starts_with(beginning))
                return line.substr(beginning.size());
            continue;
        }
        pollfd waiting{output_, POLLIN, 0};
        char bytes[4096];
        if (poll(&waiting, 1, left_until(end)) <= 0)
            throw std::runtime_error("the program did not print \"" + beginning + "\" in time");
        auto const got = read(output_, bytes, sizeof bytes);
        if (got <= 0)
            throw std::runtime_error("the program ended without printing \"" + beginning + '"');
        unread_.append(bytes, static_cast<std::size_t>(got));
    }
}

std::string child_process::read_rest(std::chrono::seconds limit)
{
    auto const end = clock::now() + limit;
    for (;;)
    {
        pollfd waiting{output_, POLLIN, 0};
        char bytes[4096];
        if (poll(&waiting, 1, left_until(end)) <= 0)
            throw std::runtime_error("the program did not end its output in time");
        auto const got = read(output_, bytes, sizeof bytes);
        if (got <= 0)
            return std::exchange(unread_, {});
        unread_.append(bytes, static_cast<std::size_t>(got));
    }
}

void child_process::send_signal(int number) const
{
    if (pid_ <= 0 || kill(pid_, number) != 0)
        throw std::runtime_error("the program does not run any more");
}

int child_process::wait(std::chrono::seconds limit)
{
    // A descriptor that becomes readable when the process ends.
    int const end_of_process = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
    if (end_of_process < 0)
        throw std::runtime_error("cannot wait for the program");
    pollfd waiting{end_of_process, POLLIN, 0};
    bool const ended = poll(&waiting, 1, left_until(clock::now() + limit)) > 0;
    close(end_of_process);
    int status = 0;
    if (!ended || waitpid(pid_, &status, 0) != pid_)
        throw std::runtime_error("the program did not end within " + std::to_string(limit.count()) + " s");
    pid_ = -1;
    return result_of(status);
}

} // namespace examples
