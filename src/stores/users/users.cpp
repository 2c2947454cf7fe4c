// SPDX-License-Identifier: BSL-1.0
//
// Operations on the specs and the key pairs of a user.

#include "stores/credentials/credential_store_state.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/store_access.hpp"
#include "stores/table/ensure_tables.hpp"
#include "stores/with_verdict.hpp"

#include <dynasio/stores/create_tables.hpp>
#include <dynasio/stores/remove_user.hpp>

#include <utility>
#include <vector>

namespace dynasio {

using stores::awaitable;

namespace {

using spec_state = stores::specs::spec_store_state::pointer;
using credential_state = stores::credentials::credential_store_state::pointer;

awaitable<removed_user> remove_both(
    spec_state specs, credential_state credentials, std::string sub, call_options call, bool& written)
{
    removed_user removed;
    removed.spec_items = co_await stores::specs::remove_specs(specs, sub, call);
    written = removed.spec_items > 0;
    removed.credentials = co_await stores::credentials::remove_credentials(credentials, sub, call);
    co_return removed;
}

awaitable<removed_user> remove_in_order(
    spec_state specs, credential_state credentials, std::string sub, call_options options)
{
    auto const call = specs->with_deadline(options);
    bool written = false;
    auto removing = remove_both(std::move(specs), std::move(credentials), std::move(sub), call, written);
    co_return co_await stores::with_verdict(std::move(removing), written);
}

} // namespace

awaitable<void> create_tables(
    spec_store const& specs, credential_store const& credentials, call_options options)
{
    auto const& state = *stores::store_access::state(specs);
    std::vector<create_table_input> tables(1, stores::specs::spec_table(state.options()));
    tables.push_back(
        stores::credentials::credential_table(stores::store_access::state(credentials)->options()));
    return stores::table::make_tables(state.owner(), std::move(tables), options);
}

awaitable<removed_user> remove_user(
    spec_store const& specs, credential_store const& credentials, std::string sub, call_options options)
{
    return remove_in_order(stores::store_access::state(specs), stores::store_access::state(credentials),
        std::move(sub), options);
}

} // namespace dynasio
