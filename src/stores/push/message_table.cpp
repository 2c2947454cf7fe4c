// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/message_table.hpp>

#include "client/client_handle.hpp"
#include "stores/push/message_table_state.hpp"
#include "stores/push/table_names.hpp"
#include "stores/store_access.hpp"

#include <dynasio/stores/push/month_tables.hpp>

#include <utility>

namespace dynasio {

namespace push = stores::push;
using stores::awaitable;

awaitable<void> push::open_message_table(
    push::message_table_state::pointer self, table_capacity capacity, call_options options)
{
    try
    {
        co_await self->records().create_table(std::move(capacity), options);
    }
    catch (service_error const& e)
    {
        if (e.code() != errc::unknown_operation)
            throw;
    }
}

namespace {

awaitable<message_table> make_message_table(
    client owner, std::string name, table_capacity capacity, message_table_options options, call_options call)
{
    message_table result(std::move(owner), std::move(name), std::move(options));
    auto opening = push::open_message_table(stores::store_access::state(result), std::move(capacity), call);
    co_await std::move(opening);
    co_return result;
}

awaitable<std::optional<message_table>> find_newest(
    client owner, std::string prefix, message_table_options options, call_options call)
{
    auto const each = call::with_deadline(owner, call, options.call_timeout);
    auto listing = push::table_names(owner, each);
    auto const names = co_await std::move(listing);
    auto newest = newest_table(prefix, names);
    std::optional<message_table> result;
    if (newest)
        result.emplace(std::move(owner), *std::move(newest), std::move(options));
    co_return result;
}

} // namespace

message_table::message_table(client owner, std::string table_name, message_table_options options)
    : owner_(std::move(owner)),
      state_(std::make_shared<push::message_table_state const>(
          call::weak_client(owner_), std::move(table_name), std::move(options)))
{}

message_table::message_table(client owner, std::shared_ptr<push::message_table_state const> state)
    : owner_(std::move(owner)), state_(std::move(state))
{}

std::string const& message_table::table_name() const noexcept
{
    return state_->table();
}

awaitable<void> message_table::register_channel(
    uaid user, channel_id channel, std::optional<std::chrono::seconds> life, call_options options) const
{
    return push::register_channel(state_, user, channel, life, options);
}

awaitable<bool> message_table::unregister_channel(uaid user, channel_id channel, call_options options) const
{
    return push::unregister_channel(state_, user, channel, options);
}

awaitable<user_channels> message_table::all_channels(uaid user, call_options options) const
{
    return push::all_channels(state_, user, options);
}

awaitable<void> message_table::save_channels(
    uaid user, std::set<channel_id> channels, call_options options) const
{
    return push::save_channels(state_, user, std::move(channels), options);
}

awaitable<std::string> message_table::store_message(notification const& message, call_options options) const
{
    return push::store_message(state_, message, options);
}

awaitable<std::vector<std::string>> message_table::store_messages(
    std::vector<notification> messages, call_options options) const
{
    return push::store_messages(state_, std::move(messages), options);
}

awaitable<bool> message_table::delete_message(notification const& message, call_options options) const
{
    return push::delete_message(state_, message, options);
}

awaitable<fetched_messages> message_table::fetch_messages(
    uaid user, std::size_t limit, read_options options) const
{
    return push::fetch_messages(state_, user, limit, options);
}

awaitable<fetched_messages> message_table::fetch_timestamp_messages(
    uaid user, std::optional<message_position> after, std::size_t limit, read_options options) const
{
    return push::fetch_timestamp_messages(state_, user, after, limit, options);
}

awaitable<bool> message_table::update_last_message_read(
    uaid user, message_position position, call_options options) const
{
    return push::update_last_message_read(state_, user, position, options);
}

awaitable<bool> message_table::migrate(
    uaid user, message_table const& to, router_table const& router, call_options options) const
{
    return push::migrate(state_, to.state_, stores::store_access::state(router), user, options);
}

message_drain message_table::drain(uaid user, read_options options) const
{
    return push::drain_messages(state_, user, options);
}

awaitable<message_table> create_message_table(client owner, std::string table_name, table_capacity capacity,
    message_table_options options, call_options call)
{
    return make_message_table(
        std::move(owner), std::move(table_name), std::move(capacity), std::move(options), call);
}

awaitable<std::optional<message_table>> newest_message_table(
    client owner, std::string prefix, message_table_options options, call_options call)
{
    return find_newest(std::move(owner), std::move(prefix), std::move(options), call);
}

} // namespace dynasio
