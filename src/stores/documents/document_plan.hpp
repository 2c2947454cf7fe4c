// SPDX-License-Identifier: BSL-1.0
//
// A document on its way to the tables: keys, encryption, division into items and the checks of these, before anything is
// sent.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_PLAN_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_PLAN_HPP

#include "stores/documents/delete_shards.hpp"
#include "stores/documents/document_parts.hpp"
#include "stores/documents/document_store_state.hpp"

#include <cstdint>
#include <vector>

namespace dynasio::stores::documents {

struct planned_item
{
    item_address at{};
    item content{};
    /// Nobody else can have an item with this key, so it may be deleted again.
    bool has_new_key = false;
};

struct document_plan
{
    planned_item root{};
    std::vector<planned_item> shards{}; ///< each after its parent
    identity_set refers_to{}; ///< shards that the document has: these, and those that stay where they are

    void set_revision(std::int64_t revision);
};

/// The key of the root: that of the options, of the generator, or a new one. Throws `bad_input`.
awaitable<attribute_value> choose_key(
    document_store_state const& self, attribute_value const& document, document_write_options const& options);

/// The members that `document_read_options::keep_metadata` has left in a document are taken out.
void drop_metadata(document_store_state const& self, attribute_value& document);

/// Shards get new keys each time. Throws as `document_store::write` does before it sends anything. What is passed must live
/// until it ends.
awaitable<document_plan> plan_document(document_store_state const& self, attribute_value const& document,
    document_write_options const& options, item_address const& root);

} // namespace dynasio::stores::documents

#endif
