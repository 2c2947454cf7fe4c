// SPDX-License-Identifier: BSL-1.0
//
// AES-256-GCM with one key for many texts: the key is expanded once.

#ifndef DYNASIO_SRC_STORES_AES_GCM_HPP
#define DYNASIO_SRC_STORES_AES_GCM_HPP

#include <dynasio/secret.hpp>

#include <openssl/types.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>

namespace dynasio::stores {

inline constexpr std::size_t gcm_key_size = 32;
inline constexpr std::size_t gcm_tag_size = 16;

/// Used once with each key: two texts under one nonce reveal each other.
using gcm_nonce = std::array<unsigned char, 12>;

/// Not for several threads at the same time.
class aes_gcm
{
public:
    /// Throws `std::runtime_error` unless the key has `gcm_key_size` bytes and OpenSSL offers the cipher.
    explicit aes_gcm(secret const& key);

    /// `out` gets the encrypted text, which is as long, and behind it the tag over both and `bound`.
    void encrypt(gcm_nonce const& nonce, std::span<std::byte const> bound, std::span<std::byte const> text,
        std::span<std::byte> out);

    /// False if the tag, which ends `sealed`, is not that of the text and `bound`; `out` is overwritten then. `out` is as long as
    /// the text.
    [[nodiscard]] bool decrypt(gcm_nonce const& nonce, std::span<std::byte const> bound,
        std::span<std::byte const> sealed, std::span<std::byte> out);

private:
    struct context_deleter
    {
        void operator()(EVP_CIPHER_CTX* context) const noexcept;
    };
    using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, context_deleter>;

    cipher_context encryption_;
    cipher_context decryption_;
};

} // namespace dynasio::stores

#endif
