// SPDX-License-Identifier: BSL-1.0
//
// The channel records of a message table.

#include "stores/argument_checks.hpp"
#include "stores/lost_response.hpp"
#include "stores/push/message_table_state.hpp"
#include "stores/push/router_table_state.hpp"
#include "stores/with_verdict.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/update_item.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace dynasio::stores::push {

namespace {

using channels_row = stored_channels;

std::set<std::string> texts_of(std::set<channel_id> const& channels)
{
    std::set<std::string> result;
    for (auto const& each : channels)
        result.insert(each.text());
    return result;
}

/// Adds channels, and renews the life of the record.
awaitable<void> add_channels(message_table_state const& self, uaid user, std::set<channel_id> channels,
    std::chrono::seconds life, call_options call)
{
    auto request = with(self.request<update_item_input>(),
        update(add(attr<&channels_row::chids>, texts_of(channels)),
            attr<&channels_row::expiry> = expiry_after(self.now(), life)));
    request.key = self.key_of_channels(user);
    co_await self.owner().update_item(request, call);
}

awaitable<user_channels> read_channels(message_table_state const& self, uaid user, call_options call)
{
    auto request = self.request<get_item_input>();
    request.key = self.key_of_channels(user);
    request.consistent_read = true;
    auto const found = co_await self.owner().get_item(request, call);
    user_channels result;
    if (!found.item)
        co_return result;
    result.exists = true;
    for (auto const& text : decode_channels(*found.item, self.table()).chids)
        if (auto const channel = channel_id::parse(text))
            result.channels.insert(*channel);
        else
            self.warn({.key = request.key, .attribute = "chids", .reason = "an element is no UUID"});
    co_return result;
}

awaitable<bool> migrate_channels(message_table_state::pointer from, message_table_state::pointer to,
    router_table_state::pointer router, uaid user, call_options call, bool& written)
{
    auto const found = co_await read_channels(*from, user, call);
    if (!found.channels.empty())
        co_await add_channels(*to, user, found.channels, max_message_life, call);
    written = !found.channels.empty();
    auto updating = update_message_month(std::move(router), user, to->table(), call);
    bool const exists = co_await std::move(updating);
    written = written || exists;
    co_return exists;
}

} // namespace

awaitable<void> register_channel(message_table_state::pointer self, uaid user, channel_id channel,
    std::optional<std::chrono::seconds> life, call_options options)
{
    auto const wanted = life.value_or(max_message_life);
    if (wanted.count() < 0)
        throw_bad_input("life", "is negative");
    auto const call = self->with_deadline(options);
    std::set<channel_id> only;
    only.insert(channel);
    co_await add_channels(*self, user, std::move(only), wanted, call);
}

awaitable<bool> unregister_channel(
    message_table_state::pointer self, uaid user, channel_id channel, call_options options)
{
    auto const call = self->with_deadline(options);
    auto const text = channel.text();
    auto request = with(self->request<update_item_input>(),
        update(erase(attr<&channels_row::chids>, std::set<std::string>{text}),
            attr<&channels_row::expiry> = expiry_after(self->now(), max_message_life)),
        exists(attr<&channels_row::uaid>));
    request.key = self->key_of_channels(user);
    request.return_values = model::return_value::updated_old;
    auto const updated = co_await self->owner().try_update_item(request, call);
    if (!updated && updated.error() == errc::conditional_check_failed)
        co_return false;
    auto const& before = updated.value().attributes; // throws
    auto const* chids = before ? before->find("chids") : nullptr;
    auto const* texts = chids ? chids->if_a<std::vector<std::string>>() : nullptr;
    bool const was_there = texts && std::ranges::find(*texts, text) != texts->end();
    if (!was_there)
        throw_if_applied_before(updated->metadata, "UpdateItem",
            "the channel is not registered, but an earlier attempt may have removed it");
    co_return was_there;
}

awaitable<user_channels> all_channels(message_table_state::pointer self, uaid user, call_options options)
{
    auto const call = self->with_deadline(options);
    auto const result = co_await read_channels(*self, user, call);
    co_return result;
}

awaitable<void> save_channels(
    message_table_state::pointer self, uaid user, std::set<channel_id> channels, call_options options)
{
    auto const call = self->with_deadline(options);
    stored_channels record;
    record.uaid = self->stored_key(user);
    record.chidmessageid = channels_key;
    record.chids = texts_of(channels);
    record.expiry = expiry_after(self->now(), max_message_life);
    auto request = self->request<put_item_input>();
    request.item = to_item(record);
    co_await self->owner().put_item(request, call);
}

awaitable<bool> migrate(message_table_state::pointer from, message_table_state::pointer to,
    router_table_state::pointer router, uaid user, call_options options)
{
    auto const call = from->with_deadline(options);
    bool written = false;
    auto migrating = migrate_channels(std::move(from), std::move(to), std::move(router), user, call, written);
    bool const exists = co_await with_verdict(std::move(migrating), written);
    co_return exists;
}

} // namespace dynasio::stores::push
