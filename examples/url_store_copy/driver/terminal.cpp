// SPDX-License-Identifier: BSL-1.0
//
// The program on a terminal of this driver.

#include "driver/world.hpp"

#include <algorithm>
#include <array>
#include <iostream>

#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace examples::copier {

namespace {

/// Runs the program on a terminal of 80 columns, to its end.
copy_result run_on_terminal(std::vector<std::string> arguments)
{
    std::vector<char*> argv;
    for (auto& each : arguments)
        argv.push_back(each.data());
    argv.push_back(nullptr);
    winsize size{};
    size.ws_row = 24;
    size.ws_col = 80;
    int terminal = -1;
    auto const pid = forkpty(&terminal, nullptr, nullptr, &size);
    check(pid >= 0, "no terminal");
    if (pid == 0)
    {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        alarm(30); // ends it, and with that the reading below
        execv(argv[0], argv.data());
        _exit(127);
    }
    copy_result result;
    std::array<char, 4096> bytes;
    for (ssize_t n = 0; (n = read(terminal, bytes.data(), bytes.size())) > 0;)
        result.output.append(bytes.data(), static_cast<std::size_t>(n));
    close(terminal);
    int status = 0;
    waitpid(pid, &status, 0);
    result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return result;
}

/// The longest text between two places where the program goes back to the beginning of the line.
std::size_t longest_line(std::string const& output)
{
    std::size_t longest = 0;
    for (std::size_t begin = 0; begin < output.size();)
    {
        auto const end = std::min(output.find_first_of("\r\n", begin), output.size());
        longest = std::max(longest, end - begin);
        begin = end + 1;
    }
    return longest;
}

} // namespace

void draw_on_terminals(world& all)
{
    std::cout << "a terminal\n";
    all.write("drawn/big", sample(3'000'000, 12));
    fs::create_symlink("big", all.path("drawn/link"));
    auto const result = run_on_terminal(
        {all.program(), "up", all.path("drawn").string(), all.base_url(), "--prefix", "drawn/"});
    auto const has = [&](std::string const& text) { return result.output.find(text) != std::string::npos; };
    check(result.code == 0, "up ended with " + std::to_string(result.code) + ": " + result.output);
    check(has("\r\x1b[K") && has("0/0 files so far"), "no progress is drawn: " + result.output);
    check(has("skipped link: a symbolic link") && has("complete: 1 file, 3.0 MB transferred"),
        "up prints: " + result.output);
    check(!has("sent big"), "there is a line for each file");
    // With the three characters that clear the line.
    check(longest_line(result.output) <= 79 + 3, "a line is wider than the terminal");
    std::cout << "   shows the progress in its last line\n";
}

} // namespace examples::copier
