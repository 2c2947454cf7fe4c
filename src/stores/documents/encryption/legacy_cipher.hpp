// SPDX-License-Identifier: BSL-1.0
//
// Encrypted values of documents in the form of dynamo-store, whose tables other programs read: AES-256-CBC of the value as
// Python prints it. Nothing tells whether a value was changed, and its type is lost: what is read is a string.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_ENCRYPTION_LEGACY_CIPHER_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_ENCRYPTION_LEGACY_CIPHER_HPP

#include <dynasio/secret.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::stores::documents {

using legacy_iv = std::array<std::byte, 16>;

/// The text of null, a bool, a number or a string, as Python prints it; empty for values of other types.
[[nodiscard]] std::optional<std::string> python_text(attribute_value const& value);

class legacy_cipher
{
public:
    /// `key` is hashed to the key of the cipher.
    explicit legacy_cipher(secret const& key);

    /// The bytes that are stored: the base64 text of IV and encrypted text. The text is padded to a multiple of 32 bytes.
    [[nodiscard]] binary seal(legacy_iv const& iv, std::string_view text) const;

    /// The text; empty if the bytes have another form, or their padding says that key or text are wrong. `raw`: also bytes
    /// that are no base64 text, as releases 0.5.0 and 0.5.1 stored them.
    [[nodiscard]] std::optional<std::string> open(binary const& stored, bool raw) const;

private:
    secret key_;
};

} // namespace dynasio::stores::documents

#endif
