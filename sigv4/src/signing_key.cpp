// SPDX-License-Identifier: BSL-1.0

#include <dynasio/sigv4/signing_key.hpp>

#include "sha256.hpp"
#include "text.hpp"

#include <openssl/crypto.h>

namespace dynasio::sigv4 {

secret derive_signing_key(
    secret const& secret_access_key, std::string_view date, std::string_view region, std::string_view service)
{
    detail::sha256_algorithm const algorithm;
    detail::sha256_context context(algorithm);

    std::string start;
    // At its full size at once: growing would leave a copy of the key behind.
    start.reserve(4 + secret_access_key.size());
    start.append("AWS4").append(secret_access_key.reveal());
    auto key = context.hmac(start, date);
    OPENSSL_cleanse(start.data(), start.size());
    for (auto const part : {region, service, detail::scope_end})
        key = context.hmac(detail::as_text(key), part);

    secret result(detail::as_text(key));
    OPENSSL_cleanse(key.data(), key.size());
    return result;
}

std::string signature(secret const& signing_key, std::string_view string_to_sign)
{
    detail::sha256_algorithm const algorithm;
    detail::sha256_context context(algorithm);
    return std::string(detail::as_text(detail::to_hex(context.hmac(signing_key.reveal(), string_to_sign))));
}

} // namespace dynasio::sigv4
