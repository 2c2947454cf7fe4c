// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_TYPED_READING_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_TYPED_READING_HPP

#include <dynasio/mapping/mapping_options.hpp>
#include <dynasio/stores/documents/typed/document_form.hpp>

namespace dynasio {

/// How a document becomes a struct again; see `from_document`.
struct typed_reading
{
    document_form form = document_form::wrapped;
    /// How to handle attributes that have no matching member.
    unknown_attributes unknown = unknown_attributes::ignore;
    /// Whether strings are read as numbers, booleans and empty optionals, as the legacy form of encryption leaves them:
    /// `42`, `False`, `None`.
    bool accepts_text = false;
    /// Whether errors quote the contents of values. `false` where these are secrets.
    bool quotes_contents = true;
};

} // namespace dynasio

#endif
