// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/router_table.hpp>

#include "client/client_handle.hpp"
#include "stores/argument_checks.hpp"
#include "stores/lost_response.hpp"
#include "stores/push/register_user.hpp"
#include "stores/push/router_table_state.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/update_item.hpp>

#include <utility>
#include <vector>

namespace dynasio {

namespace stores::push {

namespace {

using state_pointer = router_table_state::pointer;
using router_row = stored_router;

constexpr auto all_old_on_failure = model::return_values_on_condition_check_failure::all_old;

/// Deletes an item that has nothing but its key, unless somebody completes it at the same time.
awaitable<void> drop_ruin(router_table_state const& self, item key, call_options call)
{
    auto request = with(self.request<delete_item_input>(),
        not_exists(attr<&router_row::router_type>) && not_exists(attr<&router_row::connected_at>));
    request.key = std::move(key);
    auto const outcome = co_await self.owner().try_delete_item(request, call);
    if (!outcome && outcome.error() != errc::conditional_check_failed
        && outcome.error() != client_errc::outcome_unknown)
        outcome.value(); // throws
}

awaitable<std::optional<router_record>> get_user(state_pointer self, uaid user, call_options options)
{
    auto const call = self->with_deadline(options);
    auto request = self->request<get_item_input>();
    request.key = self->key_of(user);
    request.consistent_read = true;
    auto const found = co_await self->owner().get_item(request, call);
    if (!found.item)
        co_return std::nullopt;
    if (!is_ruin(*found.item))
        co_return decode_router(*found.item, self->table(), user);
    co_await drop_ruin(*self, std::move(request.key), call);
    co_return std::nullopt;
}

awaitable<bool> drop_user(state_pointer self, uaid user, drop_user_options options)
{
    auto const call = self->with_deadline(options.call);
    auto request = self->request<delete_item_input>();
    if (options.if_connected_at)
        request = with(
            std::move(request), attr<&router_row::connected_at> == stored_time(*options.if_connected_at));
    request.key = self->key_of(user);
    request.return_values = model::return_value::all_old;
    auto const dropped = co_await self->owner().try_delete_item(request, call);
    if (!dropped && dropped.error() == errc::conditional_check_failed)
        co_return false;
    auto const& before = dropped.value().attributes; // throws
    bool const was_there = before && !before->empty();
    if (!was_there)
        throw_if_applied_before(dropped->metadata, "DeleteItem",
            "the user does not exist, but an earlier attempt may have dropped it");
    co_return was_there;
}

awaitable<bool> clear_node(state_pointer self, router_record record, call_options options)
{
    if (!record.node_id || !record.connected_at)
        co_return false;
    auto const call = self->with_deadline(options);
    auto const connected_at = stored_time(*record.connected_at);
    auto request = with(self->request<update_item_input>(), update(remove(attr<&router_row::node_id>)),
        attr<&router_row::node_id> == *record.node_id && attr<&router_row::connected_at> == connected_at);
    request.key = self->key_of(record.uaid);
    request.return_values_on_condition_check_failure = all_old_on_failure;
    auto const cleared = co_await self->owner().try_update_item(request, call);
    if (cleared)
        co_return true;
    if (cleared.error() == errc::conditional_check_failed)
        co_return false;
    if (cleared.error() == client_errc::outcome_unknown)
    {
        // Where the connection is still this one and has no node, an earlier attempt has cleared it.
        auto const& stored = cleared.error().details().old_item;
        if (stored && !stored->contains("node_id")
            && has_attributes(*stored, item::of("connected_at", connected_at)))
            co_return true;
    }
    cleared.value(); // throws
    co_return false; // not reached
}

/// Holds the client until it ends, for the table that it returns.
awaitable<router_table> make_router_table(client owner, std::string name, table_capacity capacity,
    router_table_options options, call_options call, bool must_be_new)
{
    router_table result(owner, name, options);
    auto const each = call::with_deadline(owner, call, table::table_timeout);
    std::vector<create_table_input> tables(1, define_router_table(std::move(name), capacity, options));
    if (must_be_new)
        co_await owner.create_table(tables.front(), each);
    co_await table::ensure_tables(owner, each, std::move(tables));
    co_return result;
}

} // namespace

awaitable<bool> update_message_month(
    state_pointer self, uaid user, std::string message_table, call_options options)
{
    check_key_text("message_table", message_table, max_partition_key);
    auto const call = self->with_deadline(options);
    auto request = with(self->request<update_item_input>(),
        update(attr<&router_row::current_month> = message_table,
            attr<&router_row::last_connect> = self->new_last_connect(), remove(path("current_timestamp"))),
        exists(attr<&router_row::uaid>));
    request.key = self->key_of(user);
    auto const updated = co_await self->owner().try_update_item(request, call);
    if (updated)
        co_return true;
    // After a lost response too: there is no user now, and nothing of what may have been written is left.
    if (updated.error() == errc::conditional_check_failed || updated.error() == client_errc::outcome_unknown)
        co_return false;
    updated.value(); // throws
    co_return false; // not reached
}

} // namespace stores::push

namespace push = stores::push;
using stores::awaitable;

router_table::router_table(client owner, std::string table_name, router_table_options options)
    : owner_(std::move(owner)),
      state_(std::make_shared<push::router_table_state const>(
          call::weak_client(owner_), std::move(table_name), std::move(options)))
{}

router_table::router_table(client owner, std::shared_ptr<push::router_table_state const> state)
    : owner_(std::move(owner)), state_(std::move(state))
{}

std::string const& router_table::table_name() const noexcept
{
    return state_->table();
}

awaitable<std::optional<router_record>> router_table::get_uaid(uaid user, call_options options) const
{
    return push::get_user(state_, user, options);
}

awaitable<registration> router_table::register_user(
    router_record const& record, register_options options) const
{
    return push::register_user(state_, record, options);
}

awaitable<bool> router_table::drop_user(uaid user, drop_user_options options) const
{
    return push::drop_user(state_, user, options);
}

awaitable<bool> router_table::update_message_month(
    uaid user, std::string message_table, call_options options) const
{
    return push::update_message_month(state_, user, std::move(message_table), options);
}

awaitable<bool> router_table::clear_node(router_record const& record, call_options options) const
{
    return push::clear_node(state_, record, options);
}

bool router_table::has_connected_this_month(router_record const& record) const
{
    return record.last_connect && is_in_month(*record.last_connect, state_->month());
}

awaitable<router_table> create_router_table(client owner, std::string table_name, table_capacity capacity,
    router_table_options options, call_options call)
{
    return push::make_router_table(
        std::move(owner), std::move(table_name), std::move(capacity), std::move(options), call, true);
}

awaitable<router_table> get_router_table(client owner, std::string table_name, table_capacity capacity,
    router_table_options options, call_options call)
{
    return push::make_router_table(
        std::move(owner), std::move(table_name), std::move(capacity), std::move(options), call, false);
}

} // namespace dynasio
