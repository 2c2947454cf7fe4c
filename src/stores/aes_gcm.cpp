// SPDX-License-Identifier: BSL-1.0

#include "stores/aes_gcm.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace dynasio::stores {

namespace {

unsigned char const* in(std::span<std::byte const> bytes)
{
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

unsigned char* in(std::span<std::byte> bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

/// OpenSSL's sizes are of type int.
constexpr auto longest = static_cast<std::size_t>(std::numeric_limits<int>::max()) / 2;

int length_of(std::span<std::byte const> bytes)
{
    if (bytes.size() > longest)
        throw std::runtime_error("AES-256-GCM: the text is too long");
    return static_cast<int>(bytes.size());
}

} // namespace

void aes_gcm::context_deleter::operator()(EVP_CIPHER_CTX* context) const noexcept
{
    EVP_CIPHER_CTX_free(context); // overwrites the expanded key
}

aes_gcm::aes_gcm(secret const& key) : encryption_(EVP_CIPHER_CTX_new()), decryption_(EVP_CIPHER_CTX_new())
{
    auto const* const bytes = reinterpret_cast<unsigned char const*>(key.reveal().data());
    if (key.size() != gcm_key_size || !encryption_ || !decryption_
        || EVP_EncryptInit_ex(encryption_.get(), EVP_aes_256_gcm(), nullptr, bytes, nullptr) != 1
        || EVP_DecryptInit_ex(decryption_.get(), EVP_aes_256_gcm(), nullptr, bytes, nullptr) != 1)
        throw std::runtime_error("AES-256-GCM cannot be used with this key");
}

void aes_gcm::encrypt(gcm_nonce const& nonce, std::span<std::byte const> bound,
    std::span<std::byte const> text, std::span<std::byte> out)
{
    if (out.size() != text.size() + gcm_tag_size)
        throw std::runtime_error("AES-256-GCM: wrong size");
    auto* const context = encryption_.get();
    int written = 0;
    if (EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) != 1
        || EVP_EncryptUpdate(context, nullptr, &written, in(bound), length_of(bound)) != 1
        || EVP_EncryptUpdate(context, in(out), &written, in(text), length_of(text)) != 1
        || EVP_EncryptFinal_ex(context, in(out) + text.size(), &written) != 1
        || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, gcm_tag_size, in(out) + text.size()) != 1)
        throw std::runtime_error("AES-256-GCM failed");
}

bool aes_gcm::decrypt(gcm_nonce const& nonce, std::span<std::byte const> bound,
    std::span<std::byte const> sealed, std::span<std::byte> out)
{
    if (sealed.size() < gcm_tag_size || out.size() != sealed.size() - gcm_tag_size || sealed.size() > longest
        || bound.size() > longest)
        return false;
    auto const hidden = sealed.first(out.size());
    std::array<std::byte, gcm_tag_size> tag;
    std::copy(sealed.begin() + static_cast<std::ptrdiff_t>(out.size()), sealed.end(), tag.begin());
    auto* const context = decryption_.get();
    int written = 0;
    // A failed attempt leaves nothing in OpenSSL's queue of errors, which belongs to the application.
    ERR_set_mark();
    bool const good = EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1
        && EVP_DecryptUpdate(context, nullptr, &written, in(bound), length_of(bound)) == 1
        && EVP_DecryptUpdate(context, in(out), &written, in(hidden), length_of(hidden)) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, gcm_tag_size, tag.data()) == 1
        && EVP_DecryptFinal_ex(context, in(out) + out.size(), &written) == 1;
    ERR_pop_to_mark();
    if (!good && !out.empty())
        OPENSSL_cleanse(out.data(), out.size());
    return good;
}

} // namespace dynasio::stores
