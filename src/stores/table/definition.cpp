// SPDX-License-Identifier: BSL-1.0

#include "stores/table/definition.hpp"

#include <algorithm>
#include <utility>

namespace dynasio::stores::table {

std::vector<model::key_schema_element> define_key(std::vector<model::attribute_definition>& definitions,
    key_attribute partition, std::optional<key_attribute> sort)
{
    std::vector<model::key_schema_element> key;
    auto const add = [&](key_attribute const& attribute, model::key_type role)
    {
        auto& element = key.emplace_back();
        element.attribute_name = attribute.name;
        element.key_type = role;
        if (std::any_of(definitions.begin(), definitions.end(),
                [&](auto const& each) { return each.attribute_name == attribute.name; }))
            return;
        auto& definition = definitions.emplace_back();
        definition.attribute_name = attribute.name;
        definition.attribute_type =
            open_enum<model::scalar_attribute_type>::from_text(std::string_view(&attribute.type, 1));
    };
    add(partition, model::key_type::hash);
    if (sort)
        add(*sort, model::key_type::range);
    return key;
}

create_table_input define_table(std::string name, table_capacity const& capacity, key_attribute partition,
    std::optional<key_attribute> sort)
{
    create_table_input table;
    table.table_name = std::move(name);
    table.key_schema = define_key(table.attribute_definitions.emplace(), partition, sort);
    table.provisioned_throughput = throughput_of(capacity);
    table.billing_mode = table.provisioned_throughput ? model::billing_mode::provisioned
                                                      : model::billing_mode::pay_per_request;
    return table;
}

model::provisioned_throughput throughput_of(table_capacity::units const& units)
{
    model::provisioned_throughput throughput;
    throughput.read_capacity_units = units.reads;
    throughput.write_capacity_units = units.writes;
    return throughput;
}

std::optional<model::provisioned_throughput> throughput_of(table_capacity const& capacity)
{
    if (!capacity.reserved())
        return {};
    return throughput_of(*capacity.reserved());
}

} // namespace dynasio::stores::table
