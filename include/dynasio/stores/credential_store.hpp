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

/// Keeps the key pairs that users sign in with, and finds the owner of a public key. These are no AWS credentials. Secret
/// keys are never stored; see `key_pair.hpp`.
///
/// Errors of every operation: `store_error` (see `store_errc`; `bad_input` for an empty or over-long `sub`,
/// `id` or `public_key` and for text that is not UTF-8, before anything is sent), and those of the client.
/// "Not there" is no error. No error holds a secret, a hash or a salt.
/// Deadline, cancellation, lifetimes, threads: as `spec_store`.
class credential_store
{
public:
    /// Throws `std::invalid_argument`; see `credential_store_options`.
    explicit credential_store(client owner, credential_store_options options = {});

    /// All key pairs of the user in the order of the bytes of their ids, without hashes, which are not even
    /// read.
    /// Requests: one Query per megabyte.
    boost::asio::awaitable<std::vector<credential>> list(std::string sub, read_options options = {}) const;

    /// One key pair, without its hash; empty when there is none.
    /// Requests: one GetItem.
    boost::asio::awaitable<std::optional<credential>> get(
        std::string sub, std::string id, read_options options = {}) const;

    /// Stores a key pair in place of the one with this id.
    /// Requests: one PutItem.
    boost::asio::awaitable<void> create_or_update(
        std::string sub, std::string id, credential_keys const& keys, call_options options = {}) const;

    /// Stores a key pair that is new (`create_only`): `already_exists` when there is one with this id, which
    /// then stays as it is.
    /// Requests: one PutItem.
    boost::asio::awaitable<void> create(
        std::string sub, std::string id, credential_keys const& keys, call_options options = {}) const;

    DYNASIO_ON_GCC12(
        void create_or_update(std::string, std::string, credential_keys&&, call_options = {}) const = delete;
        void create(std::string, std::string, credential_keys&&, call_options = {}) const = delete;)

    /// The key pair with this id, or the one that `make` gives if there is none. Of calls at the same time
    /// all end with the same one. `make` runs at most once, on the coroutine's executor; what it throws ends
    /// the operation. On GCC 12 a lambda with captures by value has to be named before it is given here
    /// within `co_await`.
    /// Errors: `conflict` when the key pair is created and removed by others again and again.
    /// Requests: one GetItem if it is there; else also one PutItem, and, if another was faster, one more
    /// GetItem.
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

    /// The user whose key pair this is; empty for an unknown public key or a wrong secret key. Hashes are
    /// computed on `derivation_executor`: one for each user with this public key, and one in vain when there
    /// is none, so that the time does not tell which it was. They are compared in constant time. A
    /// cancellation waits for the hashes that have begun.
    /// Requests and lag: as `find_user`.
    boost::asio::awaitable<std::optional<std::string>> authenticate(
        std::string public_key, secret secret_key, read_options options = {}) const;

    /// Deletes a key pair; false when there was none.
    /// Requests: one DeleteItem. If a response is lost and the request is sent again, false may also
    /// mean that the first attempt deleted it.
    boost::asio::awaitable<bool> remove(std::string sub, std::string id, call_options options = {}) const;

    /// Deletes all key pairs of the user; ends with their number.
    /// Errors: `unfinished` when the deadline ends or a request fails before all are gone: the same call goes
    /// on from there.
    /// Requests: one consistent Query or more, one BatchWriteItem per 25 key pairs.
    boost::asio::awaitable<std::size_t> remove_all(std::string sub, call_options options = {}) const;

    /// Makes the table, or sees that it is as it must be; as `spec_store::create_table`.
    boost::asio::awaitable<void> create_table(call_options options = {}) const;

private:
    friend struct stores::store_access;

    client owner_;
    std::shared_ptr<stores::credentials::credential_store_state const> state_;
};

} // namespace dynasio

#endif
