// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_FILE_SIGNALS_HELD_BACK_HPP
#define DYNASIO_SRC_HTTP_FILE_SIGNALS_HELD_BACK_HPP

#include <csignal>

namespace dynasio::http {

/// A thread that is started meanwhile gets no signals: these are for the threads of the program.
class signals_held_back
{
public:
    signals_held_back() noexcept
    {
        ::sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    signals_held_back(signals_held_back const&) = delete;
    signals_held_back& operator=(signals_held_back const&) = delete;
    ~signals_held_back() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    ::sigset_t before_;
};

} // namespace dynasio::http

#endif
