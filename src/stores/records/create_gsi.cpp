// SPDX-License-Identifier: BSL-1.0
//
// Making a global secondary index.

#include "composed/poll_schedule.hpp"
#include "stores/records/record_table_state.hpp"
#include "stores/table/definition.hpp"
#include "stores/table/ensure_tables.hpp"
#include "stores/table/schema_diff.hpp"

#include <dynasio/operations/describe_table.hpp>
#include <dynasio/operations/update_table.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::records {

namespace {

constexpr auto first_pause = std::chrono::milliseconds(20);
constexpr auto longest_pause = std::chrono::seconds(5);

/// The field of a key of an index.
record_field const& key_field(record_table_state const& self, std::string const& attribute)
{
    auto const i = self.type().find(attribute);
    if (i == no_field)
        self.throw_bad_input(attribute, "is not an attribute of this record");
    auto const& field = self.type().fields[i];
    if (field.key_tag == 0)
        self.throw_bad_input(attribute, "has a type that cannot be a key of an index");
    return field;
}

void check_name(record_table_state const& self, std::string const& name)
{
    if (name.size() < 3 || name.size() > 255)
        self.throw_bad_input(name,
            "cannot be the name of an index: a name has at least 3 characters and at most 255; choose one "
            "with index_options().name()");
    for (char const c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
                || c == '-' || c == '.'))
            self.throw_bad_input(
                name, "cannot be the name of an index: a name has letters, digits, '_', '-' and '.' only");
}

void check_included(record_table_state const& self, index_options const& options)
{
    if (!options.included())
        return;
    if (options.included()->empty())
        self.throw_bad_input("include", "names no attribute");
    for (auto const& name : *options.included())
        if (self.type().find(name) == no_field)
            self.throw_bad_input(name, "is not an attribute of this record, so it cannot be included");
}

model::projection_type projection_of(index_options const& options)
{
    if (options.included())
        return model::projection_type::include;
    return options.includes_all() ? model::projection_type::all : model::projection_type::keys_only;
}

struct wanted_index
{
    model::create_global_secondary_index_action index{};
    std::vector<model::attribute_definition> definitions{};
};

wanted_index checked_index(
    record_table_state const& self, std::string const& attribute, index_options const& options)
{
    auto const& partition = key_field(self, attribute);
    if (options.role().value_or(model::key_type::hash) != model::key_type::hash)
        self.throw_bad_input(attribute, "cannot be the sort key of an index that has no partition key");
    wanted_index result;
    result.index.index_name = options.name().value_or(attribute);
    check_name(self, result.index.index_name);
    check_included(self, options);
    std::optional<table::key_attribute> sort_key;
    if (options.sort_key())
    {
        auto const& sort = key_field(self, *options.sort_key());
        if (sort.name == partition.name)
            self.throw_bad_input(attribute, "cannot be both keys of an index");
        sort_key = key_attribute_of(sort);
    }
    result.index.key_schema = table::define_key(result.definitions, key_attribute_of(partition), sort_key);
    result.index.projection.projection_type = projection_of(options);
    result.index.projection.non_key_attributes = options.included();
    return result;
}

model::global_secondary_index_description const* find_index(
    model::table_description const& table, std::string const& name)
{
    for (auto const& index : table.global_secondary_indexes)
        if (index.index_name == name)
            return &index;
    return nullptr;
}

std::vector<std::string> sorted(std::optional<std::vector<std::string>> names)
{
    auto result = std::move(names).value_or(std::vector<std::string>());
    std::sort(result.begin(), result.end());
    return result;
}

/// An index of that name must be the wanted one.
void check_same(record_table_state const& self, wanted_index const& wanted,
    model::global_secondary_index_description const& found, model::table_description const& table)
{
    create_table_input whole;
    whole.key_schema = table.key_schema;
    whole.attribute_definitions = table.attribute_definitions;
    for (auto const& definition : wanted.definitions)
        if (std::none_of(table.attribute_definitions.begin(), table.attribute_definitions.end(),
                [&](auto const& each) { return each.attribute_name == definition.attribute_name; }))
            whole.attribute_definitions->push_back(definition);
    auto& index = whole.global_secondary_indexes.emplace().emplace_back();
    index.index_name = wanted.index.index_name;
    index.key_schema = wanted.index.key_schema;
    index.projection = wanted.index.projection;
    auto difference = table::schema_difference(whole, table);
    if (!difference && found.projection
        && sorted(found.projection->non_key_attributes) != sorted(wanted.index.projection.non_key_attributes))
        difference = "global index " + wanted.index.index_name + " includes other attributes";
    if (difference)
        self.fail({.code = store_errc::schema_mismatch,
            .attribute = wanted.index.index_name,
            .reason = *std::move(difference)});
}

bool is_provisioned(model::table_description const& table)
{
    return !(table.billing_mode_summary
        && table.billing_mode_summary->billing_mode == model::billing_mode::pay_per_request);
}

/// The table is being changed, by others or by an attempt whose response was lost. Worth another look.
bool is_busy(error const& e)
{
    return e == errc::resource_in_use || e == errc::limit_exceeded || e == client_errc::outcome_unknown;
}

} // namespace

boost::asio::awaitable<void> create_index(
    record_table_pointer self, std::string attribute, index_options options)
{
    auto const wanted = checked_index(*self, attribute, options);
    auto const& name = wanted.index.index_name;
    auto const call = call::with_deadline(self->owner(), options.call(), table::table_timeout);
    auto const describe = self->request<describe_table_input>();
    std::optional<error> refused;
    auto const deadline = call.deadline().value_or(http::no_deadline);
    composed::poll_schedule polls(self->owner(), deadline, first_pause, longest_pause);
    for (;;)
    {
        auto const response = co_await self->owner().describe_table(describe, call);
        auto const table = response.table.value_or(model::table_description());
        auto const* found = find_index(table, name);
        if (found)
        {
            check_same(*self, wanted, *found, table);
            self->remember(table);
            if (!options.waits() || found->index_status == model::index_status::active)
                co_return;
        }
        else
        {
            if (refused && !is_busy(*refused))
                throw_exception_from_error(*refused, BOOST_CURRENT_LOCATION);
            auto request = self->request<update_table_input>();
            request.attribute_definitions = wanted.definitions;
            auto& create = request.global_secondary_index_updates.emplace().emplace_back().create;
            create = wanted.index;
            if (is_provisioned(table))
                create->provisioned_throughput = table::throughput_of(options.throughput());
            auto const begun = co_await self->owner().try_update_table(request, call);
            // A rejection can also mean that another node created the index first. The next DescribeTable shows it.
            if (!begun && !is_busy(begun.error()) && begun.error() != errc::validation)
                throw_exception_from_error(begun.error(), BOOST_CURRENT_LOCATION);
            refused.reset();
            if (!begun)
                refused = begun.error();
            if (begun && !options.waits())
                co_return;
        }
        bool const again = co_await polls.next();
        if (!again)
            throw operation_error(error(client_errc::deadline_exceeded,
                "waiting until index " + name + " of table " + self->table() + " can be used"));
    }
}

} // namespace dynasio::stores::records
