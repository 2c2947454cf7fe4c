// SPDX-License-Identifier: BSL-1.0
//
// Fernet tokens: text that only the holders of a key can read or make. Pure: time and vector are arguments.

#ifndef DYNASIO_SRC_STORES_PUSH_FERNET_HPP
#define DYNASIO_SRC_STORES_PUSH_FERNET_HPP

#include <dynasio/secret.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::stores::push {

inline constexpr std::size_t fernet_key_size = 32;

using fernet_vector = std::array<std::byte, 16>;

/// The 32 bytes of a key that is given as URL-safe base64; empty for other texts. Wipes what it copies.
[[nodiscard]] std::optional<secret> read_fernet_key(secret const& text);

/// `key` has `fernet_key_size` bytes. Throws `std::runtime_error` if OpenSSL fails.
[[nodiscard]] std::string make_fernet_token(
    secret const& key, std::string_view text, std::chrono::sys_seconds time, fernet_vector const& iv);

/// The text; empty if the token was not made with one of the keys, or was changed. Its padding may be missing. Throws
/// `std::runtime_error` if OpenSSL fails.
[[nodiscard]] std::optional<std::string> read_fernet_token(
    std::span<secret const> keys, std::string_view token);

} // namespace dynasio::stores::push

#endif
