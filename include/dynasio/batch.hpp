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

/// How a batch of any size is carried out.
struct batch_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    batch_options() noexcept {}

    /// Bounds the whole batch from the moment it is awaited, with all waits. Default 5 minutes; positive.
    std::chrono::steady_clock::duration timeout = std::chrono::minutes(5);

    /// Requests in flight at the same time. Default 4; at least 1.
    std::size_t concurrency = 4;

    /// What was left unprocessed is sent again after a random time below `base_delay`, which doubles with
    /// each response that brought nothing, up to `max_delay`. Defaults 50 ms and 20 s; not negative.
    std::chrono::steady_clock::duration base_delay = std::chrono::milliseconds(50);
    std::chrono::steady_clock::duration max_delay = std::chrono::seconds(20);

    /// For each single request; its deadline bounds the whole batch too.
    call_options call;

    /// Whether the responses say what they cost.
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity;

    /// `batch_write`: the names of the key attributes by table, so that puts of equal keys are found before
    /// anything is sent. Not needed for tables from which something is deleted in the same batch.
    std::map<std::string, std::vector<std::string>> key_names;
};

/// What a batch of reads brought.
struct batch_get_output
{
    /// By table, in no order. Items that do not exist are not there. Every table that was asked for has an
    /// entry.
    std::map<std::string, std::vector<item>> items = {};
    /// One per response and table, where it was asked for.
    std::vector<model::consumed_capacity> consumed_capacity = {};
};

/// What a batch of reads brought, complete or not, and what is left of it.
struct [[nodiscard]] batch_get_result : batch_get_output
{
    /// What was not read; empty if and only if there is no `error`.
    std::map<std::string, model::keys_and_attributes> unprocessed = {};
    /// What ended the batch early.
    std::optional<dynasio::error> error = {};

    [[nodiscard]] bool complete() const noexcept { return !error; }
    /// Throws `error` as an operation would, if there is one.
    void throw_if_failed() const;
};

/// What a batch of writes says besides that all was written.
struct batch_write_output
{
    /// One per response and table, where it was asked for.
    std::vector<model::consumed_capacity> consumed_capacity = {};
};

/// What became of a batch of writes, complete or not, and what is left of it.
struct [[nodiscard]] batch_write_result : batch_write_output
{
    /// What has not been confirmed; empty if and only if there is no `error`.
    std::map<std::string, std::vector<model::write_request>> unprocessed = {};
    /// Whether some of `unprocessed` may have been written all the same. Sending it again does no harm unless
    /// others write the same keys.
    bool may_have_been_applied = false;
    /// What ended the batch early.
    std::optional<dynasio::error> error = {};

    [[nodiscard]] bool complete() const noexcept { return !error; }
    /// Throws `error` as an operation would, if there is one.
    void throw_if_failed() const;
};

/// Reads any number of items by their keys, from any tables. A key that is given twice is requested once.
///
/// Requests: one BatchGetItem per 100 keys, more where the service leaves keys unprocessed: these are requested
/// again, after a pause. Throttling that outlasts the retries of a request counts as unprocessed too.
///
/// Errors: ends with all items, or throws what an operation throws: `service_error` or `operation_error`. The first
/// failed request other than a throttled one, the end of `timeout` (`client_errc::deadline_exceeded`) and
/// cancellation (`operation_aborted`) end the batch: requests in flight are awaited (cancelled ones are
/// broken off), and no more are begun. What was read until then is dropped: where it is of use, or where the
/// keys that are left are to be read later, call `try_batch_get`.
/// Throws `std::invalid_argument` for invalid options.
/// Executor: the requests run on a strand of the awaiting coroutine's executor; this resumes where it was
/// awaited.
/// Cancellation: every type that the coroutine lets through.
/// Lifetimes: `requests` is taken over. The client must outlive the batch, which otherwise ends with
/// `operation_aborted`.
boost::asio::awaitable<batch_get_output> batch_get(client const& owner,
    std::map<std::string, model::keys_and_attributes> requests, batch_options options = {});

/// The same, but a batch that ends early loses nothing: the result has what was read, what is left, and the error.
/// Throws `std::invalid_argument` for invalid options only.
boost::asio::awaitable<batch_get_result> try_batch_get(client const& owner,
    std::map<std::string, model::keys_and_attributes> requests, batch_options options = {});

/// Writes any number of items, to any tables: puts and deletes without conditions, not atomic, in no order.
///
/// Equal keys in one table are refused as `client_errc::bad_input`, since the order of their writes would be
/// left to chance. For that the names of the key attributes must be known: from a delete of the same table or
/// from `options.key_names`. Otherwise the caller must see to it; only puts of equal items are noticed. A
/// batch that cannot be encoded is refused before anything is sent.
///
/// Requests: one BatchWriteItem per 25 writes or 16 MB, and more as in `batch_get`.
///
/// Errors: as in `batch_get`. `may_have_been_applied` of the error holds for the whole batch: it is false only when
/// none of its writes can have taken effect. Which writes are left, only `try_batch_write` tells.
/// All else as in `batch_get`.
boost::asio::awaitable<batch_write_output> batch_write(client const& owner,
    std::map<std::string, std::vector<model::write_request>> requests, batch_options options = {});

/// The same, but a batch that ends early tells what is left: the result has the writes that were not confirmed, and the
/// error. Throws `std::invalid_argument` for invalid options only.
boost::asio::awaitable<batch_write_result> try_batch_write(client const& owner,
    std::map<std::string, std::vector<model::write_request>> requests, batch_options options = {});

} // namespace dynasio

#endif
