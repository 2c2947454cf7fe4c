// SPDX-License-Identifier: BSL-1.0
//
// Calls that block, on threads where they may.
//
// A coroutine may stop to wait for its job: it was cancelled, or destroyed with its execution context. The job then goes on
// without it, so it owns all that it touches.

#ifndef DYNASIO_SRC_HTTP_FILE_BLOCKING_CALLS_HPP
#define DYNASIO_SRC_HTTP_FILE_BLOCKING_CALLS_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace dynasio::http {

/// What one coroutine waits for. Its results are for that coroutine, once `run_blocking` has told that it ran.
class blocking_job
{
public:
    blocking_job() = default;
    blocking_job(blocking_job const&) = delete;
    blocking_job& operator=(blocking_job const&) = delete;
    virtual ~blocking_job() = default;

    virtual void run() noexcept = 0;

    /// Nobody waits any more. False where it is too late for that: `pass` came first.
    bool cancel() noexcept
    {
        auto expected = open;
        return state_.compare_exchange_strong(expected, given_up) || expected == given_up;
    }

    [[nodiscard]] bool cancelled() const noexcept { return state_ == given_up; }

protected:
    /// Within `run`: from here on it cannot be cancelled. False when it was.
    bool pass() noexcept
    {
        auto expected = open;
        return state_.compare_exchange_strong(expected, passed);
    }

private:
    enum state : int
    {
        open,
        given_up,
        passed
    };
    std::atomic<state> state_{open};
};

/// What runs on a thread. Destroyed without a run where the threads have ended.
class blocking_step
{
public:
    virtual ~blocking_step() = default;
    virtual void run() noexcept = 0;
};

/// Where blocking steps run. Thread safety: shared objects are safe.
class blocking_calls
{
public:
    virtual ~blocking_calls() = default;

    /// Throws where no thread can take it; the step is then destroyed.
    virtual void start(std::unique_ptr<blocking_step> step) = 0;
};

/// Runs a job, and ends when it ran; with `operation_aborted` when it will not, or nobody waits for it any more: its results
/// are then not to be read.
/// Cancellation: every type, until the job has passed.
boost::asio::awaitable<boost::system::error_code> run_blocking(
    std::shared_ptr<blocking_calls> calls, std::shared_ptr<blocking_job> job);

/// Destroys what it is given on the threads, or where that fails, at once: to close or to remove a file may block.
template <class T>
class destroy_there
{
public:
    explicit destroy_there(std::shared_ptr<blocking_calls> calls) : calls_(std::move(calls)) {}

    void operator()(T* object) noexcept
    {
        std::unique_ptr<T> owned(object);
        try
        {
            calls_->start(std::make_unique<step>(std::move(owned)));
        }
        catch (...)
        {} // was destroyed by what threw, or will be by `owned`
    }

private:
    struct step final : blocking_step
    {
        explicit step(std::unique_ptr<T> o) : object(std::move(o)) {}
        void run() noexcept override { object.reset(); }
        std::unique_ptr<T> object;
    };

    std::shared_ptr<blocking_calls> calls_;
};

} // namespace dynasio::http

#endif
