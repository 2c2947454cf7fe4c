// SPDX-License-Identifier: BSL-1.0

#include <dynasio/operations/put_item.hpp>
#include <dynasio/stores/credential_store.hpp>

#include "stores/argument_checks.hpp"
#include "stores/credentials/credential_item.hpp"
#include "stores/credentials/credential_requests.hpp"
#include "stores/credentials/credential_store_state.hpp"
#include "stores/table/ensure_tables.hpp"
#include "stores/table/query_pages.hpp"

#include <dynasio/stores/store_error.hpp>

#include <utility>

namespace dynasio {

namespace {

using state_pointer = detail::credential_store_state::pointer;

void check_id(std::string_view id)
{
    detail::check_key_text("id", id, detail::max_sort_key);
}

void check_public_key(std::string_view key)
{
    detail::check_key_text("public_key", key, detail::max_partition_key);
}

boost::asio::awaitable<std::vector<credential>> list_credentials(
    state_pointer self, std::string sub, read_options options)
{
    detail::check_sub(sub);
    auto const call = self->with_deadline(options.call());
    std::vector<credential> all;
    detail::query_walk pages(
        self->owner(), call, detail::list_credentials_request(self->table(), sub, options.is_consistent()));
    while (!pages.at_end())
    {
        auto const page = co_await pages.next();
        for (auto const& each : page.items)
            try
            {
                all.push_back(decode_credential(each, self->options().encoding, self->table()));
            }
            catch (store_error const&)
            {
                if (!options.skips_bad_items())
                    throw;
            }
    }
    co_return all;
}

boost::asio::awaitable<std::optional<credential>> read_credential(detail::credential_store_state const& self,
    call_options call, std::string const& sub, std::string const& id, bool consistent)
{
    auto const request = detail::get_credential_request(self.table(), sub, id, consistent);
    auto const answer = co_await self.owner().get_item(request, call);
    if (!answer.item)
        co_return std::nullopt;
    co_return decode_credential(*answer.item, self.options().encoding, self.table());
}

boost::asio::awaitable<std::optional<credential>> get_credential(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    detail::check_sub(sub);
    check_id(id);
    auto const call = self->with_deadline(options.call());
    co_return co_await read_credential(*self, call, sub, id, options.is_consistent());
}

boost::asio::awaitable<void> put_credential(
    state_pointer self, std::string sub, std::string id, credential_keys keys, call_options options)
{
    detail::check_sub(sub);
    check_id(id);
    check_public_key(keys.public_key);
    auto const call = self->with_deadline(options);
    put_item_input request;
    request.table_name = self->table();
    request.item = encode_credential(sub, id, keys, self->options().encoding);
    co_await self->owner().put_item(request, call);
}

[[noreturn]] void throw_taken(
    store_errc code, std::string const& table, std::string const& sub, std::string const& id)
{
    store_error_details details;
    details.code = code;
    details.table = table;
    details.key = detail::credential_key(sub, id);
    throw store_error(std::move(details));
}

boost::asio::awaitable<void> create_only(
    state_pointer self, std::string sub, std::string id, credential_keys keys, call_options options)
{
    detail::check_sub(sub);
    check_id(id);
    check_public_key(keys.public_key);
    auto const call = self->with_deadline(options);
    bool const created = co_await detail::create_credential(*self, call, sub, id, std::move(keys));
    if (!created)
        throw_taken(store_errc::already_exists, self->table(), sub, id);
}

boost::asio::awaitable<credential> get_or_make(state_pointer self, std::string sub, std::string id,
    std::function<credential_keys()> make, call_options options)
{
    constexpr unsigned max_rounds = 5;
    detail::check_sub(sub);
    check_id(id);
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
        bool const created = co_await detail::create_credential(*self, call, sub, id, *mine);
        if (created)
        {
            credential result;
            result.id = std::move(id);
            result.public_key = std::move(mine->public_key);
            result.salt = std::move(mine->salt);
            co_return result;
        }
    }
    throw_taken(store_errc::conflict, self->table(), sub, id);
}

boost::asio::awaitable<std::vector<credential_owner>> find_all(
    state_pointer self, std::string public_key, read_options options)
{
    check_public_key(public_key);
    auto const call = self->with_deadline(options.call());
    co_return co_await detail::find_owners(*self, call, std::move(public_key), options.skips_bad_items());
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
    detail::check_sub(sub);
    check_id(id);
    auto const call = self->with_deadline(options);
    auto const request = detail::remove_credential_request(self->table(), sub, id);
    auto const answer = co_await self->owner().delete_item(request, call);
    co_return answer.attributes && !answer.attributes->empty();
}

boost::asio::awaitable<std::size_t> remove_credentials(
    state_pointer self, std::string sub, call_options options)
{
    detail::check_sub(sub);
    auto const call = self->with_deadline(options);
    co_return co_await detail::remove_all_credentials(*self, call, std::move(sub));
}

boost::asio::awaitable<void> create_credential_table(state_pointer self, call_options options)
{
    auto const call = detail::with_deadline(self->owner(), options, detail::table_timeout);
    std::vector<create_table_input> tables;
    tables.push_back(detail::credential_table(self->options()));
    co_await detail::ensure_tables(self->owner(), call, std::move(tables));
}

} // namespace

credential_store::credential_store(client owner, credential_store_options options)
    : owner_(std::move(owner)),
      state_(std::make_shared<detail::credential_store_state const>(
          detail::follower_of(owner_), std::move(options)))
{}

boost::asio::awaitable<std::vector<credential>> credential_store::list(
    std::string sub, read_options options) const
{
    return list_credentials(state_, std::move(sub), options);
}

boost::asio::awaitable<std::optional<credential>> credential_store::get(
    std::string sub, std::string id, read_options options) const
{
    return get_credential(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<void> credential_store::create_or_update(
    std::string sub, std::string id, credential_keys const& keys, call_options options) const
{
    return put_credential(state_, std::move(sub), std::move(id), keys, options);
}

boost::asio::awaitable<void> credential_store::create(
    std::string sub, std::string id, credential_keys const& keys, call_options options) const
{
    return create_only(state_, std::move(sub), std::move(id), keys, options);
}

boost::asio::awaitable<credential> credential_store::get_or_create(
    std::string sub, std::string id, std::function<credential_keys()> make, call_options options) const
{
    return get_or_make(state_, std::move(sub), std::move(id), std::move(make), options);
}

boost::asio::awaitable<std::optional<credential_owner>> credential_store::find_user(
    std::string public_key, read_options options) const
{
    return find_first(state_, std::move(public_key), options);
}

boost::asio::awaitable<std::vector<credential_owner>> credential_store::find_users(
    std::string public_key, read_options options) const
{
    return find_all(state_, std::move(public_key), options);
}

boost::asio::awaitable<std::optional<std::string>> credential_store::authenticate(
    std::string public_key, secret secret_key, read_options options) const
{
    return detail::authenticate_owner(state_, std::move(public_key), std::move(secret_key), options);
}

boost::asio::awaitable<bool> credential_store::remove(
    std::string sub, std::string id, call_options options) const
{
    return remove_credential(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<std::size_t> credential_store::remove_all(std::string sub, call_options options) const
{
    return remove_credentials(state_, std::move(sub), options);
}

boost::asio::awaitable<void> credential_store::create_table(call_options options) const
{
    return create_credential_table(state_, options);
}

} // namespace dynasio
