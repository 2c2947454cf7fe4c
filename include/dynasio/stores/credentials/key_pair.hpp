// SPDX-License-Identifier: BSL-1.0
//
// Makes key pairs that the users of an application sign in with; they are no AWS credentials. All functions are
// pure: randomness is an argument.
//
// The secret key is derived from the stored salt and a secret of the service, so it is never stored; what is
// stored is a PBKDF2 hash of it. 10,000 rounds are few for passwords that people choose. They are tolerable
// here because a secret key is 256 bits that nobody can guess: one SHA-256 would do to keep the stored hash
// from giving it away. Raise the rounds for tables of your own that hold secrets of another kind.

#ifndef DYNASIO_STORES_CREDENTIALS_KEY_PAIR_HPP
#define DYNASIO_STORES_CREDENTIALS_KEY_PAIR_HPP

#include <dynasio/secret.hpp>
#include <dynasio/stores/credentials/credential.hpp>
#include <dynasio/value/binary.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace dynasio {

/// 32 bytes from a cryptographic source of randomness.
using random_bytes = std::array<std::byte, 32>;

inline constexpr unsigned default_hash_rounds = 10'000;

/// `pk_` and 44 characters: the URL-safe base64 of SHA-256 over `sub` and `random`.
[[nodiscard]] std::string make_public_key(std::string_view sub, random_bytes const& random);

/// `sk_` and 44 characters: the URL-safe base64 of SHA-256 over `sub`, `salt` and the service's secret.
[[nodiscard]] secret make_secret_key(std::string_view sub, binary const& salt, secret const& service_secret);

/// 32 bytes: PBKDF2-HMAC-SHA256 of the whole secret key text. Takes milliseconds of CPU. Throws
/// `std::invalid_argument` when `rounds` is 0 or above 2^31 - 1.
[[nodiscard]] binary hash_secret_key(
    secret const& secret_key, binary const& salt, unsigned rounds = default_hash_rounds);

/// A key pair that is new.
struct key_pair
{
    credential_keys keys{}; ///< to be stored
    secret secret_key{};    ///< to be shown to the user
};

/// A new key pair: `salt` and `random` are fresh. Costs one `hash_secret_key`.
[[nodiscard]] key_pair make_key_pair(std::string_view sub, secret const& service_secret,
    random_bytes const& salt, random_bytes const& random, unsigned rounds = default_hash_rounds);

} // namespace dynasio

#endif
