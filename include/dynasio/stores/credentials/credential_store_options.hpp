// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_CREDENTIALS_CREDENTIAL_STORE_OPTIONS_HPP
#define DYNASIO_STORES_CREDENTIALS_CREDENTIAL_STORE_OPTIONS_HPP

#include <dynasio/stores/credentials/binary_encoding.hpp>
#include <dynasio/stores/credentials/key_pair.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <string>

namespace dynasio {

/// Options of a `credential_store`. Its constructor throws `std::invalid_argument` that names the first invalid member.
struct credential_store_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    credential_store_options() {}

    std::string table_name = "package.credentials";

    /// The global index by public key. Some older tables call it `publicKeySecretKeyHash`; see
    /// docs/compatibility.md.
    std::string index_name = "publicKey";

    /// The stored form of hash and salt.
    binary_encoding encoding = binary_encoding::base64_text;

    /// Rounds of PBKDF2 in `authenticate`; at least 1. Must be the number used for the stored hashes.
    unsigned hash_rounds = default_hash_rounds;

    /// Where `authenticate` computes hashes, milliseconds each. A thread pool is best. Empty: the client's
    /// executor, whose thread the computation blocks.
    boost::asio::any_io_executor derivation_executor = {};

    /// Bounds each operation, with all its requests, unless the call has a `timeout` or `deadline`; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(30);

    /// Billing mode of a new table and its index. Default: on demand.
    table_capacity capacity = table_capacity::on_demand();
};

} // namespace dynasio

#endif
