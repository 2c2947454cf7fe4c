// SPDX-License-Identifier: BSL-1.0
//
// Which items a change of some values of a document touches, and the requests for that. Pure.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_CHANGE_IN_PLACE_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_CHANGE_IN_PLACE_HPP

#include "stores/documents/document_assembly.hpp"
#include "stores/documents/document_store_state.hpp"

#include <dynasio/operations/transact_write_items.hpp>
#include <dynasio/operations/update_item.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace dynasio::stores::documents {

/// Places by the item that they are in, which is a position in `document_assembly::items`.
using places_by_item = std::map<std::size_t, std::vector<document_path>>;

/// Where the places are, none of which lies within another; empty if the whole document has to be written: because a place
/// is the root or contains a shard, or because so many are more than one request can change.
[[nodiscard]] std::optional<places_by_item> find_items_of(
    document_assembly const& document, std::vector<document_path> const& places);

/// Whether the document that has been changed at these places would be read as it is: what is new must not look like a
/// reference where a shard may be.
[[nodiscard]] bool reads_back(document_assembly const& changed, places_by_item const& places);

/// What is asked of the stored document, and what is counted.
struct expected_document
{
    std::optional<std::int64_t> revision{}; ///< the next one is stored
};

/// The change as one update of the root; for a change of the root alone.
[[nodiscard]] update_item_input update_of_root(document_assembly const& changed, item_address const& root,
    places_by_item const& places, expected_document expected);

/// The change of several items, or of a shard, as a transaction: it checks that the parents still refer to these shards.
[[nodiscard]] transact_write_items_input update_of_items(document_assembly const& changed,
    item_address const& root, places_by_item const& places, expected_document expected);

/// The address of an item of a document.
[[nodiscard]] item_address address_of_part(item_address const& root, assembled_item const& part);

} // namespace dynasio::stores::documents

#endif
