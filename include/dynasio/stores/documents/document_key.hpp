// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_DOCUMENT_KEY_HPP
#define DYNASIO_STORES_DOCUMENTS_DOCUMENT_KEY_HPP

#include <dynasio/secret.hpp>

#include <string>

namespace dynasio {

/// A key that encrypts fields of documents. 32 random bytes are best: the key of the cipher is derived from these bytes in
/// one step, which does not make a password strong.
struct document_key
{
    /// Any bytes; not empty.
    secret bytes = {};
    /// Stored beside the encrypted value, unencrypted, and handed to the key provider when the value is read: for keys that
    /// change. At most 255 bytes.
    std::string id = {};
};

} // namespace dynasio

#endif
