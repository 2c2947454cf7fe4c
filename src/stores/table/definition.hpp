// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_TABLE_DEFINITION_HPP
#define DYNASIO_SRC_STORES_TABLE_DEFINITION_HPP

#include <dynasio/operations/create_table.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::detail {

/// Definitions of attributes of type S.
std::vector<attribute_definition> text_attributes(std::initializer_list<char const*> names);

/// Partition key and, if any, sort key.
std::vector<key_schema_element> key_of(char const* partition, char const* sort = nullptr);

/// Paid per request without a throughput.
void set_throughput(create_table_input& table, std::optional<provisioned_throughput> const& throughput);

} // namespace dynasio::detail

#endif
