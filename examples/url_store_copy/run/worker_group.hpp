// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_WORKER_GROUP_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_WORKER_GROUP_HPP

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <exception>
#include <list>

namespace examples::copier {

namespace asio = boost::asio;

/// Coroutines that run side by side, and end together: the first that throws cancels the others. All of them are on one
/// thread. Must outlive them.
class worker_group
{
public:
    explicit worker_group(asio::any_io_executor executor);

    void start(asio::awaitable<void> worker);

    /// Workers that are started later are cancelled too.
    void cancel();

    /// Waits until all have ended; throws what the first one threw. Not to be cancelled.
    asio::awaitable<void> wait();

private:
    void ended(std::exception_ptr failure);

    asio::any_io_executor executor_;
    asio::steady_timer all_ended_;
    std::list<asio::cancellation_signal> signals_;
    std::size_t left_ = 0;
    bool cancelled_ = false;
    std::exception_ptr first_;
};

} // namespace examples::copier

#endif
