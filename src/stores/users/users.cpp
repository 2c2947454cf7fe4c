// SPDX-License-Identifier: BSL-1.0
//
// Operations on the specs and the key pairs of a user.

#include "stores/argument_checks.hpp"
#include "stores/credentials/credential_store_state.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/store_access.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/stores/create_tables.hpp>
#include <dynasio/stores/remove_user.hpp>

#include <utility>
#include <vector>

namespace dynasio {

namespace {

using spec_state = stores::specs::spec_store_state::pointer;
using credential_state = stores::credentials::credential_store_state::pointer;

boost::asio::awaitable<removed_user> remove_both(
    spec_state specs, credential_state credentials, std::string sub, call_options options)
{
    stores::check_sub(sub);
    auto const call = specs->with_deadline(options);
    removed_user removed;
    removed.spec_items = co_await stores::specs::remove_all_specs(*specs, call, sub);
    removed.credentials =
        co_await stores::credentials::remove_all_credentials(*credentials, call, std::move(sub));
    co_return removed;
}

} // namespace

boost::asio::awaitable<void> create_tables(
    spec_store const& specs, credential_store const& credentials, call_options options)
{
    auto const& state = *stores::store_access::state(specs);
    std::vector<create_table_input> tables(1, stores::specs::spec_table(state.options()));
    tables.push_back(
        stores::credentials::credential_table(stores::store_access::state(credentials)->options()));
    return stores::table::make_tables(state.owner(), std::move(tables), options);
}

boost::asio::awaitable<removed_user> remove_user(
    spec_store const& specs, credential_store const& credentials, std::string sub, call_options options)
{
    return remove_both(stores::store_access::state(specs), stores::store_access::state(credentials),
        std::move(sub), options);
}

} // namespace dynasio
