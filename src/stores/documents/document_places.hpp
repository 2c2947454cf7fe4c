// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_PLACES_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_PLACES_HPP

#include <dynasio/expressions/path.hpp>
#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <vector>

namespace dynasio::stores::documents {

[[nodiscard]] document_path joined(document_path const& front, document_path const& back);

/// Whether it is there or below.
[[nodiscard]] bool is_within(document_path const& inner, document_path const& outer);

/// The place from an outer one on.
[[nodiscard]] document_path below(document_path const& inner, document_path const& outer);

/// The places that lie within no other one of them, in their order.
[[nodiscard]] std::vector<document_path> outermost(std::vector<document_path> const& places);

/// The path of an expression. `where` is not empty, and begins with a name.
[[nodiscard]] path expression_path(document_path const& where);

/// The value at a place that is there. Throws `attribute_error` or `std::out_of_range` if it is not.
[[nodiscard]] attribute_value& value_at(attribute_value& document, document_path const& where);
[[nodiscard]] attribute_value const& value_at(attribute_value const& document, document_path const& where);

} // namespace dynasio::stores::documents

#endif
