// SPDX-License-Identifier: BSL-1.0
//
// Making the table of records.

#include "stores/records/record_table_state.hpp"
#include "stores/table/definition.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/operations/describe_time_to_live.hpp>
#include <dynasio/operations/update_time_to_live.hpp>

#include <utility>

namespace dynasio::detail {

namespace {

model::attribute_definition define(record_field const& field)
{
    model::attribute_definition result;
    result.attribute_name = field.name;
    result.attribute_type =
        open_enum<model::scalar_attribute_type>::from_text(std::string_view(&field.key_tag, 1));
    return result;
}

model::key_schema_element element(record_field const& field, model::key_type role)
{
    model::key_schema_element result;
    result.attribute_name = field.name;
    result.key_type = role;
    return result;
}

create_table_input table_of(record_table_state const& self, table_capacity const& capacity)
{
    auto const& type = self.type();
    create_table_input table;
    table.table_name = self.table();
    auto& definitions = table.attribute_definitions.emplace();
    auto& keys = table.key_schema.emplace();
    definitions.push_back(define(type.fields[type.partition_key]));
    keys.push_back(element(type.fields[type.partition_key], model::key_type::hash));
    if (type.sort_key != no_field)
    {
        definitions.push_back(define(type.fields[type.sort_key]));
        keys.push_back(element(type.fields[type.sort_key], model::key_type::range));
    }
    set_capacity(table, capacity);
    return table;
}

/// Sees that the table's time to live is the struct's.
boost::asio::awaitable<void> ensure_time_to_live(
    record_table_state const& self, call_options call, std::string attribute)
{
    describe_time_to_live_input question;
    question.table_name = self.table();
    auto const found = co_await self.owner().describe_time_to_live(question, call);
    auto const& state = found.time_to_live_description;
    bool const is_on = state
        && (state->time_to_live_status == model::time_to_live_status::enabled
            || state->time_to_live_status == model::time_to_live_status::enabling);
    if (is_on && state->attribute_name == attribute)
        co_return;
    if (is_on)
        throw_record_error(self, store_errc::schema_mismatch, {}, std::move(attribute),
            "the time to live of the table is attribute " + state->attribute_name.value_or("(none)"));
    update_time_to_live_input request;
    request.table_name = self.table();
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
    auto const call = with_deadline(self->owner(), options, table_timeout);
    std::vector<create_table_input> tables;
    tables.push_back(table_of(*self, capacity));
    co_await ensure_tables(self->owner(), call, std::move(tables));
    auto const& type = self->type();
    if (type.time_to_live != no_field)
        co_await ensure_time_to_live(*self, call, std::string(type.fields[type.time_to_live].name));
}

} // namespace dynasio::detail
