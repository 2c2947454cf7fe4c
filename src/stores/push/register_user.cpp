// SPDX-License-Identifier: BSL-1.0

#include "stores/push/register_user.hpp"

#include "stores/argument_checks.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/update_item.hpp>

#include <utility>

namespace dynasio::stores::push {

namespace {

using router_row = stored_router;

void check_record(router_record const& record)
{
    if (!record.router_type || record.router_type->empty())
        throw_bad_input("router_type", "is missing");
    if (!record.connected_at)
        throw_bad_input("connected_at", "is missing");
}

/// No newer connection holds the user, and none of another type.
condition may_register(router_record const& record)
{
    return (not_exists(attr<&router_row::router_type>)
               || attr<&router_row::router_type> == *record.router_type)
        && (not_exists(attr<&router_row::node_id>)
            || attr<&router_row::connected_at> < stored_time(*record.connected_at));
}

update_item_input register_request(
    router_table_state const& self, router_record const& record, item const& attributes, bool if_exists)
{
    update changes;
    for (auto const& each : attributes)
        changes.set(path::of(each.name), each.value);
    auto required = may_register(record);
    if (if_exists)
        required = exists(attr<&router_row::uaid>) && std::move(required);
    auto request = with(self.request<update_item_input>(), changes, required);
    request.key = self.key_of(record.uaid);
    request.return_values = model::return_value::all_old;
    request.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;
    return request;
}

/// A record as it was before the write. The write was applied also if the record does not fit.
router_record decode_previous(item const& before, std::string_view table, uaid const& user)
{
    try
    {
        return decode_router(before, table, user);
    }
    catch (store_error const& e)
    {
        auto details = e.details();
        details.stored_item = before;
        details.applied = true;
        throw store_error(std::move(details));
    }
}

} // namespace

awaitable<registration> register_user(
    router_table_state::pointer self, router_record record, register_options options)
{
    check_record(record);
    auto const attributes = encode_router(record);
    auto const request = register_request(*self, record, attributes, options.if_exists);
    auto const call = self->with_deadline(options.call);
    auto const outcome = co_await self->owner().try_update_item(request, call);
    registration result;
    if (outcome)
    {
        result.registered = true;
        auto const& before = outcome->attributes;
        // What an earlier attempt wrote is not what was there before.
        result.previous_is_unknown = outcome->metadata.earlier_attempt_may_have_been_applied && before
            && has_attributes(*before, attributes);
        if (before && !is_ruin(*before) && !result.previous_is_unknown)
            result.previous = decode_previous(*before, self->table(), record.uaid);
        co_return result;
    }
    auto const& stored = outcome.error().details().old_item;
    if (outcome.error() == client_errc::outcome_unknown && stored && has_attributes(*stored, attributes))
    {
        result.registered = true;
        result.previous_is_unknown = true;
        co_return result;
    }
    if (outcome.error() != errc::conditional_check_failed)
        outcome.value(); // throws
    if (stored && !is_ruin(*stored))
        result.current = decode_router(*stored, self->table(), record.uaid);
    co_return result;
}

} // namespace dynasio::stores::push
