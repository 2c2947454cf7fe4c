// SPDX-License-Identifier: BSL-1.0

#include "sha256.hpp"

#include <openssl/crypto.h>

namespace dynasio::sigv4::detail {

namespace {

constexpr std::size_t block_size = 64;

} // namespace

hex_digest to_hex(digest const& bytes) noexcept
{
    // Both digits of each byte at once: three digests of each signature go through here.
    static constexpr auto pairs = []
    {
        constexpr char digits[] = "0123456789abcdef";
        std::array<std::array<char, 2>, 256> all{};
        for (std::size_t i = 0; i != all.size(); ++i)
            all[i] = {digits[i >> 4], digits[i & 15]};
        return all;
    }();
    hex_digest hex;
    for (std::size_t i = 0; i != bytes.size(); ++i)
        std::memcpy(&hex[2 * i], pairs[bytes[i]].data(), 2);
    return hex;
}

hmac_key::hmac_key(std::string_view key) noexcept
{
    digest hashed_key;
    if (key.size() > block_size)
    {
        hashed_key = sha256().hash(key);
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

sha256::~sha256()
{
    OPENSSL_cleanse(&state_, sizeof state_);
    OPENSSL_cleanse(buffer_.data(), buffer_.size());
}

void sha256::flush() noexcept
{
    SHA256_Update(&state_, buffer_.data(), gathered_);
    gathered_ = 0;
}

void sha256::update_large(std::string_view text) noexcept
{
    flush();
    if (text.size() > buffer_.size())
        SHA256_Update(&state_, text.data(), text.size());
    else
        update(text);
}

digest sha256::finish() noexcept
{
    flush();
    digest result;
    SHA256_Final(result.data(), &state_);
    SHA256_Init(&state_);
    return result;
}

digest sha256::finish_hmac(hmac_key const& key) noexcept
{
    digest const inside = finish();
    state_ = key.outer_;
    return hash(as_text(inside));
}

} // namespace dynasio::sigv4::detail
