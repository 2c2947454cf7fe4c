// SPDX-License-Identifier: BSL-1.0

#include "stores/table/definition.hpp"

namespace dynasio::detail {

std::vector<model::attribute_definition> text_attributes(std::initializer_list<char const*> names)
{
    std::vector<model::attribute_definition> definitions(names.size());
    std::size_t i = 0;
    for (auto const* name : names)
    {
        definitions[i].attribute_name = name;
        definitions[i++].attribute_type = model::scalar_attribute_type::s;
    }
    return definitions;
}

std::vector<model::key_schema_element> key_of(char const* partition, char const* sort)
{
    std::vector<model::key_schema_element> key(sort ? 2 : 1);
    key[0].attribute_name = partition;
    key[0].key_type = model::key_type::hash;
    if (sort)
    {
        key[1].attribute_name = sort;
        key[1].key_type = model::key_type::range;
    }
    return key;
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

void set_capacity(create_table_input& table, table_capacity const& capacity)
{
    table.provisioned_throughput = throughput_of(capacity);
    table.billing_mode = table.provisioned_throughput ? model::billing_mode::provisioned
                                                      : model::billing_mode::pay_per_request;
}

} // namespace dynasio::detail
