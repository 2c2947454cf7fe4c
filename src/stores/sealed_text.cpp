// SPDX-License-Identifier: BSL-1.0

#include "stores/sealed_text.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <limits>
#include <memory>
#include <stdexcept>

namespace dynasio::stores {

namespace {

constexpr std::size_t tag_size = 16;

/// OpenSSL's sizes are of type int.
constexpr auto longest = static_cast<std::size_t>(std::numeric_limits<int>::max()) / 2;

using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

cipher_context make_context()
{
    return {EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free}; // overwrites the key schedule
}

unsigned char const* bytes_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

int length_of(std::string_view text)
{
    return static_cast<int>(text.size());
}

std::optional<std::string> unseal(secret const& key, std::string_view bound, std::string_view sealed)
{
    auto const nonce = sealed.substr(0, seal_nonce().size());
    std::string tag(sealed.substr(sealed.size() - tag_size));
    auto const hidden = sealed.substr(nonce.size(), sealed.size() - nonce.size() - tag_size);
    std::string text(hidden.size(), '\0');
    auto const context = make_context();
    int written = 0;
    bool const good = context
        && EVP_DecryptInit_ex(
               context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key.reveal()), bytes_of(nonce))
            == 1
        && EVP_DecryptUpdate(context.get(), nullptr, &written, bytes_of(bound), length_of(bound)) == 1
        && EVP_DecryptUpdate(context.get(), bytes_of(text), &written, bytes_of(hidden), length_of(hidden))
            == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1
        && EVP_DecryptFinal_ex(context.get(), bytes_of(text) + text.size(), &written) == 1;
    if (!good)
        return std::nullopt;
    return text;
}

} // namespace

std::string seal(secret const& key, seal_nonce const& nonce, std::string_view bound, std::string_view text)
{
    if (key.size() != seal_key_size || text.size() > longest || bound.size() > longest)
        throw std::runtime_error("seal: invalid key, or the text is too long");
    std::string sealed(nonce.begin(), nonce.end());
    sealed.resize(nonce.size() + text.size() + tag_size);
    auto* const hidden = bytes_of(sealed) + nonce.size();
    auto const context = make_context();
    int written = 0;
    bool const good = context
        && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key.reveal()), nonce.data())
            == 1
        && EVP_EncryptUpdate(context.get(), nullptr, &written, bytes_of(bound), length_of(bound)) == 1
        && EVP_EncryptUpdate(context.get(), hidden, &written, bytes_of(text), length_of(text)) == 1
        && EVP_EncryptFinal_ex(context.get(), hidden + text.size(), &written) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size, hidden + text.size()) == 1;
    if (!good)
        throw std::runtime_error("AES-256-GCM failed");
    return sealed;
}

std::optional<std::string> unseal(
    std::span<secret const> keys, std::string_view bound, std::string_view sealed)
{
    if (sealed.size() < seal_nonce().size() + tag_size || sealed.size() > longest || bound.size() > longest)
        return std::nullopt;
    // A failed attempt leaves nothing in OpenSSL's queue of errors, which belongs to the application.
    ERR_set_mark();
    std::optional<std::string> text;
    for (auto const& key : keys)
        if (!text && key.size() == seal_key_size)
            text = unseal(key, bound, sealed);
    ERR_pop_to_mark();
    return text;
}

} // namespace dynasio::stores
