// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_CREDENTIALS_BINARY_ENCODING_HPP
#define DYNASIO_STORES_CREDENTIALS_BINARY_ENCODING_HPP

#include <dynasio/value/binary.hpp>

namespace dynasio {

/// How `credential_store` keeps bytes in attributes of type B.
enum class binary_encoding : unsigned char
{
    /// Stores the base64 text of the bytes. Stored bytes that are not canonical base64 are read unchanged.
    /// docs/compatibility.md lists the programs that need it.
    base64_text,
    /// Stores the bytes themselves.
    raw,
    original [[deprecated("use base64_text")]] = base64_text,
};

/// The stored form of `bytes`.
[[nodiscard]] binary encode_stored_bytes(binary const& bytes, binary_encoding encoding);

/// The bytes of the stored form.
[[nodiscard]] binary decode_stored_bytes(binary stored, binary_encoding encoding);

} // namespace dynasio

#endif
