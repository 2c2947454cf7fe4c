// SPDX-License-Identifier: BSL-1.0

#include "decide/digest.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace examples {

namespace {

std::string hex_of(std::span<unsigned char const> bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string result;
    for (auto const byte : bytes)
    {
        result += digits[byte >> 4];
        result += digits[byte & 15U];
    }
    return result;
}

void check(int result)
{
    if (result != 1)
        throw std::runtime_error("OpenSSL failed");
}

} // namespace

struct sha256::state
{
    state() { check(context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1 ? 1 : 0); }
    state(state const&) = delete;
    state& operator=(state const&) = delete;
    ~state() { EVP_MD_CTX_free(context); }

    EVP_MD_CTX* context = EVP_MD_CTX_new();
};

sha256::sha256() : state_(std::make_unique<state>()) {}
sha256::sha256(sha256&&) noexcept = default;
sha256::~sha256() = default;

void sha256::update(std::span<std::byte const> bytes)
{
    check(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

std::string sha256::hex()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    check(EVP_DigestFinal_ex(state_->context, digest.data(), &size));
    return hex_of(std::span(digest).first(size));
}

std::string sha256_hex(std::string_view text)
{
    sha256 digest;
    digest.update(std::as_bytes(std::span(text)));
    return digest.hex();
}

std::string random_hex()
{
    std::array<unsigned char, 16> bytes;
    check(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())));
    return hex_of(bytes);
}

} // namespace examples
