// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_TABLE_DEFINITION_HPP
#define DYNASIO_SRC_STORES_TABLE_DEFINITION_HPP

#include <dynasio/operations/create_table.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::table {

/// An attribute that is a key of a table or an index.
struct key_attribute
{
    std::string_view name;
    char type = 'S'; ///< or `N` or `B`
};

/// Partition key and, if any, sort key. Their attributes join the definitions, unless they are there.
std::vector<model::key_schema_element> define_key(std::vector<model::attribute_definition>& definitions,
    key_attribute partition, std::optional<key_attribute> sort = std::nullopt);

/// A table with this key.
create_table_input define_table(std::string name, table_capacity const& capacity, key_attribute partition,
    std::optional<key_attribute> sort = std::nullopt);

model::provisioned_throughput throughput_of(table_capacity::units const& units);

/// The throughput of an index; empty where nothing is reserved.
std::optional<model::provisioned_throughput> throughput_of(table_capacity const& capacity);

} // namespace dynasio::stores::table

#endif
