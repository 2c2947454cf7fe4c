// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_PUSH_INACTIVE_USERS_HPP
#define DYNASIO_STORES_PUSH_INACTIVE_USERS_HPP

#include <dynasio/call_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace dynasio {

namespace stores::push {
class inactive_users_state;
} // namespace stores::push

/// Options of `router_table::drop_inactive`.
struct drop_inactive_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    drop_inactive_options() {}

    /// After each 25 users that were dropped. Not negative.
    std::chrono::steady_clock::duration pause = std::chrono::seconds(1);

    /// Maximum number of requests in flight; at least 1.
    std::size_t concurrency = 8;

    /// Options of the requests. A `timeout` bounds each of them, a `deadline` all.
    call_options call = {};
};

/// Drops the users whose last contact was in one month, made by `router_table::drop_inactive`:
///
///     auto dropping = router.drop_inactive(6);
///     while (auto const count = co_await dropping.next())
///         std::cout << *count << " users dropped\n";
///
/// Lifetimes: the client must outlive the stream. A stream may be destroyed while `next` is in flight.
/// Threads: distinct streams are safe. Copies are the same stream and must not be used at the same time.
class inactive_users
{
public:
    /// Drops up to 25 users, and returns how many; pauses before that, except for the first time. Empty when there are none
    /// left. Throws `std::logic_error` if another `next` is in flight.
    /// Errors: those of the client. Users that were dropped before the error are counted by the following `next`, which
    /// continues.
    /// Cancellation: all types that the coroutine accepts, at every request and pause.
    boost::asio::awaitable<std::optional<std::size_t>> next();

    explicit inactive_users(std::shared_ptr<stores::push::inactive_users_state> state) noexcept;

private:
    std::shared_ptr<stores::push::inactive_users_state> state_;
};

} // namespace dynasio

#endif
