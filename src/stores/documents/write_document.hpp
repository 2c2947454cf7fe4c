// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_WRITE_DOCUMENT_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_WRITE_DOCUMENT_HPP

#include "stores/documents/document_store_state.hpp"

namespace dynasio::stores::documents {

/// Writes a document under this key, as the options say. `written` becomes true when it can be seen, or when that is not
/// known. What is passed must live until it ends.
awaitable<written_document> write_to(document_store_state const& self, region_clients& clients,
    attribute_value const& document, document_write_options const& options, item_address const& root,
    call_options call, bool& written);

} // namespace dynasio::stores::documents

#endif
