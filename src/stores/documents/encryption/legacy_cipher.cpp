// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/encryption/legacy_cipher.hpp"

#include "text/ini_text.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>

namespace dynasio::stores::documents {

namespace {

constexpr std::size_t block_size = 16;
constexpr std::size_t padded_to = 32;

using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

/// Decrypts or encrypts whole blocks, in place.
bool run_cipher(secret const& key, unsigned char const* iv, std::string& text, bool encrypts)
{
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) / 2)
        return false;
    cipher_context const context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    auto* const bytes = reinterpret_cast<unsigned char*>(text.data());
    int written = 0;
    return context
        && EVP_CipherInit_ex(context.get(), EVP_aes_256_cbc(), nullptr,
               reinterpret_cast<unsigned char const*>(key.reveal().data()), iv, encrypts ? 1 : 0)
        == 1
        && EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1
        && EVP_CipherUpdate(context.get(), bytes, &written, bytes, static_cast<int>(text.size())) == 1;
}

secret hashed(secret const& key)
{
    std::array<unsigned char, 32> digest{};
    if (EVP_Digest(key.reveal().data(), key.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    secret result(std::string_view(reinterpret_cast<char const*>(digest.data()), digest.size()));
    OPENSSL_cleanse(digest.data(), digest.size());
    return result;
}

/// The size without the padding; empty if it is none. Takes as long for each padding.
std::optional<std::size_t> unpadded_size(std::string_view text)
{
    auto const last = static_cast<unsigned char>(text.back());
    unsigned wrong = last == 0 || last > padded_to || last > text.size();
    for (std::size_t i = 0; i < std::min(padded_to, text.size()); ++i)
        wrong |= unsigned(i < last) & unsigned(static_cast<unsigned char>(text[text.size() - 1 - i]) != last);
    if (wrong)
        return std::nullopt;
    return text.size() - last;
}

} // namespace

std::optional<std::string> python_text(attribute_value const& value)
{
    if (value.is_null())
        return "None";
    if (auto const* flag = value.if_bool())
        return *flag ? "True" : "False";
    if (auto const* digits = value.if_number())
        return digits->text();
    if (auto const* text = value.if_string())
        return *text;
    return std::nullopt;
}

legacy_cipher::legacy_cipher(secret const& key) : key_(hashed(key)) {}

binary legacy_cipher::seal(legacy_iv const& iv, std::string_view text) const
{
    auto const padding = padded_to - text.size() % padded_to;
    std::string padded;
    padded.reserve(text.size() + padding);
    padded.append(text).append(padding, static_cast<char>(padding));
    if (!run_cipher(key_, reinterpret_cast<unsigned char const*>(iv.data()), padded, true))
        throw std::runtime_error("AES-256-CBC failed");
    binary whole(iv.begin(), iv.end());
    auto const encrypted = std::as_bytes(std::span(padded));
    whole.insert(whole.end(), encrypted.begin(), encrypted.end());
    return to_binary(base64_encode(whole));
}

std::optional<std::string> legacy_cipher::open(binary const& stored, bool raw) const
{
    auto whole = base64_decode(to_string(stored));
    if (!whole && raw)
        whole = stored;
    if (!whole || whole->size() < legacy_iv().size() + block_size || whole->size() % block_size != 0)
        return std::nullopt;
    auto const* const iv = reinterpret_cast<unsigned char const*>(whole->data());
    std::string text(reinterpret_cast<char const*>(iv) + block_size, whole->size() - block_size);
    ERR_set_mark();
    bool const good = run_cipher(key_, iv, text, false);
    ERR_pop_to_mark();
    auto const size = good ? unpadded_size(text) : std::nullopt;
    if (!size)
    {
        text::wipe(text);
        return std::nullopt;
    }
    text.resize(*size);
    return text;
}

} // namespace dynasio::stores::documents
