// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_PUSH_HMAC_SHA256_HPP
#define DYNASIO_SRC_STORES_PUSH_HMAC_SHA256_HPP

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace dynasio::stores::push {

using hmac_digest = std::array<std::byte, 32>;

/// Throws `std::runtime_error` if OpenSSL fails.
[[nodiscard]] hmac_digest hmac_sha256(std::string_view key, std::span<std::byte const> text);

} // namespace dynasio::stores::push

#endif
