// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SIGV4_SIGNING_KEY_HPP
#define DYNASIO_SIGV4_SIGNING_KEY_HPP

#include <dynasio/sigv4/secret.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace dynasio::sigv4 {

/// The key that signs for one day, region and service: an HMAC chain over the secret access key.
/// Immutable, so one object may be used from any threads. Overwrites its memory when destroyed.
class signing_key
{
public:
    /// Derives the key. `date` is `YYYYMMDD`. With `DYNASIO_EVP_ONLY` this and `sign` throw
    /// `std::runtime_error` if OpenSSL fails.
    signing_key(secret const& secret_access_key, std::string_view date, std::string_view region,
        std::string_view service);
    ~signing_key();
    signing_key(signing_key&&) noexcept;
    signing_key& operator=(signing_key&&) noexcept;

    /// The 32 bytes of the key.
    secret const& bytes() const noexcept;

    /// The signature: HMAC-SHA-256 of `string_to_sign` as 64 lower-case hexadecimal digits.
    std::string sign(std::string_view string_to_sign) const;

    /// For the library's own use: defined in its sources.
    struct state;
    state const& internals() const noexcept { return *state_; }

private:
    std::unique_ptr<state const> state_;
};

} // namespace dynasio::sigv4

#endif
