// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EVP_ONLY

#include "low_level_hash.hpp"

#include <openssl/crypto.h>

#include <array>
#include <cstddef>

namespace dynasio::sigv4::detail {

namespace {

constexpr std::size_t block_size = 64;

} // namespace

hmac_key::hmac_key(std::string_view key) noexcept
{
    digest hashed_key;
    if (key.size() > block_size)
    {
        hash_state state;
        state.update(key.data(), key.size());
        hashed_key = state.finish();
        key = as_text(hashed_key);
    }
    std::array<unsigned char, block_size> block;
    auto const start = [&](SHA256_CTX& state, unsigned char pad)
    {
        block.fill(pad);
        for (std::size_t i = 0; i != key.size(); ++i)
            block[i] = static_cast<unsigned char>(pad ^ static_cast<unsigned char>(key[i]));
        SHA256_Init(&state);
        SHA256_Update(&state, block.data(), block.size());
    };
    start(inner_, 0x36);
    start(outer_, 0x5c);
    OPENSSL_cleanse(block.data(), block.size());
}

hmac_key::~hmac_key()
{
    OPENSSL_cleanse(&inner_, sizeof inner_);
    OPENSSL_cleanse(&outer_, sizeof outer_);
}

hash_state::~hash_state()
{
    OPENSSL_cleanse(&state_, sizeof state_);
}

} // namespace dynasio::sigv4::detail

#endif
