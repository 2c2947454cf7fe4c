// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_TYPED_DOCUMENT_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_TYPED_DOCUMENT_HPP

#include <dynasio/stores/documents/stored_document.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstdint>
#include <vector>

namespace dynasio {

/// A struct, with what is known of the document that it was read from.
template <class T>
struct typed_document
{
    T value{};
    attribute_value key = {};
    std::int64_t revision = 0;                  ///< 0 where revisions are not tracked
    std::vector<document_part_info> items = {}; ///< the root, then the shards
};

} // namespace dynasio

#endif
