// SPDX-License-Identifier: BSL-1.0
//
// Documents put together from their items, level by level. Pure: whoever uses it fetches the items.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_ASSEMBLY_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_ASSEMBLY_HPP

#include "stores/documents/document_metadata.hpp"

#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstddef>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::documents {

/// More levels or shards than a reader follows.
class too_deep_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// A shard that a reference asks for. Table, region and key name are those of the parent's metadata.
struct wanted_shard
{
    std::string table;
    std::string region;
    std::string key_name;
    attribute_value key;
    document_path where;
    bool has_shards; ///< of its own, as the parent says
};

/// An item that is part of the document, with what was taken out of it.
struct assembled_item
{
    document_path where;
    std::string table; ///< as the parent says, which the root has not
    std::string region;
    document_metadata metadata;
    attribute_value stored_metadata;
    std::string key_name;
    attribute_value key;
};

/// Places in a document.
using place_set = std::set<std::vector<document_path::segment>>;

/// How much a reader follows.
struct assembly_limits
{
    std::size_t levels = max_shard_levels;
    std::size_t shards = 10'000;
};

class document_assembly
{
public:
    /// Begins with the root, whose partition key has this name. Throws `metadata_error`; `is_document` tells before whether
    /// the item has metadata at all.
    document_assembly(item root, std::string_view key_name, assembly_limits limits = {});

    [[nodiscard]] static bool is_document(item const& root) noexcept { return root.contains(metadata_name); }

    /// The shards to be fetched next: all of one level. None when the document is whole. References that no metadata tells
    /// of are values like others, and so are the objects of items that look like references, and what is within a reference.
    /// Throws `metadata_error` and `too_deep_error`.
    [[nodiscard]] std::vector<wanted_shard> const& wanted();

    /// The shard of that place in `wanted()`. Once each has come, `wanted` begins anew. Throws `metadata_error`.
    void supply(std::size_t index, item shard);

    /// Leaves the reference of that place in `wanted()` as it is, instead of supplying its shard.
    void leave(std::size_t index);

    /// The places of references that were left.
    [[nodiscard]] place_set const& left() const noexcept { return left_; }

    /// The document, without keys and metadata; with references in place of shards that were not supplied.
    [[nodiscard]] attribute_value& document() noexcept { return document_; }
    [[nodiscard]] attribute_value const& document() const noexcept { return document_; }

    /// Root and shards in the order in which they came.
    [[nodiscard]] std::vector<assembled_item> const& items() const noexcept { return items_; }

    /// Puts keys and metadata back into root and shards.
    void restore_metadata();

private:
    assembled_item& add(document_path where, std::string_view key_name, item& content);
    void look_for_references(std::size_t of_item);
    void drop_inner_references();
    void one_less_to_come();

    attribute_value document_;
    std::vector<assembled_item> items_;
    std::vector<std::size_t> parents_; ///< of `wanted_`
    std::vector<std::size_t> open_;    ///< items whose references were not looked for
    std::vector<wanted_shard> wanted_;
    place_set supplied_; ///< places of `items_`
    place_set seen_;     ///< places of `wanted_`
    place_set left_;
    assembly_limits limits_;
    std::size_t to_come_ = 0;
    std::size_t levels_ = 0;
    bool asked_ = false;
};

/// Calls `f` with each value that is neither a map nor a list, of a value at this place, but not within the places of
/// `besides`.
void for_each_leaf(attribute_value& value, document_path where, place_set const& besides,
    std::function<void(document_path const& where, attribute_value& value)> const& f);

} // namespace dynasio::stores::documents

#endif
