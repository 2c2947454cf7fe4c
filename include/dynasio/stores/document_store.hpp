// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENT_STORE_HPP
#define DYNASIO_STORES_DOCUMENT_STORE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/stores/documents/document_options.hpp>
#include <dynasio/stores/documents/document_store_options.hpp>
#include <dynasio/stores/documents/document_sweep.hpp>
#include <dynasio/stores/documents/document_tree.hpp>
#include <dynasio/stores/documents/stored_document.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

namespace stores {
struct store_access;
namespace documents {
class document_store_state;
} // namespace documents
} // namespace stores

/// JSON documents, each in one item or split over several tables, with fields encrypted one by one.
///
///     dynasio::document_store patients(client, {.table = "patients",
///         .key_name = "ID",
///         .shards = {{.table = "addresses", .key_name = "ID", .path = "$.address"}}});
///     auto const written = co_await patients.write(dynasio::from_json_text(text));
///     auto const found = co_await patients.read(written.key);
///
/// Paths are JSONPath: `$.visits[0].date`, `visits[*].date`, `$['a b']`, `..date`, `visits[-1]`, `visits[1:3]`; the leading
/// `$` may be left out.
///
/// Errors of every operation: `store_error` with table, key and, as `attribute`, the path; see `store_errc`. `bad_input` for
/// keys of another type than the table's, empty or too long, and for what is no path, before anything is sent. What
/// callbacks throw, and the errors of the client. Neither keys nor decrypted values are in errors.
/// Deadline: one for the whole operation, all requests and pauses included.
/// Cancellation: all types that the coroutine accepts, at every request, pause and awaited callback. Readers see a document
/// as a whole, as it was or as it was to become, wherever a write was cut short.
/// Lifetimes: arguments are copied before a function returns. A store is a handle that holds the client; copies are the same
/// store. When the last handle of store and client is destroyed, operations in flight end with `operation_aborted`.
/// Threads: all copies may be used from any thread at the same time; callbacks are called on the executors of the
/// operations.
class document_store
{
public:
    /// Throws `std::invalid_argument` for an invalid tree or invalid options.
    document_store(client owner, document_tree tree, document_store_options options = {});

    /// A store that reads whatever shards the items name, in whatever tables, unless `allowed_tables` says otherwise: only
    /// for tables whose writers are all trusted. It writes documents without shards.
    static document_store open(
        client owner, std::string table, std::string key_name, document_store_options options = {});

    /// The document with this key; empty if there is none.
    /// Errors: `not_a_document` for an item without metadata, `malformed_item` for invalid metadata, `dangling_shard` for a
    /// missing shard, if the root has not changed meanwhile, `untrusted_shard` for one in a table that is not allowed,
    /// `too_deep`, `decrypt_failed`, `not_encrypted`.
    /// Requests: one GetItem, and for each level of shards one BatchGetItem per 100 shards and region. Again from the start,
    /// at most 3 times, if the document was rewritten meanwhile.
    boost::asio::awaitable<std::optional<stored_document>> read(
        attribute_value key, document_read_options options = {}) const;

    /// Writes a document. Replaces the one with its key.
    /// Shards are written first, under new keys; then the root, which makes the new document visible as a whole; then the
    /// shards of the replaced document are deleted. If the operation fails before the root was written, the new shards are
    /// deleted again, as far as possible.
    /// Errors: `bad_input` for a document that is no map, a value at the path of a shard that is no object, reserved
    /// members, and a reference in place of a shard (see `save_shards`); `too_large` for an item of more than 400 KB, with
    /// its path; `unencryptable_path`. None of these sends a request. `already_exists`, `conflict`; see the options.
    /// Lost responses: the put of the root is not repeated blindly. The root is read, and the document written under new
    /// keys if another write has replaced it; `written_document::replaced_is_unknown` tells that shards of the document
    /// before may be left. `resend::never` ends the operation instead; `resend::exactly_once` is for `in_transaction`.
    /// Requests: one BatchWriteItem per 25 shards, one PutItem; for replaced shards one BatchGetItem per level that has
    /// shards of its own, and one BatchWriteItem per 25. In a store that tracks revisions, one GetItem besides, unless the
    /// options have a revision or `create_only`.
    boost::asio::awaitable<written_document> write(
        attribute_value document, document_write_options options = {}) const;

    /// The values that a path selects, in the order of the document; none without a document.
    /// Errors and requests: as `read`, for the shards on the way only, and only the selected values are decrypted.
    boost::asio::awaitable<std::vector<attribute_value>> read_path(
        attribute_value key, std::string path, document_read_options options = {}) const;

    /// Replaces every value that the path selects. False, and nothing is written, if it selects none, or without a document.
    /// Where the values contain no shard, only the items they are in are updated: with one UpdateItem for the root alone,
    /// otherwise with one transaction, which checks that the document still has these items. Otherwise the document is read,
    /// changed and written.
    /// Errors: as `read` and `write`; `conflict` if others keep rewriting the document until the deadline.
    /// Requests: those of `read`, and one UpdateItem or TransactWriteItems, or those of `write`.
    boost::asio::awaitable<bool> write_path(attribute_value key, std::string path, attribute_value value,
        document_change_options options = {}) const;

    /// Reads a document, calls the function with its value, and writes what that has become. Again from the start, after a
    /// pause, if another write wins, until the deadline. False without a document. For stores that track revisions.
    /// Errors: as `read` and `write`; what the function throws. Requests: those of both.
    boost::asio::awaitable<bool> update(attribute_value key,
        document_callback<attribute_value, attribute_value> change,
        document_change_options options = {}) const;

    /// Decrypts a document with the keys of its fields' ids, and writes it with the current keys. False without a document.
    /// For stores that track revisions. Errors and requests: as `update`.
    boost::asio::awaitable<bool> reencrypt(attribute_value key, document_change_options options = {}) const;

    /// Deletes a document: its root first, then its shards. False without a document. A missing shard is no error.
    /// Errors: `unfinished` if it fails, or is cancelled, after the root was deleted; `items_left` are the shards that are
    /// known to be left, for `remove_shards`; `not_a_document` for an item without metadata, which stays.
    /// `client_errc::outcome_unknown` if the response that named the shards may have been lost: `sweep` finds them then.
    /// Requests: one DeleteItem; for each level of shards one BatchWriteItem per 25, and one BatchGetItem per 100 of those
    /// that have shards of their own.
    boost::asio::awaitable<bool> remove(attribute_value key, document_change_options options = {}) const;

    /// Deletes shards with their own shards: those that an operation has left. Returns how many items were deleted.
    /// Errors: `unfinished`, as `remove`; `untrusted_shard` before anything is sent.
    boost::asio::awaitable<std::size_t> remove_shards(
        std::vector<item_location> shards, call_options options = {}) const;

    /// Finds shards that nothing refers to, which operations that were cut short have left, and deletes them. Safe beside
    /// all operations that take less than `older_than`. Lists old shards first, then collects the references of all items,
    /// and deletes a shard only if it has not been written again.
    /// Errors: `malformed_item` for an item with invalid metadata, whose references are not known; nothing is deleted then.
    /// If a deletion fails, those before it have been made.
    /// Requests: two consistent Scans of each table of shards, one of the root's, and one DeleteItem for each deleted shard.
    boost::asio::awaitable<document_sweep_result> sweep(document_sweep_options options = {}) const;

    /// Creates the tables of the tree that are missing, or verifies the keys of existing ones, and waits until all can be
    /// used: 5 minutes without a `timeout`. Errors: `schema_mismatch` with the difference of an existing table.
    boost::asio::awaitable<void> create_tables(call_options options = {}) const;

private:
    friend struct stores::store_access;
    document_store(client owner, std::shared_ptr<stores::documents::document_store_state const> state);

    client owner_;
    std::shared_ptr<stores::documents::document_store_state const> state_;
};

} // namespace dynasio

#endif
