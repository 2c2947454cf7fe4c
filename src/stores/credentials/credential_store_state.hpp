// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_CREDENTIALS_CREDENTIAL_STORE_STATE_HPP
#define DYNASIO_SRC_STORES_CREDENTIALS_CREDENTIAL_STORE_STATE_HPP

#include "stores/store_core.hpp"

#include <dynasio/operations/create_table.hpp>
#include <dynasio/secret.hpp>
#include <dynasio/stores/credentials/credential.hpp>
#include <dynasio/stores/credentials/credential_store_options.hpp>
#include <dynasio/stores/read_options.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::stores::credentials {

class credential_store_state : public store_core
{
public:
    using pointer = std::shared_ptr<credential_store_state const>;

    /// `follower` does not keep the client running. Throws as the store's constructor.
    credential_store_state(client follower, credential_store_options options);

    [[nodiscard]] credential_store_options const& options() const noexcept { return options_; }
    [[nodiscard]] boost::asio::any_io_executor derivation_executor() const;

private:
    credential_store_options options_;
};

// Operations of the store that other sources use too. They own all they need.

awaitable<std::vector<credential_owner>> find_owners(
    credential_store_state::pointer self, std::string public_key, read_options options);
awaitable<std::size_t> remove_credentials(
    credential_store_state::pointer self, std::string sub, call_options options);
awaitable<std::optional<std::string>> authenticate_owner(
    credential_store_state::pointer self, std::string public_key, secret secret_key, read_options options);

/// The table that the store needs.
create_table_input credential_table(credential_store_options const& options);

} // namespace dynasio::stores::credentials

#endif
