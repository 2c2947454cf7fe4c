// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_BATCH_HPP
#define DYNASIO_BATCH_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/error.hpp>
#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/model/keys_and_attributes.hpp>
#include <dynasio/model/write_request.hpp>
#include <dynasio/value/item.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Options of a batch.
struct batch_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    batch_options() noexcept {}

    /// Bounds the whole batch, pauses included, from the moment it is awaited. Default 5 minutes; positive.
    std::chrono::steady_clock::duration timeout = std::chrono::minutes(5);

    /// Maximum number of requests in flight. Default 4; at least 1.
    std::size_t concurrency = 4;

    /// Unprocessed keys and writes are sent again after a random pause below `base_delay`. This bound doubles
    /// with each response that processed nothing, up to `max_delay`. A pause that would reach the deadline is cut, so that
    /// there is time for a final request. Defaults 50 ms and 20 s; positive.
    std::chrono::steady_clock::duration base_delay = std::chrono::milliseconds(50);
    std::chrono::steady_clock::duration max_delay = std::chrono::seconds(20);

    /// Options of each request. Their deadline also bounds the whole batch.
    call_options call;

    /// Whether the responses report the consumed capacity.
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity;

    /// `batch_write` only: the names of the key attributes by table. They allow it to find puts with equal keys
    /// before anything is sent. Not needed for tables that the same batch deletes from.
    std::map<std::string, std::vector<std::string>> key_names;
};

/// Result of a batch of reads.
struct batch_get_output
{
    /// The items that exist, by table, in no particular order. Every requested table has an entry.
    std::map<std::string, std::vector<item>> items = {};
    /// One per response and table, if requested.
    std::vector<model::consumed_capacity> consumed_capacity = {};
};

/// Result of a batch of reads that may be incomplete.
struct [[nodiscard]] batch_get_result : batch_get_output
{
    /// The keys that were not read. Empty if and only if there is no `error`.
    std::map<std::string, model::keys_and_attributes> unprocessed = {};
    /// Why the batch ended early.
    std::optional<dynasio::error> error = {};

    [[nodiscard]] bool complete() const noexcept { return !error; }
    /// Throws `error` as an operation would, if there is one.
    void throw_if_failed() const;
};

/// Result of a batch of writes that is complete.
struct batch_write_output
{
    /// One per response and table, if requested.
    std::vector<model::consumed_capacity> consumed_capacity = {};
};

/// Result of a batch of writes that may be incomplete.
struct [[nodiscard]] batch_write_result : batch_write_output
{
    /// The writes that were not confirmed. Empty if and only if there is no `error`.
    std::map<std::string, std::vector<model::write_request>> unprocessed = {};
    /// Whether some writes in `unprocessed` may have been applied. Sending them again is harmless unless others
    /// write the same keys.
    bool may_have_been_applied = false;
    /// Why the batch ended early. Its own `may_have_been_applied` applies to all writes of the batch.
    std::optional<dynasio::error> error = {};

    [[nodiscard]] bool complete() const noexcept { return !error; }
    /// Throws `error` as an operation would, if there is one.
    void throw_if_failed() const;
};

/// Reads any number of items by their keys, from any tables. A key that is given twice is requested once.
///
/// Requests: one BatchGetItem per 100 keys. Keys that the service leaves unprocessed are requested again after a
/// pause. The keys of a request that is still throttled after its retries count as unprocessed too.
///
/// Errors: returns all items, or throws what an operation throws: `service_error` or `operation_error`. The batch ends
/// at the first request that fails for another reason than throttling, when `timeout` passes
/// (`client_errc::deadline_exceeded`), and on cancellation (`operation_aborted`). It then starts no more requests
/// and waits for those in flight; on cancellation, these are cancelled. The items read so far are discarded. Call
/// `try_batch_get` to keep them, or to read the remaining keys later.
/// A response that names a table, key, item or write that its request did not have ends the batch with
/// `client_errc::malformed_response`.
/// Throws `std::invalid_argument` that names the option for invalid options.
/// Executor: the requests run on a strand of the awaiting coroutine's executor. The coroutine resumes on its own
/// executor.
/// Cancellation: all types that the coroutine accepts.
/// Lifetimes: the batch owns `requests`. The client must outlive the batch, which otherwise ends with
/// `operation_aborted`.
boost::asio::awaitable<batch_get_output> batch_get(client const& owner,
    std::map<std::string, model::keys_and_attributes> requests, batch_options options = {});

/// As `batch_get`, but returns an incomplete batch: the items that were read, the remaining keys, and the error.
/// Throws `std::invalid_argument` for invalid options only.
boost::asio::awaitable<batch_get_result> try_batch_get(client const& owner,
    std::map<std::string, model::keys_and_attributes> requests, batch_options options = {});

/// Puts and deletes any number of items, in any tables, without conditions. The writes are not atomic and have no
/// order.
///
/// Several writes of one key are rejected as `client_errc::bad_input`, because their order would be arbitrary.
/// This requires the names of the key attributes: from a delete in the same table, or from `options.key_names`.
/// Without these names only puts of equal items are found, and the caller must avoid equal keys. A batch that
/// cannot be encoded is rejected before anything is sent.
///
/// Requests: one BatchWriteItem per 25 writes or 16 MB. Unprocessed writes are sent again as in `batch_get`.
///
/// Errors: as `batch_get`. `may_have_been_applied` of the error applies to the whole batch: it is false only if no
/// write can have taken effect. Only `try_batch_write` returns the remaining writes.
/// Otherwise as `batch_get`.
boost::asio::awaitable<batch_write_output> batch_write(client const& owner,
    std::map<std::string, std::vector<model::write_request>> requests, batch_options options = {});

/// As `batch_write`, but returns an incomplete batch: the writes that were not confirmed, and the error.
/// Throws `std::invalid_argument` for invalid options only.
boost::asio::awaitable<batch_write_result> try_batch_write(client const& owner,
    std::map<std::string, std::vector<model::write_request>> requests, batch_options options = {});

} // namespace dynasio

#endif
