// SPDX-License-Identifier: BSL-1.0
//
// What the items of a document say about themselves: the map `__dystore_meta__` of each, and the reference that stands in
// the parent in place of a shard.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_METADATA_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_METADATA_HPP

#include <dynasio/value/attribute_value.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::documents {

inline constexpr std::string_view metadata_name = "__dystore_meta__";

/// Levels of shards below the root, in trees and in metadata.
inline constexpr std::size_t max_shard_levels = 32;

/// Where an item belongs, and its shards.
struct shard_node
{
    std::string table;
    std::string region;
    std::string key_name;
    std::optional<std::string> path; ///< in the parent's object; absent at the root
    std::vector<shard_node> shards;

    friend bool operator==(shard_node const&, shard_node const&) = default;
};

struct document_metadata
{
    shard_node node;
    std::optional<std::int64_t> revision;   ///< of the root, in stores that track revisions
    std::optional<std::int64_t> written_at; ///< of a shard, in seconds since 1970

    friend bool operator==(document_metadata const&, document_metadata const&) = default;
};

/// The item's metadata does not have the form that this store reads.
class metadata_error : public std::runtime_error
{
public:
    /// `member` is the path within the metadata.
    metadata_error(std::string_view member, std::string_view reason);
};

[[nodiscard]] attribute_value write_metadata(document_metadata const& metadata);

/// Ignores members that it does not know. Throws `metadata_error`.
[[nodiscard]] document_metadata read_metadata(attribute_value const& stored);

/// What stands in the parent in place of a shard.
struct shard_reference
{
    attribute_value key;
    std::string table;
    std::string region;
    std::int64_t modified = 0; ///< seconds since 1970
};

[[nodiscard]] attribute_value write_reference(shard_reference const& reference);

/// The key in a reference; null if the value is none. A reference is told by its members `primary_key` and `table_name:`.
[[nodiscard]] attribute_value const* referenced_key(attribute_value const& value);

} // namespace dynasio::stores::documents

#endif
