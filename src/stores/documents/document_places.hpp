// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_PLACES_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_PLACES_HPP

#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/value/attribute_value.hpp>

namespace dynasio::stores::documents {

[[nodiscard]] document_path joined(document_path const& front, document_path const& back);

/// The value at a place that is there. Throws `attribute_error` or `std::out_of_range` if it is not.
[[nodiscard]] attribute_value& value_at(attribute_value& document, document_path const& where);

} // namespace dynasio::stores::documents

#endif
