// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/credentials/binary_encoding.hpp>

#include <utility>

namespace dynasio {

binary encode_stored_bytes(binary const& bytes, binary_encoding encoding)
{
    return encoding == binary_encoding::base64_text ? to_binary(base64_encode(bytes)) : bytes;
}

binary decode_stored_bytes(binary stored, binary_encoding encoding)
{
    if (encoding == binary_encoding::base64_text)
        if (auto decoded = base64_decode(to_string(stored)))
            return *std::move(decoded);
    return stored;
}

} // namespace dynasio
