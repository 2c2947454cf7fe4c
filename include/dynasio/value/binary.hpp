// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_VALUE_BINARY_HPP
#define DYNASIO_VALUE_BINARY_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio {

/// Raw bytes: an attribute of type B. On the wire they are base64 text; here they never are.
using binary = std::vector<std::byte>;

/// The bytes of `text`, unchanged.
binary to_binary(std::string_view text);

/// The bytes as characters, unchanged.
std::string to_string(binary const& bytes);

/// Standard base64 with padding (RFC 4648, section 4).
std::string base64_encode(binary const& bytes);

/// URL-safe base64 with padding (RFC 4648, section 5).
std::string base64url_encode(binary const& bytes);

/// The bytes that canonical base64 stands for; empty when `text` is not exactly what `base64_encode` would give.
std::optional<binary> base64_decode(std::string_view text);

} // namespace dynasio

#endif
