// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_WRITE_IN_TRANSACTION_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_WRITE_IN_TRANSACTION_HPP

#include "stores/documents/document_store_state.hpp"

namespace dynasio::stores::documents {

/// Writes a document and deletes the shards of the one that it replaces, in one transaction; again, with what is stored
/// then, while others win. Requests: one GetItem, one BatchGetItem per level of shards of the old document, one
/// TransactWriteItems. What is passed must live until it ends.
awaitable<written_document> write_in_transaction(document_store_state const& self, region_clients& clients,
    attribute_value const& document, document_write_options const& options, item_address const& root,
    call_options call);

} // namespace dynasio::stores::documents

#endif
