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

/// How often, and for how long, a waiter asks.
struct wait_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    wait_options() noexcept {}

    /// Bounds the whole wait from the moment it is awaited. Default 10 minutes; positive.
    std::chrono::steady_clock::duration timeout = std::chrono::minutes(10);

    /// The first pause, which doubles up to `max_delay`; each is shortened by a random part of up to a half.
    /// Defaults 100 ms and 20 s; positive.
    std::chrono::steady_clock::duration first_delay = std::chrono::milliseconds(100);
    std::chrono::steady_clock::duration max_delay = std::chrono::seconds(20);

    /// For each single request; its deadline bounds the whole wait too.
    call_options call;
};

/// Waits until the table and all its indexes can be used, and returns the table as it is then.
///
/// Requests: one DescribeTable at once, and one after each pause. That there is no such table is no failure,
/// since it may have been created a moment ago; nor is throttling.
/// Errors: `client_errc::deadline_exceeded`, which names the state seen last; `client_errc::waiter_failed`
/// for a table that is being deleted or archived, or whose key is not accessible; other errors of
/// DescribeTable.
/// Throws `std::invalid_argument` for options that cannot be.
/// Cancellation: every type that the coroutine lets through.
/// Lifetimes: the client has to live on; when its last handle goes, the wait ends with `operation_aborted`.
boost::asio::awaitable<model::table_description> wait_until_table_exists(
    client const& owner, std::string table_name, wait_options options = {});
boost::asio::awaitable<result<model::table_description>> try_wait_until_table_exists(
    client const& owner, std::string table_name, wait_options options = {});

/// Waits until there is no such table. A table that nobody deletes ends in `client_errc::deadline_exceeded`;
/// otherwise as `wait_until_table_exists`.
boost::asio::awaitable<void> wait_until_table_not_exists(
    client const& owner, std::string table_name, wait_options options = {});
boost::asio::awaitable<result<void>> try_wait_until_table_not_exists(
    client const& owner, std::string table_name, wait_options options = {});

} // namespace dynasio

#endif
