// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DOCUMENT_FORM_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DOCUMENT_FORM_HPP

namespace dynasio {

/// How a struct becomes a document.
enum class document_form : unsigned char
{
    /// As dynamo-store stores its objects: each value is in a map that names its class in Python, and each object names its
    /// own class. Paths of values end in `.value`: `firstname.value`, `places.value.[0].city.value`.
    wrapped,
    /// As `to_item` stores the struct, without classes; for tables of one's own. Paths are `firstname`, `places.[0].city`.
    /// Only the alternatives of a `std::variant` name their class.
    plain,
};

} // namespace dynasio

#endif
