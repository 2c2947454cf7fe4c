// SPDX-License-Identifier: BSL-1.0
//
// Steps that run foreign code, such as posting to an executor, put off until no lock is held.
//
// An execution context that is being destroyed destroys what is posted to it at once, and with it the coroutines in it,
// which give back what they hold and so resume others. Run one inside the other, these steps would enter locks twice and
// need stack for each coroutine that waits.

#ifndef DYNASIO_SRC_CLOCK_RESUMPTION_HPP
#define DYNASIO_SRC_CLOCK_RESUMPTION_HPP

#include <memory>

namespace dynasio::http {

/// One step that was put off. Runs once, on the thread that has put it off.
class resumption
{
public:
    resumption() = default;
    resumption(resumption const&) = delete;
    resumption& operator=(resumption const&) = delete;
    virtual ~resumption() = default;

private:
    friend class resumption_scope;

    /// Destroys the object, or hands it on.
    virtual void run(std::unique_ptr<resumption> self) noexcept = 0;

    resumption* next_ = nullptr;
};

/// Resumptions of this thread wait until its outermost scope ends, and then run one after the other. What holds a lock
/// while it resumes others opens a scope before it takes the lock.
class resumption_scope
{
public:
    resumption_scope() noexcept;
    resumption_scope(resumption_scope const&) = delete;
    resumption_scope& operator=(resumption_scope const&) = delete;
    ~resumption_scope();

    /// Puts a step off; without a scope, it runs at once.
    static void run(std::unique_ptr<resumption> step) noexcept;

private:
    bool const outermost_;
};

} // namespace dynasio::http

#endif
