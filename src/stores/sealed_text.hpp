// SPDX-License-Identifier: BSL-1.0
//
// Text that only the holders of a key can read or make: AES-256-GCM. Pure: the nonce is an argument.

#ifndef DYNASIO_SRC_STORES_SEALED_TEXT_HPP
#define DYNASIO_SRC_STORES_SEALED_TEXT_HPP

#include "stores/aes_gcm.hpp"

#include <dynasio/secret.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::stores {

/// The nonce, the encrypted text, and a tag of 16 bytes over both and `bound`, which is not contained. `key` has
/// `gcm_key_size` bytes. Throws `std::runtime_error` if OpenSSL offers no AES-256-GCM.
[[nodiscard]] std::string seal(
    secret const& key, gcm_nonce const& nonce, std::string_view bound, std::string_view text);

/// The text; empty if it was not sealed with one of the keys and for the same `bound`, or was changed.
[[nodiscard]] std::optional<std::string> unseal(
    std::span<secret const> keys, std::string_view bound, std::string_view sealed);

} // namespace dynasio::stores

#endif
