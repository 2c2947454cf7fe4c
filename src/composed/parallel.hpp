// SPDX-License-Identifier: BSL-1.0
//
// Several coroutines next to each other, for one that waits for all of them.

#ifndef DYNASIO_SRC_COMPOSED_PARALLEL_HPP
#define DYNASIO_SRC_COMPOSED_PARALLEL_HPP

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/strand.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

namespace dynasio::detail {

/// The workers of one `run_workers`. They all run on one strand, so what only they touch needs no lock.
class worker_group : public std::enable_shared_from_this<worker_group>
{
public:
    worker_group(boost::asio::any_io_executor executor, std::size_t count);

    /// Cancels one worker. On the strand only.
    void cancel(std::size_t worker) { signals_[worker].emit(boost::asio::cancellation_type::terminal); }

    /// Whether all were cancelled. On the strand only.
    [[nodiscard]] bool cancelled() const noexcept { return cancelled_; }

private:
    friend boost::asio::awaitable<void> run_workers(
        std::size_t, std::function<boost::asio::awaitable<void>(worker_group&, std::size_t)>);

    using body = std::function<boost::asio::awaitable<void>(worker_group&, std::size_t)>;

    template <class Handler>
    void start(body work, Handler handler);
    void cancel_all(boost::asio::cancellation_type type);
    void ended(std::size_t worker, std::exception_ptr failure);

    boost::asio::strand<boost::asio::any_io_executor> strand_;
    std::deque<boost::asio::cancellation_signal> signals_; // never moved
    std::size_t running_;
    bool cancelled_ = false;
    std::exception_ptr failure_;
    body work_;
    std::function<void(std::exception_ptr)> finish_;
};

/// Runs `work(group, i)` for each i below `count` (1 at least) on a strand of the caller's executor, and ends
/// when all have ended. What the first of them throws is thrown again then; the others are cancelled at once.
/// Cancellation: is passed to every worker, whatever its type; this still ends only when all have ended, and
/// throws what they throw.
boost::asio::awaitable<void> run_workers(
    std::size_t count, std::function<boost::asio::awaitable<void>(worker_group&, std::size_t)> work);

} // namespace dynasio::detail

#endif
