// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_STORED_DOCUMENT_HPP
#define DYNASIO_STORES_DOCUMENTS_STORED_DOCUMENT_HPP

#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/stores/item_location.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstdint>
#include <vector>

namespace dynasio {

/// An item that a document was read from.
struct document_part_info
{
    document_path where = {}; ///< of its object in the document
    item_location item = {};
    attribute_value metadata = {}; ///< the map `__dystore_meta__`
};

/// A document as it was read.
struct stored_document
{
    attribute_value value = {}; ///< a map
    attribute_value key = {};
    std::int64_t revision = 0;                  ///< 0 where revisions are not tracked
    std::vector<document_part_info> items = {}; ///< the root, then the shards
};

/// What a write of a document ended with.
struct written_document
{
    attribute_value key = {};
    std::int64_t revision = 0; ///< 0 where revisions are not tracked
    /// Shards of the document that was replaced, which could not be deleted: nothing refers to them. `remove_shards` deletes
    /// them.
    std::vector<item_location> items_left = {};
    /// The response that named the replaced document was lost: its shards, if it had any, were not deleted. `sweep` finds
    /// them.
    bool replaced_is_unknown = false;
};

} // namespace dynasio

#endif
