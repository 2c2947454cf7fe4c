// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_TYPED_DOCUMENT_OPTIONS_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_TYPED_DOCUMENT_OPTIONS_HPP

#include <dynasio/mapping/mapping_options.hpp>
#include <dynasio/stores/documents/document_callbacks.hpp>
#include <dynasio/stores/documents/typed/document_form.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace dynasio {

/// Options of a `typed_document_store`, besides those of its documents.
struct typed_document_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    typed_document_options() {}

    /// The form in which structs are stored, and the only one in which they are read.
    document_form form = document_form::wrapped;

    /// How to handle stored attributes that have no matching member. Default: they are ignored, and gone when the struct is
    /// saved again. With `refuse`, `load` ends with `malformed_item`.
    unknown_attributes unknown = unknown_attributes::ignore;

    /// Chooses the class of objects that name none in the place of a `std::variant` of structs; for example maps of Python,
    /// which are stored as `dict`. It is asked when a document has been read and decrypted, for outer objects before those
    /// within them. What it chooses is compared with the classes of the alternatives: any other, and none, is
    /// `malformed_item`. What it throws ends the operation. `document_read_options::class_of` wins over it.
    /// Empty: a `std::variant` cannot be read from such objects.
    document_class_chooser class_of = {};

    /// The name of the table that a `document_definition` names, such as one with a prefix for tests. Empty: that name.
    std::function<std::string(std::string_view declared)> table_names = {};
};

} // namespace dynasio

#endif
