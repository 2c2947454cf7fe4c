// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_CLIENT_HPP
#define DYNASIO_CLIENT_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/client_options.hpp>
#include <dynasio/client_statistics.hpp>
#include <dynasio/error.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace dynasio {

class client;

namespace call {
class client_state;
std::shared_ptr<client_state> const& state_of(client const& c);
client weak_client(client const& c);
} // namespace call

// `struct` declares the types here; <dynasio/operations/x.hpp> defines those of the operation `x`. On GCC 12,
// `co_await c.get_item({...})` does not compile: name the request first.
#define DYNASIO_OPERATION(operation)                                                        \
    boost::asio::awaitable<struct operation##_output> operation(                            \
        struct operation##_input const& request, call_options options = {}) const;          \
    boost::asio::awaitable<result<operation##_output>> try_##operation(                     \
        operation##_input const& request, call_options options = {}) const;                 \
    DYNASIO_ON_GCC12(void operation(operation##_input&&, call_options = {}) const = delete; \
        void try_##operation(operation##_input&&, call_options = {}) const = delete;)

/// A client of DynamoDB. Each operation `X` comes in two forms that do the same: `x(request, options)` throws, and
/// `try_x(request, options)` ends in a `result`. Each is one call of the API operation of that name. A program includes
/// the operations that it uses, <dynasio/operations/x.hpp>, or all of them, <dynasio/operations.hpp>.
///
/// The request is encoded before the function returns: the caller may change or destroy it then, whether or not the
/// operation has been awaited. What cannot be encoded is reported when the operation is awaited.
///
/// Errors: `service_error` for errors that DynamoDB responds with (`code()` compares with `errc`); `operation_error` for all
/// others: transport and TLS (`http::errc`, system codes), `client_errc::deadline_exceeded`, credentials
/// (`aws::errc`), `client_errc::bad_input`, `client_errc::malformed_response`. Each carries all attempts with their causes.
///
/// Requests: one, and up to `max_attempts - 1` more after throttling or transient failures, as the standard retry
/// mode of the AWS SDKs has it.
///
/// Cancellation: `terminal`, which is all that a coroutine lets through by default, at every point where an operation
/// waits; it then ends with `operation_aborted`, and its connection is closed. `partial` and `total` interrupt waits, and
/// exchanges over plain TCP, but no exchange over TLS. A cancelled write may have been applied.
/// Emit a signal on the executor of the coroutine, and not after `co_spawn` has completed: Asio of Boost 1.81 reaches
/// for the coroutine even then.
///
/// Executor: an operation resumes on the executor of the coroutine that awaits it. Callbacks, futures and other
/// completion tokens: `co_spawn(executor, client.get_item(request), token)`.
///
/// Threads and lifetimes: a client is a handle; copies share connections and retry quota, and any thread may use any of
/// them at the same time. When the last handle goes away, operations in flight end with `operation_aborted`.
class client
{
public:
    /// Throws `std::invalid_argument` or `boost::system::system_error` for invalid options; see `client_options`.
    /// The executor's context does the I/O; it must outlive the client.
    client(boost::asio::any_io_executor executor, client_options options);

    /// Reads one item by its key. Absent: `item` is empty.
    DYNASIO_OPERATION(get_item)
    /// Writes one item, in place of the one with its key.
    DYNASIO_OPERATION(put_item)
    /// Changes attributes of one item, or makes it.
    DYNASIO_OPERATION(update_item)
    /// Deletes one item by its key; absent is no error.
    DYNASIO_OPERATION(delete_item)
    /// Reads one page of the items of one partition. `query_pages` follows the pages.
    DYNASIO_OPERATION(query)
    /// Reads one page of a table or index. `scan_pages` follows the pages.
    DYNASIO_OPERATION(scan)
    /// Reads up to 100 items; some may come back in `unprocessed_keys`. `batch_get` takes any number and reads these as well.
    DYNASIO_OPERATION(batch_get_item)
    /// Puts or deletes up to 25 items; some may come back in `unprocessed_items`. `batch_write` takes any number.
    DYNASIO_OPERATION(batch_write_item)
    /// Reads up to 100 items as of one moment.
    DYNASIO_OPERATION(transact_get_items)
    /// Up to 100 writes, all or none. Without a `client_request_token` the call gets one of its own, the same for all attempts.
    DYNASIO_OPERATION(transact_write_items)
    /// Begins to make a table. `wait_until_table_exists` waits for it.
    DYNASIO_OPERATION(create_table)
    /// Describes a table: keys, indexes, status, capacity, size. A table that was just created may not be found yet
    /// (`errc::resource_not_found`).
    DYNASIO_OPERATION(describe_table)
    /// Starts one kind of change to a table: capacity, indexes, stream, encryption, replicas or protection. Returns while
    /// the table is still `UPDATING`; `wait_until_table_exists` waits until table and indexes can be used.
    DYNASIO_OPERATION(update_table)
    /// Begins to delete a table. `wait_until_table_not_exists` waits for it.
    DYNASIO_OPERATION(delete_table)
    /// One page of the names of tables, up to 100.
    DYNASIO_OPERATION(list_tables)
    /// Enables or disables expiry by a number attribute that holds seconds since the epoch. DynamoDB accepts one change
    /// per table and hour.
    DYNASIO_OPERATION(update_time_to_live)
    /// Reports whether items of a table expire, and by which attribute.
    DYNASIO_OPERATION(describe_time_to_live)

    [[nodiscard]] boost::asio::any_io_executor get_executor() const;

    /// What the client has at this moment. Costs a lock of the pool; no request. Threads: any.
    [[nodiscard]] client_statistics statistics() const;

    /// Ends all operations in flight with `operation_aborted`, as their cancellation would: those of stores too, and those of
    /// several requests, also between two of these. A write that was sent may have been applied; its error says so. Later
    /// operations work. Returns at once; the operations end on their executors. A transport of the caller's that does not
    /// look at `http::request::stop` sends on: its calls end with this attempt. Threads: any.
    void cancel() const noexcept;

    /// Lets the client end in good order: calls that begin from now on fail with `client_errc::drained`, for ever and on all
    /// copies of the handle. Those in flight have time until `deadline`, of the client's clock, and are then cancelled as by
    /// `cancel`. Ends when none is in flight. An operation of several requests ends before its next request.
    /// `time_point::max()` means no limit. Costs no request, and ends the search for AWS credentials.
    /// Errors: none but `operation_aborted` (`boost::system::system_error`) when this is cancelled, which every type does. The
    /// calls go on then, and new ones still fail.
    /// Threads: any; several may drain one client.
    [[nodiscard]] boost::asio::awaitable<drain_result> drain(
        std::chrono::steady_clock::time_point deadline) const;

private:
    friend std::shared_ptr<call::client_state> const& call::state_of(client const& c);
    friend client call::weak_client(client const& c);
    class handle;
    std::shared_ptr<handle const> handle_;
};

#undef DYNASIO_OPERATION

} // namespace dynasio

#endif
