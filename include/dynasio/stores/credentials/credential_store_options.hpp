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

/// How a `credential_store` is set up. The store's constructor checks all members and throws
/// `std::invalid_argument` that names the member.
struct credential_store_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    credential_store_options() {}

    std::string table_name = "package.credentials";

    /// The global index by public key. Some older tables call it `publicKeySecretKeyHash`; see
    /// docs/compatibility.md.
    std::string index_name = "publicKey";

    /// How hash and salt are stored.
    binary_encoding encoding = binary_encoding::base64_text;

    /// Rounds of PBKDF2 in `authenticate`; at least 1. Must be the number that the stored hashes were made with.
    unsigned hash_rounds = default_hash_rounds;

    /// Where `authenticate` computes hashes, milliseconds each: best a thread pool. Empty: the client's
    /// executor, whose thread is busy meanwhile.
    boost::asio::any_io_executor derivation_executor = {};

    /// Bounds an operation with all its requests where the call has no `timeout` or `deadline`; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(30);

    /// Billing mode of the table that `create_tables` makes, and of its index. Default: on demand.
    table_capacity capacity = table_capacity::on_demand();
};

} // namespace dynasio

#endif
