// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_CREDENTIAL_STORE_HPP
#define DYNASIO_STORES_CREDENTIAL_STORE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/secret.hpp>
#include <dynasio/stores/credentials/credential.hpp>
#include <dynasio/stores/credentials/credential_store_options.hpp>
#include <dynasio/stores/read_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

namespace stores {
struct store_access;
namespace credentials {
class credential_store_state;
} // namespace credentials
} // namespace stores

/// Stores the key pairs that users sign in with, and finds the owner of a public key. These are not AWS credentials.
/// Secret keys are never stored; see `key_pair.hpp`.
///
/// Errors of every operation: `store_error` (see `store_errc`; `bad_input` for an empty or too long `sub`, `id` or
/// `public_key` and for text that is not UTF-8, before anything is sent), and those of the client. A missing key pair is
/// not an error. No error contains a secret, a hash or a salt.
/// Deadline, cancellation, lifetimes, threads: as `spec_store`.
class credential_store
{
public:
    /// Throws `std::invalid_argument`; see `credential_store_options`.
    explicit credential_store(client owner, credential_store_options options = {});

    /// All key pairs of the user in byte order of their ids, without hashes, which are not read.
    /// Requests: one Query per megabyte.
    boost::asio::awaitable<std::vector<credential>> list(std::string sub, read_options options = {}) const;

    /// One key pair, without its hash; empty if it does not exist.
    /// Requests: one GetItem.
    boost::asio::awaitable<std::optional<credential>> get(
        std::string sub, std::string id, read_options options = {}) const;

    /// Stores a key pair and replaces the one with this id.
    /// Requests: one PutItem.
    boost::asio::awaitable<void> create_or_update(
        std::string sub, std::string id, credential_keys const& keys, call_options options = {}) const;

    /// Stores a new key pair.
    /// Errors: `already_exists` if there is one with this id, which is kept; `client_errc::outcome_unknown` if an earlier
    /// attempt may have stored the key pair, but another one is stored now.
    /// Requests: one PutItem.
    boost::asio::awaitable<void> create(
        std::string sub, std::string id, credential_keys const& keys, call_options options = {}) const;

    DYNASIO_ON_GCC12(
        void create_or_update(std::string, std::string, credential_keys&&, call_options = {}) const = delete;
        void create(std::string, std::string, credential_keys&&, call_options = {}) const = delete;)

    /// The key pair with this id, or if there is none, a new one from `make`. Concurrent calls return the same
    /// one. `make` runs at most once, on the coroutine's executor; its exceptions end the operation. On GCC 12,
    /// name a lambda with captures by value before passing it within `co_await`.
    /// Errors: `conflict` if others create and remove the key pair repeatedly.
    /// Requests: one GetItem; if there is no key pair, also one PutItem; if another call creates it first, one
    /// more GetItem.
    boost::asio::awaitable<credential> get_or_create(std::string sub, std::string id,
        std::function<credential_keys()> make, call_options options = {}) const;

    /// Finds the owner of a public key. If several users have it, returns the first in byte order of `sub` and
    /// `id`; empty for an unknown key. The index lags behind writes, usually by less than a second: a key that was
    /// just stored may not be found yet, and one that was just removed may still be found.
    /// Requests: one Query of the global index; it cannot be read consistently.
    boost::asio::awaitable<std::optional<credential_owner>> find_user(
        std::string public_key, read_options options = {}) const;

    /// Finds all owners of a public key, in byte order of `sub` and `id`.
    /// Requests and lag: as `find_user`.
    boost::asio::awaitable<std::vector<credential_owner>> find_users(
        std::string public_key, read_options options = {}) const;

    /// The user who owns this key pair; empty for an unknown public key or a wrong secret key. Hashes are
    /// computed on `derivation_executor`: one for each user with this public key, or one for an unknown public
    /// key, so that the time does not reveal which case it was. They are compared in constant time. A
    /// cancellation waits for hashes that are being computed.
    /// Requests and lag: as `find_user`.
    boost::asio::awaitable<std::optional<std::string>> authenticate(
        std::string public_key, secret secret_key, read_options options = {}) const;

    /// Deletes a key pair; false if it did not exist.
    /// Requests: one DeleteItem. If a response is lost and the request is sent again, false may also
    /// mean that the first attempt deleted it.
    boost::asio::awaitable<bool> remove(std::string sub, std::string id, call_options options = {}) const;

    /// Deletes all key pairs of the user. Returns their number.
    /// Errors: `unfinished` if the deadline passes or a request fails before all are deleted. The same call
    /// continues from there.
    /// Requests: at least one consistent Query, one BatchWriteItem per 25 key pairs.
    boost::asio::awaitable<std::size_t> remove_all(std::string sub, call_options options = {}) const;

    /// Creates the table, or verifies the schema of an existing one; as `spec_store::create_table`.
    boost::asio::awaitable<void> create_table(call_options options = {}) const;

private:
    friend struct stores::store_access;

    client owner_;
    std::shared_ptr<stores::credentials::credential_store_state const> state_;
};

} // namespace dynasio

#endif
