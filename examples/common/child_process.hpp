// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_COMMON_CHILD_PROCESS_HPP
#define DYNASIO_EXAMPLES_COMMON_CHILD_PROCESS_HPP

#include <chrono>
#include <string>
#include <vector>

#include <sys/types.h>

namespace examples {

/// A program started by this one. Ends with it, whatever happens. All waits are bounded; errors throw
/// `std::runtime_error`.
class child_process
{
public:
    /// The first argument is the path of the program. Its standard output is read here; the error output is
    /// passed on.
    explicit child_process(std::vector<std::string> arguments);
    child_process(child_process const&) = delete;
    child_process& operator=(child_process const&) = delete;
    /// Kills it if it still runs.
    ~child_process();

    /// The next line of its output that begins so, without that beginning; lines before it are passed over.
    std::string read_line(std::string const& beginning, std::chrono::seconds limit);

    /// All of its output that was not read yet, to the end.
    std::string read_rest(std::chrono::seconds limit);

    void send_signal(int number) const;

    /// Waits for its end; the exit code, or minus the number of the signal that ended it.
    int wait(std::chrono::seconds limit);

private:
    pid_t pid_ = -1;
    int output_ = -1;
    std::string unread_;
};

} // namespace examples

#endif
