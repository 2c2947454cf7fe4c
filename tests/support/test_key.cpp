// SPDX-License-Identifier: BSL-1.0

#include "test_key.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/encoder.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <stdexcept>
#include <string_view>
#include <vector>

namespace dynasio::tests {

namespace {

std::string from_base64url(std::string_view text)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string result;
    unsigned bits = 0;
    int count = 0;
    for (char const c : text)
    {
        auto const digit = digits.find(c);
        if (digit == digits.npos)
            throw std::runtime_error("not base64url");
        bits = (bits << 6) | static_cast<unsigned>(digit);
        count += 6;
        if (count >= 8)
            result += static_cast<char>((bits >> (count -= 8)) & 255);
    }
    return result;
}

std::string coordinate(EVP_PKEY* key, char const* name)
{
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1)
        throw std::runtime_error("no coordinate");
    std::string bytes(32, '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), 32);
    BN_free(number);
    return bytes;
}

/// The signature as OpenSSL wants it.
std::vector<unsigned char> der_of(std::string const& both)
{
    auto const* const bytes = reinterpret_cast<unsigned char const*>(both.data());
    auto* const signature = ECDSA_SIG_new();
    ECDSA_SIG_set0(signature, BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
    unsigned char* der = nullptr;
    auto const size = i2d_ECDSA_SIG(signature, &der);
    std::vector<unsigned char> result(der, der + size);
    OPENSSL_free(der);
    ECDSA_SIG_free(signature);
    return result;
}

} // namespace

test_key::test_key(char const* curve)
    : key_(std::string_view(curve) == "ED25519" ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                                : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve),
          &EVP_PKEY_free)
{
    if (!key_)
        throw std::runtime_error("no key");
}

std::string test_key::pem(form as) const
{
    auto* const encoder = OSSL_ENCODER_CTX_new_for_pkey(key_.get(),
        OSSL_KEYMGMT_SELECT_KEYPAIR | OSSL_KEYMGMT_SELECT_DOMAIN_PARAMETERS, "PEM",
        as == form::sec1 ? "type-specific" : "PrivateKeyInfo", nullptr);
    unsigned char* text = nullptr;
    std::size_t size = 0;
    bool const made = OSSL_ENCODER_to_data(encoder, &text, &size) == 1;
    std::string result(reinterpret_cast<char const*>(text), made ? size : 0);
    OPENSSL_free(text);
    OSSL_ENCODER_CTX_free(encoder);
    if (!made)
        throw std::runtime_error("the key cannot be written");
    return result;
}

boost::json::object test_key::verified(std::string const& jwt) const
{
    auto const first = jwt.find('.');
    auto const second = jwt.find('.', first + 1);
    if (second == jwt.npos)
        throw std::runtime_error("no JWT");
    auto const header =
        boost::json::parse(from_base64url(std::string_view(jwt).substr(0, first))).as_object();
    EXPECT_EQ(header.at("typ"), "dpop+jwt");
    EXPECT_EQ(header.at("alg"), "ES256");
    auto const& jwk = header.at("jwk").as_object();
    EXPECT_EQ(jwk.size(), 4u) << "the private part must not be there";
    EXPECT_EQ(jwk.at("kty"), "EC");
    EXPECT_EQ(jwk.at("crv"), "P-256");
    EXPECT_EQ(from_base64url(jwk.at("x").as_string()), coordinate(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X));
    EXPECT_EQ(from_base64url(jwk.at("y").as_string()), coordinate(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y));

    auto const signature = from_base64url(std::string_view(jwt).substr(second + 1));
    EXPECT_EQ(signature.size(), 64u);
    auto const der = der_of(signature);
    auto* const context = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
    EXPECT_EQ(EVP_DigestVerify(context, der.data(), der.size(),
                  reinterpret_cast<unsigned char const*>(jwt.data()), second),
        1)
        << "the signature is wrong";
    EVP_MD_CTX_free(context);
    return boost::json::parse(from_base64url(std::string_view(jwt).substr(first + 1, second - first - 1)))
        .as_object();
}

} // namespace dynasio::tests
