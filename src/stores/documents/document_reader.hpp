// SPDX-License-Identifier: BSL-1.0
//
// Fetching what documents are made of.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_READER_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_READER_HPP

#include "stores/documents/document_assembly.hpp"
#include "stores/documents/document_store_state.hpp"
#include "stores/documents/json_path.hpp"

#include <optional>
#include <vector>

namespace dynasio::stores::documents {

/// What is read of a document.
struct reading
{
    bool consistent = true;
    bool resolve_shards = true;
    /// Only the shards that the path may lead through or into; null: all.
    json_path const* on_the_way = nullptr;
};

/// The items at these addresses, in their order; empty where there is none. Requests: one BatchGetItem per 100 items and
/// region. What is passed must live until it ends.
awaitable<std::vector<std::optional<item>>> fetch_items(
    region_clients& clients, std::vector<item_address> const& wanted, bool consistent, call_options call);

/// One item. Requests: one GetItem.
awaitable<std::optional<item>> fetch_item(
    region_clients& clients, item_address const& wanted, bool consistent, call_options call);

/// The document at this address as it is stored, put together; empty if there is none. Throws as `document_store::read`.
awaitable<std::optional<document_assembly>> assemble_document(document_store_state const& self,
    region_clients& clients, item_address root, reading how, call_options call);

/// Throws `bad_input` for what is no path.
[[nodiscard]] json_path parse_path(std::string const& text);

/// Begins with a root. Throws `store_error`.
[[nodiscard]] document_assembly begin_assembly(
    document_store_state const& self, item_address const& at, item root);

/// Where a shard is, whose metadata may be invalid. Throws `untrusted_shard`, and `malformed_item` for what is no key.
[[nodiscard]] item_address address_of(
    document_store_state const& self, item_address const& root, wanted_shard const& shard);

} // namespace dynasio::stores::documents

#endif
