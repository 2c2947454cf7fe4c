// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_CREDENTIALS_CREDENTIAL_HPP
#define DYNASIO_STORES_CREDENTIALS_CREDENTIAL_HPP

#include <dynasio/value/binary.hpp>

#include <string>

namespace dynasio {

/// A key pair of a user, without the hash of its secret key.
struct credential
{
    std::string id{};
    std::string public_key{};
    binary salt{};

    friend bool operator==(credential const&, credential const&) = default;
};

/// The stored part of a key pair; see `make_key_pair`.
struct credential_keys
{
    std::string public_key{};
    binary secret_key_hash{};
    binary salt{};

    friend bool operator==(credential_keys const&, credential_keys const&) = default;
};

/// The owner of a public key, with the salt and the hash of the secret key.
struct credential_owner
{
    std::string sub{};
    std::string id{};
    binary salt{};
    binary secret_key_hash{};

    friend bool operator==(credential_owner const&, credential_owner const&) = default;
};

} // namespace dynasio

#endif
