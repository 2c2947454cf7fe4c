// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_VALUE_BASE64_HPP
#define DYNASIO_SRC_VALUE_BASE64_HPP

#include <dynasio/value/binary.hpp>

#include <string>
#include <string_view>

namespace dynasio::value {

void append_base64(std::string& out, binary const& bytes);

/// False when the text is not canonical base64; `out` is then anything.
bool decode_base64(std::string_view text, binary& out);

/// The same for URL-safe base64, with its padding or without any. Of an empty `out`, nothing is copied to other memory.
bool decode_base64url(std::string_view text, binary& out);

} // namespace dynasio::value

#endif
