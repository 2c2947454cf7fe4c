// SPDX-License-Identifier: BSL-1.0

#include "sha256.hpp"

#include <openssl/crypto.h>

namespace dynasio::sigv4::detail {

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

sha256::~sha256()
{
    OPENSSL_cleanse(buffer_.data(), buffer_.size());
}

void sha256::flush()
{
    state_.update(buffer_.data(), gathered_);
    gathered_ = 0;
}

void sha256::update_large(std::string_view text)
{
    flush();
    if (text.size() > buffer_.size())
        state_.update(text.data(), text.size());
    else
        update(text);
}

digest sha256::finish()
{
    flush();
    return state_.finish();
}

digest sha256::finish_hmac(hmac_key const& key)
{
    flush();
    return state_.finish_hmac(key);
}

} // namespace dynasio::sigv4::detail
