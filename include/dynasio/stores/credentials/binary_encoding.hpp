// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_CREDENTIALS_BINARY_ENCODING_HPP
#define DYNASIO_STORES_CREDENTIALS_BINARY_ENCODING_HPP

#include <dynasio/value/binary.hpp>

namespace dynasio {

/// How `credential_store` keeps bytes in attributes of type B.
enum class binary_encoding : unsigned char
{
    /// Stores the base64 text of the bytes. When reading, stored bytes that are not canonical base64 are taken
    /// as they are. docs/compatibility.md tells which programs need it.
    base64_text,
    /// Stores the bytes themselves.
    raw,
    original [[deprecated("use base64_text")]] = base64_text,
};

/// What is stored for `bytes`.
[[nodiscard]] binary encode_stored_bytes(binary const& bytes, binary_encoding encoding);

/// The bytes that `stored` stands for.
[[nodiscard]] binary decode_stored_bytes(binary stored, binary_encoding encoding);

} // namespace dynasio

#endif
