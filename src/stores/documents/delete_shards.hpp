// SPDX-License-Identifier: BSL-1.0
//
// Deleting shards that no document refers to any more.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DELETE_SHARDS_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DELETE_SHARDS_HPP

#include "stores/documents/document_store_state.hpp"

#include <dynasio/error.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace dynasio::stores::documents {

/// Items by `item_address::identity`.
using identity_set = std::unordered_set<std::string>;

struct dropped_shard
{
    item_address at{};
    bool has_shards = true; ///< it may refer to shards of its own
};

/// The shards that an item refers to. Throws `metadata_error`.
[[nodiscard]] std::vector<dropped_shard> shards_in(item stored, std::string_view key_name);

struct shard_deletion
{
    std::size_t deleted = 0;
    /// Items that were not deleted: those in tables that are not allowed, with invalid metadata, and what a failure left.
    /// They may have shards of their own.
    std::vector<item_location> left{};
    std::optional<error> failure{};
};

/// Deletes shards with their own shards, the innermost first, except those of `kept`. Ends without an exception.
/// Requests: for each level one BatchGetItem per 100 shards that have shards, and one BatchWriteItem per 25. What is passed
/// must live until it ends. Where the caller has been cancelled, it does not begin; see `nothing_deleted`.
awaitable<shard_deletion> delete_shards(document_store_state const& self, region_clients& clients,
    std::vector<dropped_shard> shards, identity_set const& kept, call_options call);

/// The outcome of a deletion that did not begin, because the caller was cancelled.
[[nodiscard]] shard_deletion nothing_deleted(
    std::vector<dropped_shard> const& shards, identity_set const& kept);

/// All that `delete_shards` would delete, also with invalid metadata. Throws `untrusted_shard`, `malformed_item`, and what
/// requests throw.
awaitable<std::vector<item_address>> find_dropped(document_store_state const& self, region_clients& clients,
    std::vector<dropped_shard> shards, identity_set const& kept, call_options call);

/// Deletes items, without looking at what they refer to. As above.
awaitable<shard_deletion> delete_items_at(
    region_clients& clients, std::vector<item_address> items, call_options call);

} // namespace dynasio::stores::documents

#endif
