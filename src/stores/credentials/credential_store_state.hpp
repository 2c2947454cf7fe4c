// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_CREDENTIALS_CREDENTIAL_STORE_STATE_HPP
#define DYNASIO_SRC_STORES_CREDENTIALS_CREDENTIAL_STORE_STATE_HPP

#include "client/operation_deadline.hpp"

#include <dynasio/client.hpp>
#include <dynasio/operations/create_table.hpp>
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

namespace dynasio::detail {

/// Shared by a `credential_store` and its operations in flight; never changes.
class credential_store_state
{
public:
    using pointer = std::shared_ptr<credential_store_state const>;

    /// `follower` does not keep the client from ending. Throws as the store's constructor.
    credential_store_state(client follower, credential_store_options options);

    [[nodiscard]] client const& owner() const noexcept { return client_; }
    [[nodiscard]] credential_store_options const& options() const noexcept { return options_; }
    [[nodiscard]] std::string const& table() const noexcept { return options_.table_name; }
    [[nodiscard]] call_options with_deadline(call_options const& call) const
    {
        return detail::with_deadline(client_, call, options_.call_timeout);
    }
    [[nodiscard]] boost::asio::any_io_executor derivation_executor() const;

private:
    client client_;
    credential_store_options options_;
};

// The pieces that more than one operation needs, without a deadline of their own. `self` must live until they
// end.

boost::asio::awaitable<std::vector<credential_owner>> find_owners(
    credential_store_state const& self, call_options call, std::string public_key, bool skip_bad);

boost::asio::awaitable<std::size_t> remove_all_credentials(
    credential_store_state const& self, call_options call, std::string sub);

/// Stores what is new; false when there is a key pair with this id already.
boost::asio::awaitable<bool> create_credential(credential_store_state const& self, call_options call,
    std::string sub, std::string id, credential_keys keys);

/// `authenticate` of the store; owns all it needs.
boost::asio::awaitable<std::optional<std::string>> authenticate_owner(
    credential_store_state::pointer self, std::string public_key, secret secret_key, read_options options);

/// The table that the store needs.
create_table_input credential_table(credential_store_options const& options);

} // namespace dynasio::detail

#endif
