// SPDX-License-Identifier: BSL-1.0
//
// Making the table of records.

#include "stores/records/record_table_state.hpp"
#include "stores/table/definition.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/operations/describe_time_to_live.hpp>
#include <dynasio/operations/update_time_to_live.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

create_table_input table_of(record_table_state const& self, table_capacity const& capacity)
{
    auto const& type = self.type();
    std::optional<table::key_attribute> sort;
    if (type.sort_key != no_field)
        sort = key_attribute_of(type.fields[type.sort_key]);
    return table::define_table(
        self.table(), capacity, key_attribute_of(type.fields[type.partition_key]), sort);
}

/// Sees that the table's time to live is the struct's.
boost::asio::awaitable<void> ensure_time_to_live(
    record_table_state const& self, call_options call, std::string attribute)
{
    auto question = self.request<describe_time_to_live_input>();
    auto const found = co_await self.owner().describe_time_to_live(question, call);
    auto const& state = found.time_to_live_description;
    bool const is_on = state
        && (state->time_to_live_status == model::time_to_live_status::enabled
            || state->time_to_live_status == model::time_to_live_status::enabling);
    if (is_on && state->attribute_name == attribute)
        co_return;
    if (is_on)
        self.fail({.code = store_errc::schema_mismatch,
            .attribute = std::move(attribute),
            .reason =
                "the time to live of the table is attribute " + state->attribute_name.value_or("(none)")});
    auto request = self.request<update_time_to_live_input>();
    request.time_to_live_specification.attribute_name = std::move(attribute);
    request.time_to_live_specification.enabled = true;
    auto const changed = co_await self.owner().try_update_time_to_live(request, call);
    // Another node may have been faster: the service then refuses to turn on what is on.
    if (!changed && changed.error() != errc::validation)
        throw_exception_from_error(changed.error(), BOOST_CURRENT_LOCATION);
    if (changed)
        co_return;
    auto const again = co_await self.owner().describe_time_to_live(question, call);
    if (!again.time_to_live_description
        || again.time_to_live_description->attribute_name
            != request.time_to_live_specification.attribute_name)
        throw_exception_from_error(changed.error(), BOOST_CURRENT_LOCATION);
}

} // namespace

boost::asio::awaitable<void> open_table(
    record_table_pointer self, table_capacity capacity, call_options options)
{
    auto const call = call::with_deadline(self->owner(), options, table::table_timeout);
    std::vector<create_table_input> tables(1, table_of(*self, capacity));
    co_await table::ensure_tables(self->owner(), call, std::move(tables));
    auto const& type = self->type();
    if (type.time_to_live != no_field)
        co_await ensure_time_to_live(*self, call, std::string(type.fields[type.time_to_live].name));
}

} // namespace dynasio::stores::records
