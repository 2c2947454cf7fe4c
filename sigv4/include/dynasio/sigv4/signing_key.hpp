// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SIGV4_SIGNING_KEY_HPP
#define DYNASIO_SIGV4_SIGNING_KEY_HPP

#include <dynasio/sigv4/secret.hpp>

#include <string>
#include <string_view>

namespace dynasio::sigv4 {

/// The 32 bytes that sign for one day, region and service: an HMAC chain over the secret access key.
/// `date` is `YYYYMMDD`.
secret derive_signing_key(secret const& secret_access_key, std::string_view date, std::string_view region,
    std::string_view service);

/// The signature: HMAC-SHA-256 of `string_to_sign` under a key of `derive_signing_key`, as 64 lower-case
/// hexadecimal digits.
std::string signature(secret const& signing_key, std::string_view string_to_sign);

} // namespace dynasio::sigv4

#endif
