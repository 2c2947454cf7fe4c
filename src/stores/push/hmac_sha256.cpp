// SPDX-License-Identifier: BSL-1.0

#include "stores/push/hmac_sha256.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <limits>
#include <stdexcept>

namespace dynasio::stores::push {

hmac_digest hmac_sha256(std::string_view key, std::span<std::byte const> text)
{
    hmac_digest digest;
    // OpenSSL's size is of type int, and an empty view may have no address, which OpenSSL takes for "the key before".
    bool const fits = key.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max());
    if (!fits
        || HMAC(EVP_sha256(), key.empty() ? "" : key.data(), static_cast<int>(key.size()),
               reinterpret_cast<unsigned char const*>(text.data()), text.size(),
               reinterpret_cast<unsigned char*>(digest.data()), nullptr)
            == nullptr)
        throw std::runtime_error("HMAC-SHA256 failed");
    return digest;
}

} // namespace dynasio::stores::push
