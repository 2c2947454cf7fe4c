// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_TABLE_DEFINITION_HPP
#define DYNASIO_SRC_STORES_TABLE_DEFINITION_HPP

#include <dynasio/operations/create_table.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::detail {

/// Definitions of attributes of type S.
std::vector<model::attribute_definition> text_attributes(std::initializer_list<char const*> names);

/// Partition key and, if any, sort key.
std::vector<model::key_schema_element> key_of(char const* partition, char const* sort = nullptr);

model::provisioned_throughput throughput_of(table_capacity::units const& units);

/// The same of a table or index; empty where nothing is reserved.
std::optional<model::provisioned_throughput> throughput_of(table_capacity const& capacity);

void set_capacity(create_table_input& table, table_capacity const& capacity);

} // namespace dynasio::detail

#endif
