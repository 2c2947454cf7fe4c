// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_SUPPORT_CHILDREN_HPP
#define DYNASIO_TESTS_SUPPORT_CHILDREN_HPP

#include <cerrno>
#include <chrono>
#include <thread>

#include <sys/wait.h>

namespace dynasio::tests {

/// Waits for the last child of this process to be collected by the library; bounded.
inline bool all_are_collected()
{
    ::siginfo_t about;
    for (int i = 0; i < 1000; ++i)
    {
        if (::waitid(P_ALL, 0, &about, WEXITED | WNOHANG | WNOWAIT) != 0 && errno == ECHILD)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

} // namespace dynasio::tests

#endif
