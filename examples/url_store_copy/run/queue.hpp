// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_QUEUE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_QUEUE_HPP

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace examples::copier {

namespace asio = boost::asio;

/// Holds a few things between those who find them and those who use them. All of them are on one thread. Must outlive the
/// operations. Cancellation: every type, at once.
template <class T>
class bounded_queue
{
public:
    bounded_queue(asio::any_io_executor executor, std::size_t most)
        : most_(most), changed_(executor, asio::steady_timer::time_point::max())
    {}

    /// Waits until there is room.
    asio::awaitable<void> push(T one)
    {
        while (queue_.size() >= most_)
        {
            auto waiting = wait();
            co_await std::move(waiting);
        }
        queue_.push_back(std::move(one));
        changed_.cancel();
    }

    /// No more is pushed.
    void close()
    {
        closed_ = true;
        changed_.cancel();
    }

    /// Waits until there is something; empty at the end.
    asio::awaitable<std::optional<T>> pop()
    {
        while (queue_.empty() && !closed_)
        {
            auto waiting = wait();
            co_await std::move(waiting);
        }
        std::optional<T> one;
        if (!queue_.empty())
        {
            one = std::move(queue_.front());
            queue_.pop_front();
            changed_.cancel();
        }
        co_return one;
    }

private:
    asio::awaitable<void> wait()
    {
        // A coroutine that is cancelled throws when it awaits something the next time.
        boost::system::error_code woken;
        co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }

    std::size_t most_;
    bool closed_ = false;
    std::deque<T> queue_;
    asio::steady_timer changed_;
};

} // namespace examples::copier

#endif
