// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_DOCUMENT_STORE_OPTIONS_HPP
#define DYNASIO_STORES_DOCUMENTS_DOCUMENT_STORE_OPTIONS_HPP

#include <dynasio/client.hpp>
#include <dynasio/stores/documents/document_callbacks.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace dynasio {

/// The form of encrypted fields.
enum class document_cipher : unsigned char
{
    /// AES-256-GCM: a value keeps its type, and cannot be changed or moved to another field or document unnoticed. Where
    /// there is a key, nothing else is read.
    gcm,
    /// Writes as `gcm`; also reads the legacy form and values that are not encrypted. For the time of a migration: whoever
    /// can write to the tables can put such a value in place of an encrypted one.
    gcm_reads_legacy,
    /// Writes and reads the form of dynamo-store (AES-256-CBC). Whoever can write to the tables can change values unnoticed,
    /// and all values are read as strings.
    legacy,
};

/// Options of a `document_store`. Its constructor throws `std::invalid_argument` that names the first invalid member.
struct document_store_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    document_store_options() {}

    /// The keys of encrypted fields. Empty: no field is encrypted.
    document_key_provider keys = {};

    /// The keys of new items. Empty: random UUIDs.
    document_key_generator key_generator = {};

    document_cipher cipher = document_cipher::gcm;

    /// Bytes that `gcm` binds encrypted values to, besides key and path: a value cannot be moved to the documents of another
    /// context. Does not change later.
    std::string context = {};

    /// For `legacy`: fields that dynamo-store does not encrypt, although it has a key for them, are written as it does.
    /// Default false: such a write ends with `unencryptable_path`.
    bool mirror_original_skips = false;

    /// For `legacy` and `gcm_reads_legacy`: also reads encrypted values as dynamo-store 0.5.0 and 0.5.1 wrote them. Default
    /// false.
    bool reads_raw_legacy = false;

    /// Each document has a revision, which each write raises. Needed for `document_write_options::revision`, `update` and
    /// `reencrypt`. All programs that write to the tables must do so. Default false: items are those of dynamo-store.
    bool track_revisions = false;

    /// Results hold keys and metadata of the items within the document; see `document_read_options::keep_metadata`.
    bool keep_metadata = false;

    /// The client for a region, for trees over several regions. Empty: the store's client. That has one endpoint: if it was
    /// configured, all regions go there, and other regions end with an error if it was not.
    std::function<client(std::string const& region)> clients = {};

    /// Whether a table that an item names may be read and written. Empty: those of the tree, or all tables in a store
    /// without a tree (`document_store::open`).
    std::function<bool(std::string const& table, std::string const& region)> allowed_tables = {};

    /// How many levels of shards a document may have; 1 to 32.
    std::size_t max_levels = 32;
    /// How many shards a document may have; 1 to 10,000.
    std::size_t max_shards = 10'000;

    /// Bounds each operation, with all its requests, unless the call has a `timeout` or `deadline`; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::minutes(1);

    /// The clock for what shards and references tell about their age. Empty: the wall clock of the client.
    std::function<std::chrono::system_clock::time_point()> now = {};

    /// Billing mode of new tables. Default: on demand.
    table_capacity capacity = table_capacity::on_demand();
};

} // namespace dynasio

#endif
