// SPDX-License-Identifier: BSL-1.0

#include "stores/push/fernet.hpp"

#include "stores/push/hmac_sha256.hpp"
#include "value/base64.hpp"

#include <dynasio/value/binary.hpp>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <tuple>

namespace dynasio::stores::push {

namespace {

// The version, the seconds, the vector, blocks of encrypted text, and the HMAC of all that.
constexpr auto version = std::byte{0x80};
constexpr std::size_t time_at = 1;
constexpr std::size_t iv_at = time_at + sizeof(std::uint64_t);
constexpr std::size_t text_at = iv_at + std::tuple_size_v<fernet_vector>;
constexpr std::size_t block_size = 16;
constexpr std::size_t mac_size = std::tuple_size_v<hmac_digest>;

/// OpenSSL's sizes are of type int.
constexpr auto longest_text = static_cast<std::size_t>(std::numeric_limits<int>::max()) / 2;

std::string_view signing_key(secret const& key)
{
    return key.reveal().substr(0, fernet_key_size / 2);
}

unsigned char const* encryption_key(secret const& key)
{
    return reinterpret_cast<unsigned char const*>(key.reveal().substr(fernet_key_size / 2).data());
}

unsigned char const* in(std::span<std::byte const> bytes)
{
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

using cipher_context = std::unique_ptr<EVP_CIPHER_CTX,
    decltype([](EVP_CIPHER_CTX* context) { EVP_CIPHER_CTX_free(context); })>; // overwrites the expanded key

/// AES-128-CBC with padding. Writes to `out`, which has room, and returns how much.
std::size_t encrypt(
    secret const& key, std::span<std::byte const> iv, std::string_view text, std::span<std::byte> out)
{
    cipher_context const context(EVP_CIPHER_CTX_new());
    auto* const to = reinterpret_cast<unsigned char*>(out.data());
    int written = 0;
    int last = 0;
    if (!context
        || EVP_EncryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, encryption_key(key), in(iv)) != 1
        || EVP_EncryptUpdate(
               context.get(), to, &written, in(std::as_bytes(std::span(text))), static_cast<int>(text.size()))
            != 1
        || EVP_EncryptFinal_ex(context.get(), to + written, &last) != 1)
        throw std::runtime_error("AES-128-CBC failed");
    return static_cast<std::size_t>(written) + static_cast<std::size_t>(last);
}

/// Empty for anything but whole blocks, and for wrong padding.
std::optional<std::string> decrypt(
    secret const& key, std::span<std::byte const> iv, std::span<std::byte const> hidden)
{
    cipher_context const context(EVP_CIPHER_CTX_new());
    std::string text(hidden.size() + block_size, '\0'); // OpenSSL wants room for one block more
    auto* const to = reinterpret_cast<unsigned char*>(text.data());
    int written = 0;
    int last = 0;
    if (!context
        || EVP_DecryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, encryption_key(key), in(iv)) != 1
        || EVP_DecryptUpdate(context.get(), to, &written, in(hidden), static_cast<int>(hidden.size())) != 1)
        throw std::runtime_error("AES-128-CBC failed");
    // A failed attempt leaves nothing in OpenSSL's queue of errors, which belongs to the application.
    ERR_set_mark();
    bool const good = EVP_DecryptFinal_ex(context.get(), to + written, &last) == 1;
    ERR_pop_to_mark();
    if (!good)
        return std::nullopt;
    text.resize(static_cast<std::size_t>(written) + static_cast<std::size_t>(last));
    return text;
}

/// In a time that does not depend on where the two differ.
bool is_signed_with(secret const& key, std::span<std::byte const> token)
{
    auto const expected = hmac_sha256(signing_key(key), token.first(token.size() - mac_size));
    return CRYPTO_memcmp(expected.data(), token.last(mac_size).data(), mac_size) == 0;
}

struct wiped_bytes
{
    binary bytes{};

    ~wiped_bytes() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
};

} // namespace

std::optional<secret> read_fernet_key(secret const& text)
{
    wiped_bytes decoded;
    if (!value::decode_base64url(text.reveal(), decoded.bytes) || decoded.bytes.size() != fernet_key_size)
        return std::nullopt;
    return secret({reinterpret_cast<char const*>(decoded.bytes.data()), decoded.bytes.size()});
}

std::string make_fernet_token(
    secret const& key, std::string_view text, std::chrono::sys_seconds time, fernet_vector const& iv)
{
    if (text.size() > longest_text)
        throw std::runtime_error("AES-128-CBC: the text is too long");
    binary token(text_at + (text.size() / block_size + 1) * block_size + mac_size);
    token[0] = version;
    auto const seconds = static_cast<std::uint64_t>(time.time_since_epoch().count());
    for (std::size_t i = 0; i < sizeof seconds; ++i)
        token[time_at + i] = static_cast<std::byte>(seconds >> (56 - 8 * i) & 0xff);
    std::ranges::copy(iv, token.begin() + iv_at);
    auto const size = text_at + encrypt(key, iv, text, std::span(token).subspan(text_at));
    auto const mac = hmac_sha256(signing_key(key), std::span(token).first(size));
    std::ranges::copy(mac, token.begin() + static_cast<std::ptrdiff_t>(size));
    return base64url_encode(token);
}

std::optional<std::string> read_fernet_token(std::span<secret const> keys, std::string_view token)
{
    binary bytes;
    if (!value::decode_base64url(token, bytes) || bytes.size() < text_at + mac_size
        || bytes.size() > longest_text || bytes[0] != version)
        return std::nullopt;
    std::span<std::byte const> const all(bytes);
    auto const iv = all.subspan(iv_at, text_at - iv_at);
    auto const hidden = all.subspan(text_at, all.size() - text_at - mac_size);
    for (auto const& key : keys)
        if (is_signed_with(key, all))
            return decrypt(key, iv, hidden);
    return std::nullopt;
}

} // namespace dynasio::stores::push
