// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/login/dpop.hpp"

#include "json/string.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

namespace dynasio::aws::detail {

namespace {

constexpr std::size_t field_size = 32; // of P-256

template <auto Free>
struct release
{
    template <class T>
    void operator()(T* object) const noexcept
    {
        Free(object);
    }
};
using bio_ptr = std::unique_ptr<BIO, release<&BIO_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, release<&EVP_PKEY_free>>;
using digest_ptr = std::unique_ptr<EVP_MD_CTX, release<&EVP_MD_CTX_free>>;
using number_ptr = std::unique_ptr<BIGNUM, release<&BN_free>>;
using signature_ptr = std::unique_ptr<ECDSA_SIG, release<&ECDSA_SIG_free>>;

[[noreturn]] void fail(char const* why)
{
    ERR_clear_error();
    throw std::runtime_error(why);
}

/// No password is asked for: the key of a file that has one is refused.
int no_password(char*, int, int, void*)
{
    return -1;
}

key_ptr read_key(sigv4::secret const& pem)
{
    auto const text = pem.reveal();
    bio_ptr const from(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    key_ptr key(from ? PEM_read_bio_PrivateKey(from.get(), nullptr, &no_password, nullptr) : nullptr);
    if (!key)
        fail("the key is no private key in PEM");
    std::array<char, 64> group{};
    std::size_t size = 0;
    if (EVP_PKEY_is_a(key.get(), "EC") != 1
        || EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), &size) != 1
        || std::string_view(group.data(), size) != "prime256v1")
        fail("the key is not on the curve P-256");
    return key;
}

std::string base64url(std::span<unsigned char const> bytes)
{
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string result;
    unsigned bits = 0;
    int count = 0;
    for (unsigned const byte : bytes)
    {
        bits = (bits << 8) | byte;
        for (count += 8; count >= 6; count -= 6)
            result += digits[(bits >> (count - 6)) & 63];
    }
    if (count > 0)
        result += digits[(bits << (6 - count)) & 63];
    return result;
}

std::string base64url(std::string_view text)
{
    return base64url(std::span(reinterpret_cast<unsigned char const*>(text.data()), text.size()));
}

using field = std::array<unsigned char, field_size>;

field bytes_of(BIGNUM const* number)
{
    field result;
    if (!number || BN_bn2binpad(number, result.data(), field_size) != static_cast<int>(field_size))
        fail("a number of the key is too large");
    return result;
}

std::string coordinate_of(EVP_PKEY const* key, char const* name)
{
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &found) != 1)
        fail("the key has no public part");
    number_ptr const number(found);
    return base64url(bytes_of(number.get()));
}

void append_member(std::string& out, char const* name, std::string_view text)
{
    out += out.size() > 1 ? ",\"" : "\"";
    out += name;
    out += "\":";
    if (!json::append_json_string(out, text))
        fail("a part of the proof is no UTF-8");
}

std::string header_of(EVP_PKEY const* key)
{
    std::string jwk = "{";
    append_member(jwk, "kty", "EC");
    append_member(jwk, "crv", "P-256");
    append_member(jwk, "x", coordinate_of(key, OSSL_PKEY_PARAM_EC_PUB_X));
    append_member(jwk, "y", coordinate_of(key, OSSL_PKEY_PARAM_EC_PUB_Y));
    std::string header = "{";
    append_member(header, "typ", "dpop+jwt");
    append_member(header, "alg", "ES256");
    return header + ",\"jwk\":" + jwk + "}}";
}

std::string payload_of(dpop_request const& what)
{
    std::string payload = "{";
    append_member(payload, "jti", what.id);
    append_member(payload, "htm", what.method);
    append_member(payload, "htu", what.url);
    payload += ",\"iat\":" + std::to_string(what.time.time_since_epoch().count());
    if (!what.nonce.empty())
        append_member(payload, "nonce", what.nonce);
    return payload + "}";
}

/// Both numbers of the signature, one behind the other.
std::string sign(EVP_PKEY* key, std::string_view text)
{
    digest_ptr const context(EVP_MD_CTX_new());
    auto const* const bytes = reinterpret_cast<unsigned char const*>(text.data());
    std::size_t size = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1
        || EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1)
        fail("OpenSSL cannot sign by ES256");
    std::vector<unsigned char> der(size);
    if (EVP_DigestSign(context.get(), der.data(), &size, bytes, text.size()) != 1)
        fail("OpenSSL cannot sign by ES256");
    auto const* at = static_cast<unsigned char const*>(der.data());
    signature_ptr const both(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
    if (!both)
        fail("OpenSSL has made no signature");
    auto const r = bytes_of(ECDSA_SIG_get0_r(both.get()));
    auto const s = bytes_of(ECDSA_SIG_get0_s(both.get()));
    std::vector<unsigned char> joined(r.begin(), r.end());
    joined.insert(joined.end(), s.begin(), s.end());
    return base64url(joined);
}

} // namespace

std::string make_dpop_proof(sigv4::secret const& pem, dpop_request const& what)
{
    auto const key = read_key(pem);
    auto const text = base64url(header_of(key.get())) + "." + base64url(payload_of(what));
    return text + "." + sign(key.get(), text);
}

} // namespace dynasio::aws::detail
