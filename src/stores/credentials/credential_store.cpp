// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/credential_store.hpp>

#include "client/client_handle.hpp"
#include "stores/argument_checks.hpp"
#include "stores/credentials/credential_item.hpp"
#include "stores/credentials/credential_store_state.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/paginate.hpp>

#include <utility>

namespace dynasio {

namespace stores::credentials {

namespace {

using state_pointer = credential_store_state::pointer;

item key_of(std::string_view sub, std::string_view id)
{
    return {{"sub", sub}, {"id", id}};
}

void check_key(std::string_view sub, std::string_view id)
{
    check_sub(sub);
    check_key_text("id", id, max_sort_key);
}

/// Not the hash, which is not even read.
projection const& shown()
{
    static projection const attributes(
        attr<&stored_credential::id>, attr<&stored_credential::public_key>, attr<&stored_credential::salt>);
    return attributes;
}

boost::asio::awaitable<std::vector<credential>> list_credentials(
    state_pointer self, std::string sub, read_options options)
{
    check_sub(sub);
    auto const call = self->with_deadline(options.call());
    auto request = with(self->request<query_input>(), key(attr<&stored_credential::sub> == sub), shown());
    request.consistent_read = options.is_consistent();

    std::vector<credential> all;
    auto pages = query_pages(self->owner(), request, call);
    while (auto const page = co_await pages.next())
        for (auto const& each : page->items)
            if (auto found = decode_or_skip(options.skips_bad_items(),
                    [&] { return decode_credential(each, self->options().encoding, self->table()); }))
                all.push_back(*std::move(found));
    co_return all;
}

boost::asio::awaitable<std::optional<credential>> read_credential(credential_store_state const& self,
    call_options call, std::string const& sub, std::string const& id, bool consistent)
{
    auto request = with(self.request<get_item_input>(), shown());
    request.key = key_of(sub, id);
    request.consistent_read = consistent;
    auto const found = co_await self.owner().get_item(request, call);
    if (!found.item)
        co_return std::nullopt;
    co_return decode_credential(*found.item, self.options().encoding, self.table());
}

boost::asio::awaitable<std::optional<credential>> get_credential(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    check_key(sub, id);
    auto const call = self->with_deadline(options.call());
    co_return co_await read_credential(*self, call, sub, id, options.is_consistent());
}

put_item_input put_request(credential_store_state const& self, std::string_view sub, std::string_view id,
    credential_keys const& keys)
{
    auto request = self.request<put_item_input>();
    request.item = encode_credential(sub, id, keys, self.options().encoding);
    return request;
}

boost::asio::awaitable<void> put_credential(
    state_pointer self, std::string sub, std::string id, credential_keys keys, call_options options)
{
    check_key(sub, id);
    check_public_key(keys.public_key);
    auto const call = self->with_deadline(options);
    auto const request = put_request(*self, sub, id, keys);
    co_await self->owner().put_item(request, call);
}

/// Stores what is new; false when there is a key pair with this id already.
boost::asio::awaitable<bool> create_credential(
    credential_store_state const& self, call_options call, put_item_input request)
{
    request = with(std::move(request), not_exists(attr<&stored_credential::sub>));
    request.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;
    auto const outcome = co_await self.owner().try_put_item(request, call);
    if (outcome)
        co_return true;
    if (outcome.error() == client_errc::outcome_unknown)
    {
        // An attempt whose response was lost may have stored it: then what is there is ours.
        auto const& stored = outcome.error().details().old_item;
        co_return stored && *stored == request.item;
    }
    if (outcome.error() != errc::conditional_check_failed)
        outcome.value(); // throws
    co_return false;
}

boost::asio::awaitable<void> create_only(
    state_pointer self, std::string sub, std::string id, credential_keys keys, call_options options)
{
    check_key(sub, id);
    check_public_key(keys.public_key);
    auto const call = self->with_deadline(options);
    auto const request = put_request(*self, sub, id, keys);
    bool const created = co_await create_credential(*self, call, request);
    if (!created)
        self->fail({.code = store_errc::already_exists, .key = key_of(sub, id)});
}

boost::asio::awaitable<credential> get_or_make(state_pointer self, std::string sub, std::string id,
    std::function<credential_keys()> make, call_options options)
{
    constexpr unsigned max_rounds = 5;
    check_key(sub, id);
    auto const call = self->with_deadline(options);
    std::optional<credential_keys> mine;
    for (unsigned round = 1; round <= max_rounds; ++round)
    {
        // After a lost race the other's key pair must be seen.
        auto found = co_await read_credential(*self, call, sub, id, round > 1);
        if (found)
            co_return *std::move(found);
        if (!mine)
        {
            mine = make();
            check_public_key(mine->public_key);
        }
        auto const request = put_request(*self, sub, id, *mine);
        bool const created = co_await create_credential(*self, call, request);
        if (created)
        {
            credential result;
            result.id = std::move(id);
            result.public_key = std::move(mine->public_key);
            result.salt = std::move(mine->salt);
            co_return result;
        }
    }
    self->fail({.code = store_errc::conflict, .key = key_of(sub, id)});
}

boost::asio::awaitable<std::vector<credential_owner>> find_all(
    state_pointer self, std::string public_key, read_options options)
{
    check_public_key(public_key);
    auto const call = self->with_deadline(options.call());
    co_return co_await find_owners(*self, call, std::move(public_key), options.skips_bad_items());
}

boost::asio::awaitable<std::optional<credential_owner>> find_first(
    state_pointer self, std::string public_key, read_options options)
{
    auto all = co_await find_all(std::move(self), std::move(public_key), options);
    if (all.empty())
        co_return std::nullopt;
    co_return std::move(all.front());
}

boost::asio::awaitable<bool> remove_credential(
    state_pointer self, std::string sub, std::string id, call_options options)
{
    check_key(sub, id);
    auto const call = self->with_deadline(options);
    auto request = self->request<delete_item_input>();
    request.key = key_of(sub, id);
    request.return_values = model::return_value::all_old;
    auto const removed = co_await self->owner().delete_item(request, call);
    co_return removed.attributes && !removed.attributes->empty();
}

boost::asio::awaitable<std::size_t> remove_credentials(
    state_pointer self, std::string sub, call_options options)
{
    check_sub(sub);
    auto const call = self->with_deadline(options);
    co_return co_await remove_all_credentials(*self, call, std::move(sub));
}

} // namespace

} // namespace stores::credentials

credential_store::credential_store(client owner, credential_store_options options)
    : owner_(std::move(owner)),
      state_(std::make_shared<stores::credentials::credential_store_state const>(
          call::weak_client(owner_), std::move(options)))
{}

boost::asio::awaitable<std::vector<credential>> credential_store::list(
    std::string sub, read_options options) const
{
    return stores::credentials::list_credentials(state_, std::move(sub), options);
}

boost::asio::awaitable<std::optional<credential>> credential_store::get(
    std::string sub, std::string id, read_options options) const
{
    return stores::credentials::get_credential(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<void> credential_store::create_or_update(
    std::string sub, std::string id, credential_keys const& keys, call_options options) const
{
    return stores::credentials::put_credential(state_, std::move(sub), std::move(id), keys, options);
}

boost::asio::awaitable<void> credential_store::create(
    std::string sub, std::string id, credential_keys const& keys, call_options options) const
{
    return stores::credentials::create_only(state_, std::move(sub), std::move(id), keys, options);
}

boost::asio::awaitable<credential> credential_store::get_or_create(
    std::string sub, std::string id, std::function<credential_keys()> make, call_options options) const
{
    return stores::credentials::get_or_make(state_, std::move(sub), std::move(id), std::move(make), options);
}

boost::asio::awaitable<std::optional<credential_owner>> credential_store::find_user(
    std::string public_key, read_options options) const
{
    return stores::credentials::find_first(state_, std::move(public_key), options);
}

boost::asio::awaitable<std::vector<credential_owner>> credential_store::find_users(
    std::string public_key, read_options options) const
{
    return stores::credentials::find_all(state_, std::move(public_key), options);
}

boost::asio::awaitable<std::optional<std::string>> credential_store::authenticate(
    std::string public_key, secret secret_key, read_options options) const
{
    return stores::credentials::authenticate_owner(
        state_, std::move(public_key), std::move(secret_key), options);
}

boost::asio::awaitable<bool> credential_store::remove(
    std::string sub, std::string id, call_options options) const
{
    return stores::credentials::remove_credential(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<std::size_t> credential_store::remove_all(std::string sub, call_options options) const
{
    return stores::credentials::remove_credentials(state_, std::move(sub), options);
}

boost::asio::awaitable<void> credential_store::create_table(call_options options) const
{
    std::vector<create_table_input> tables(1, stores::credentials::credential_table(state_->options()));
    return stores::table::make_tables(state_->owner(), std::move(tables), options);
}

} // namespace dynasio
