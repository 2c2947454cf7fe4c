// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_DOCUMENT_TREE_HPP
#define DYNASIO_STORES_DOCUMENTS_DOCUMENT_TREE_HPP

#include <dynasio/value/attribute_value.hpp>

#include <string>
#include <vector>

namespace dynasio {

/// A table of a document store, and the tables of the shards: the objects of a document that are items of their own.
///
///     dynasio::document_tree const patients{.table = "patients",
///         .key_name = "ID",
///         .shards = {{.table = "addresses", .key_name = "ID", .path = "$.address"},
///             {.table = "visits", .key_name = "ID", .path = "$.visits[*]"}}};
struct document_tree
{
    std::string table = {};
    /// The attribute that is the table's partition key. The table has no sort key.
    std::string key_name = {};
    attribute_type key_type = attribute_type::s; ///< S, N or B
    std::string region = {};                     ///< empty: the client's
    /// Which objects are items of this table: a JSONPath within the object of the table above; empty for the root.
    std::string path = {};
    std::vector<document_tree> shards = {};
};

} // namespace dynasio

#endif
