// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_CREDENTIALS_BINARY_ENCODING_HPP
#define DYNASIO_STORES_CREDENTIALS_BINARY_ENCODING_HPP

#include <dynasio/value/binary.hpp>

namespace dynasio {

/// How the store of credentials keeps bytes in attributes of type B.
enum class binary_encoding : unsigned char
{
    /// As the original does: what is stored is the base64 text of the bytes. When reading, stored bytes that
    /// are not canonical base64 are taken as they are.
    original,
    /// The bytes themselves, for tables that the original never touches.
    raw,
};

/// What is stored for `bytes`.
[[nodiscard]] binary encode_stored_bytes(binary const& bytes, binary_encoding encoding);

/// The bytes that `stored` stands for.
[[nodiscard]] binary decode_stored_bytes(binary stored, binary_encoding encoding);

} // namespace dynasio

#endif
