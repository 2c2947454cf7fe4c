// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/credential_store.hpp>

#include "client/client_handle.hpp"
#include "stores/argument_checks.hpp"
#include "stores/credentials/credential_item.hpp"
#include "stores/credentials/credential_store_state.hpp"
#include "stores/for_each_item.hpp"
#include "stores/table/delete_items.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace dynasio {

namespace stores::credentials {

namespace {

using state_pointer = credential_store_state::pointer;

void check_key(std::string_view sub, std::string_view id)
{
    check_sub(sub);
    check_key_text("id", id, max_sort_key);
}

item key_of(std::string_view sub, std::string_view id)
{
    return {{"sub", sub}, {"id", id}};
}

void check_public_key(std::string_view public_key)
{
    check_key_text("public_key", public_key, max_partition_key);
}

auto of_user(std::string_view sub)
{
    return key(attr<&stored_credential::sub> == sub);
}

/// Without the hash, which is not even read.
projection const& shown()
{
    static projection const attributes(
        attr<&stored_credential::id>, attr<&stored_credential::public_key>, attr<&stored_credential::salt>);
    return attributes;
}

awaitable<std::vector<credential>> list_credentials(state_pointer self, std::string sub, read_options options)
{
    check_sub(sub);
    auto request = with(self->request<query_input>(), of_user(sub), shown());
    request.consistent_read = options.is_consistent();
    std::vector<credential> all;
    auto const add = [&](item const& each)
    {
        all.push_back(decode_credential(each, self->options().encoding, self->table(), item::of("sub", sub)));
    };
    co_await for_each_item(*self, request, options, add);
    co_return all;
}

awaitable<std::optional<credential>> get_credential(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    check_key(sub, id);
    auto request = with(self->request<get_item_input>(), shown());
    request.key = key_of(sub, id);
    request.consistent_read = options.is_consistent();
    auto const call = self->with_deadline(options.call());
    auto const found = co_await self->owner().get_item(request, call);
    if (!found.item)
        co_return std::nullopt;
    co_return decode_credential(*found.item, self->options().encoding, self->table(), request.key);
}

/// Throws `store_error` with `bad_input`.
put_item_input put_request(credential_store_state const& self, std::string_view sub, std::string_view id,
    credential_keys const& keys)
{
    check_key(sub, id);
    check_public_key(keys.public_key);
    auto request = self.request<put_item_input>();
    request.item = encode_credential(sub, id, keys, self.options().encoding);
    return request;
}

awaitable<void> put_credential(
    state_pointer self, std::string sub, std::string id, credential_keys keys, call_options options)
{
    auto const request = put_request(*self, sub, id, keys);
    auto const call = self->with_deadline(options);
    co_await self->owner().put_item(request, call);
}

/// Stores a new key pair, or ends with why it is not certain to be stored: another one has this id, or
/// `client_errc::outcome_unknown`. Throws other errors.
awaitable<std::optional<error>> try_create(
    credential_store_state const& self, call_options call, put_item_input request)
{
    request = with(std::move(request), not_exists(attr<&stored_credential::sub>));
    request.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;
    auto const outcome = co_await self.owner().try_put_item(request, call);
    if (outcome)
        co_return std::nullopt;
    if (outcome.error() == client_errc::outcome_unknown)
    {
        // An attempt whose response was lost may have stored it. Then the stored item is this one.
        auto const& stored = outcome.error().details().old_item;
        if (stored && *stored == request.item)
            co_return std::nullopt;
    }
    else if (outcome.error() != errc::conditional_check_failed)
        outcome.value(); // throws
    auto details = outcome.error().details();
    details.old_item.reset(); // it has the hash and the salt of another key pair
    co_return error(std::move(details));
}

awaitable<void> create_credential(
    state_pointer self, std::string sub, std::string id, credential_keys keys, call_options options)
{
    auto const request = put_request(*self, sub, id, keys);
    auto const call = self->with_deadline(options);
    auto const why = co_await try_create(*self, call, request);
    if (why && *why == client_errc::outcome_unknown)
        throw_exception_from_error(*why, BOOST_CURRENT_LOCATION);
    if (why)
        self->fail({.code = store_errc::already_exists, .key = key_of(sub, id)});
}

awaitable<credential> get_or_create_credential(state_pointer self, std::string sub, std::string id,
    std::function<credential_keys()> make, call_options options)
{
    constexpr unsigned max_rounds = 5;
    auto const call = self->with_deadline(options);
    std::optional<credential_keys> mine;
    for (unsigned round = 1; round <= max_rounds; ++round)
    {
        // After a lost race, the other call's key pair must be seen.
        auto const read = read_options(call).consistent(round > 1);
        auto found = co_await get_credential(self, sub, id, read);
        if (found)
            co_return *std::move(found);
        if (!mine)
            mine = make();
        auto const request = put_request(*self, sub, id, *mine);
        auto const why = co_await try_create(*self, call, request);
        if (!why)
        {
            credential result{std::move(id), std::move(mine->public_key), std::move(mine->salt)};
            co_return result;
        }
    }
    self->fail({.code = store_errc::conflict, .key = key_of(sub, id)});
}

awaitable<std::optional<credential_owner>> find_owner(
    state_pointer self, std::string public_key, read_options options)
{
    auto all = co_await find_owners(std::move(self), std::move(public_key), options);
    if (all.empty())
        co_return std::nullopt;
    co_return std::move(all.front());
}

awaitable<bool> remove_credential(state_pointer self, std::string sub, std::string id, call_options options)
{
    check_key(sub, id);
    auto request = self->request<delete_item_input>();
    request.key = key_of(sub, id);
    request.return_values = model::return_value::all_old;
    auto const call = self->with_deadline(options);
    auto const removed = co_await self->owner().delete_item(request, call);
    co_return removed.attributes && !removed.attributes->empty();
}

} // namespace

awaitable<std::vector<credential_owner>> find_owners(
    state_pointer self, std::string public_key, read_options options)
{
    check_public_key(public_key);
    auto request = with(self->request<query_input>(), key(attr<&stored_credential::public_key> == public_key),
        projection(attr<&stored_credential::sub>, attr<&stored_credential::id>,
            attr<&stored_credential::salt>, attr<&stored_credential::secret_key_hash>));
    request.index_name = self->options().index_name;
    std::vector<credential_owner> owners;
    auto const add = [&](item const& each)
    { owners.push_back(decode_credential_owner(each, self->options().encoding, self->table())); };
    co_await for_each_item(*self, request, options, add);
    // The index has no order among equal keys.
    std::sort(owners.begin(), owners.end(), [](credential_owner const& a, credential_owner const& b)
        { return std::tie(a.sub, a.id) < std::tie(b.sub, b.id); });
    co_return owners;
}

awaitable<std::size_t> remove_credentials(state_pointer self, std::string sub, call_options options)
{
    check_sub(sub);
    auto const call = self->with_deadline(options);
    auto request = with(self->request<query_input>(), of_user(sub),
        projection(attr<&stored_credential::sub>, attr<&stored_credential::id>));
    request.consistent_read = true;
    std::vector<item> keys;
    auto const add = [&](item& each) { keys.push_back(std::move(each)); };
    co_await for_each_item(*self, request, call, add);
    co_return co_await table::delete_items(*self, call, std::move(keys));
}

} // namespace stores::credentials

namespace credentials = stores::credentials;
using stores::awaitable;

credential_store::credential_store(client owner, credential_store_options options)
    : owner_(std::move(owner)),
      state_(std::make_shared<credentials::credential_store_state const>(
          call::weak_client(owner_), std::move(options)))
{}

awaitable<std::vector<credential>> credential_store::list(std::string sub, read_options options) const
{
    return credentials::list_credentials(state_, std::move(sub), options);
}

awaitable<std::optional<credential>> credential_store::get(
    std::string sub, std::string id, read_options options) const
{
    return credentials::get_credential(state_, std::move(sub), std::move(id), options);
}

awaitable<void> credential_store::create_or_update(
    std::string sub, std::string id, credential_keys const& keys, call_options options) const
{
    return credentials::put_credential(state_, std::move(sub), std::move(id), keys, options);
}

awaitable<void> credential_store::create(
    std::string sub, std::string id, credential_keys const& keys, call_options options) const
{
    return credentials::create_credential(state_, std::move(sub), std::move(id), keys, options);
}

awaitable<credential> credential_store::get_or_create(
    std::string sub, std::string id, std::function<credential_keys()> make, call_options options) const
{
    return credentials::get_or_create_credential(
        state_, std::move(sub), std::move(id), std::move(make), options);
}

awaitable<std::optional<credential_owner>> credential_store::find_user(
    std::string public_key, read_options options) const
{
    return credentials::find_owner(state_, std::move(public_key), options);
}

awaitable<std::vector<credential_owner>> credential_store::find_users(
    std::string public_key, read_options options) const
{
    return credentials::find_owners(state_, std::move(public_key), options);
}

awaitable<std::optional<std::string>> credential_store::authenticate(
    std::string public_key, secret secret_key, read_options options) const
{
    return credentials::authenticate_owner(state_, std::move(public_key), std::move(secret_key), options);
}

awaitable<bool> credential_store::remove(std::string sub, std::string id, call_options options) const
{
    return credentials::remove_credential(state_, std::move(sub), std::move(id), options);
}

awaitable<std::size_t> credential_store::remove_all(std::string sub, call_options options) const
{
    return credentials::remove_credentials(state_, std::move(sub), options);
}

awaitable<void> credential_store::create_table(call_options options) const
{
    std::vector<create_table_input> tables(1, credentials::credential_table(state_->options()));
    return stores::table::make_tables(state_->owner(), std::move(tables), options);
}

} // namespace dynasio
