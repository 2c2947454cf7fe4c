// SPDX-License-Identifier: BSL-1.0
//
// Encrypted values of documents in the authenticated form: a binary value of
//
//     d9 44 4f 43 01 | length of the key id | key id | nonce, 12 bytes | encrypted JSON of the value | tag, 16 bytes
//
// The tag covers the header, the document and the path too, so that a value cannot be moved to another place.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_ENCRYPTION_ENVELOPE_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_ENCRYPTION_ENVELOPE_HPP

#include "stores/aes_gcm.hpp"

#include <dynasio/stores/documents/document_key.hpp>
#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace dynasio::stores::documents {

inline constexpr std::size_t longest_key_id = 255;

/// Whether the value begins like an envelope of any version.
[[nodiscard]] bool is_envelope(binary const& stored) noexcept;

/// The id of the key that the envelope was made with; empty if it is damaged, or of a version that is not known.
[[nodiscard]] std::optional<std::string> key_id_of(binary const& envelope);

/// What the values of one document are bound to, besides their paths. `context` are bytes of the store, `root_key` the key
/// of the document: a string, number or binary value.
[[nodiscard]] std::string document_binding(std::string_view context, attribute_value const& root_key);

/// Encrypts and decrypts with one key. Not for several threads at the same time.
class envelope_cipher
{
public:
    /// Throws `std::invalid_argument` for an empty key or a long id.
    explicit envelope_cipher(document_key const& key);

    /// The envelope of a value. Throws `json::encode_error` for a value that cannot be stored.
    [[nodiscard]] binary seal(gcm_nonce const& nonce, std::string_view document, document_path const& where,
        attribute_value const& value);

    /// The value; empty if the envelope was made with another key or for another place, or was changed.
    [[nodiscard]] std::optional<attribute_value> open(
        std::string_view document, document_path const& where, binary const& envelope);

private:
    std::string header_;
    aes_gcm cipher_;
};

} // namespace dynasio::stores::documents

#endif
