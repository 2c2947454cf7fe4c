// SPDX-License-Identifier: BSL-1.0

#include "stores/table/definition.hpp"

namespace dynasio::detail {

std::vector<attribute_definition> text_attributes(std::initializer_list<char const*> names)
{
    std::vector<attribute_definition> definitions(names.size());
    std::size_t i = 0;
    for (auto const* name : names)
    {
        definitions[i].attribute_name = name;
        definitions[i++].attribute_type = scalar_attribute_type::s;
    }
    return definitions;
}

std::vector<key_schema_element> key_of(char const* partition, char const* sort)
{
    std::vector<key_schema_element> key(sort ? 2 : 1);
    key[0].attribute_name = partition;
    key[0].key_type = key_type::hash;
    if (sort)
    {
        key[1].attribute_name = sort;
        key[1].key_type = key_type::range;
    }
    return key;
}

void set_throughput(create_table_input& table, std::optional<provisioned_throughput> const& throughput)
{
    table.billing_mode = throughput ? billing_mode::provisioned : billing_mode::pay_per_request;
    table.provisioned_throughput = throughput;
}

} // namespace dynasio::detail
