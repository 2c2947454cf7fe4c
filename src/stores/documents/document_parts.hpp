// SPDX-License-Identifier: BSL-1.0
//
// Documents divided into the items that are stored. Pure: keys, regions and the time are arguments.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_PARTS_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_PARTS_HPP

#include "stores/documents/document_metadata.hpp"

#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/stores/documents/document_tree.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::documents {

/// Shards of one document.
inline constexpr std::size_t max_shards = 10'000;

/// Throws `std::invalid_argument` that names the table for empty names, paths that are none or select the root, equal paths
/// of one table, and more levels than `max_shard_levels`.
void check_tree(document_tree const& tree);

/// A document that cannot be divided as the tree says.
class division_error : public std::runtime_error
{
public:
    division_error(document_path where, std::string_view reason);

    [[nodiscard]] document_path const& where() const noexcept { return where_; }
    [[nodiscard]] std::string const& reason() const noexcept { return reason_; }

private:
    document_path where_;
    std::string reason_;
};

/// An object of a document that becomes an item.
struct document_part
{
    document_tree const* table;
    std::size_t parent;  ///< the place of the part that it is cut out of; that of the root is its own
    document_path where; ///< in the whole document
    std::string path;    ///< in the object of the parent; empty for the root
    attribute_value const* object; ///< a map, with the objects of its shards
};

/// The root, then its shards, each before its own shards, in the order of the tree and of the document. What a path selects
/// must be objects, none within another; it may select none. They refer to document and tree. Throws `division_error`.
[[nodiscard]] std::vector<document_part> find_parts(
    attribute_value const& document, document_tree const& tree);

/// The references that the document has at the paths of the tree's shards. Such a shard keeps its item.
struct kept_shard
{
    shard_node node; ///< with its place as the path
    document_path where;
    attribute_value key;
};
[[nodiscard]] std::vector<kept_shard> find_references(
    attribute_value const& document, document_tree const& tree, std::string const& region);

/// An item as it is stored.
struct document_item
{
    shard_node node; ///< with the shards that this item has
    attribute_value key;
    document_path where;
    item content;
};

struct division_options
{
    std::string region;                   ///< of tables that name none
    std::int64_t now = 0;                 ///< seconds since 1970
    bool tells_written_at = true;         ///< whether shards say when they were written
    std::optional<std::int64_t> revision; ///< of the root
    std::vector<shard_node>
        kept; ///< shards of the root that stay where they are: the document has their references
};

/// The items of the parts, in their order, with these keys: each without the objects of its shards, in whose place are
/// references, and with its key and metadata. Throws `division_error` for a member with the name of the key or of the
/// metadata, unless it has the value of the key.
[[nodiscard]] std::vector<document_item> divide(attribute_value document,
    std::vector<document_part> const& parts, std::vector<attribute_value> const& keys,
    division_options const& options);

} // namespace dynasio::stores::documents

#endif
