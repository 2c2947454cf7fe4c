// SPDX-License-Identifier: BSL-1.0

#include "stores/sealed_text.hpp"

#include <cstring>

namespace dynasio::stores {

namespace {

std::span<std::byte const> bytes_of(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

std::span<std::byte> writable_bytes_of(std::string& text)
{
    return std::as_writable_bytes(std::span(text));
}

} // namespace

std::string seal(secret const& key, gcm_nonce const& nonce, std::string_view bound, std::string_view text)
{
    std::string sealed(nonce.begin(), nonce.end());
    sealed.resize(nonce.size() + text.size() + gcm_tag_size);
    aes_gcm(key).encrypt(
        nonce, bytes_of(bound), bytes_of(text), writable_bytes_of(sealed).subspan(nonce.size()));
    return sealed;
}

std::optional<std::string> unseal(
    std::span<secret const> keys, std::string_view bound, std::string_view sealed)
{
    gcm_nonce nonce;
    if (sealed.size() < nonce.size() + gcm_tag_size)
        return std::nullopt;
    std::memcpy(nonce.data(), sealed.data(), nonce.size());
    auto const rest = bytes_of(sealed.substr(nonce.size()));
    std::string text(rest.size() - gcm_tag_size, '\0');
    for (auto const& key : keys)
        if (key.size() == gcm_key_size
            && aes_gcm(key).decrypt(nonce, bytes_of(bound), rest, writable_bytes_of(text)))
            return text;
    return std::nullopt;
}

} // namespace dynasio::stores
