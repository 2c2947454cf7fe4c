// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_WAIT_HPP
#define DYNASIO_WAIT_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/error.hpp>
#include <dynasio/model/table_description.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace dynasio {

/// How often and for how long to poll.
struct wait_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    wait_options() noexcept {}

    /// Bounds the whole wait from the moment it is awaited. Default 10 minutes; positive.
    std::chrono::steady_clock::duration timeout = std::chrono::minutes(10);

    /// The first pause. Pauses double up to `max_delay`; each is shortened at random, by half at most.
    /// Defaults 100 ms and 20 s; positive.
    std::chrono::steady_clock::duration first_delay = std::chrono::milliseconds(100);
    std::chrono::steady_clock::duration max_delay = std::chrono::seconds(20);

    /// Options of each request. Their deadline also bounds the whole wait.
    call_options call;
};

/// Waits until the table and all its indexes can be used, and returns the description of the table.
///
/// Requests: one DescribeTable immediately, and one after each pause. A missing table is not an error, because it may
/// just have been created. Neither is throttling.
/// Errors: `client_errc::deadline_exceeded`; `client_errc::waiter_failed` if the table is being deleted or archived, or its
/// encryption key is not accessible; other errors of DescribeTable. All have the last state of the table in their context.
/// Throws `std::invalid_argument` if any option is invalid.
/// Cancellation: all types that the coroutine accepts.
/// Lifetimes: the client must outlive the wait, which otherwise ends with `operation_aborted`.
boost::asio::awaitable<model::table_description> wait_until_table_exists(
    client const& owner, std::string table_name, wait_options options = {});
boost::asio::awaitable<result<model::table_description>> try_wait_until_table_exists(
    client const& owner, std::string table_name, wait_options options = {});

/// Waits until the table no longer exists. If nobody deletes it, the wait ends with
/// `client_errc::deadline_exceeded`. Otherwise as `wait_until_table_exists`.
boost::asio::awaitable<void> wait_until_table_not_exists(
    client const& owner, std::string table_name, wait_options options = {});
boost::asio::awaitable<result<void>> try_wait_until_table_not_exists(
    client const& owner, std::string table_name, wait_options options = {});

} // namespace dynasio

#endif
