// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_CONSUMED_CAPACITY_HPP
#define DYNASIO_MODEL_CONSUMED_CAPACITY_HPP

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <map>
#include <optional>
#include <string>

namespace dynasio::model {

/// How much to report on the capacity that a call used.
enum class return_consumed_capacity
{
    indexes,
    total,
    none,
};
BOOST_DESCRIBE_ENUM(return_consumed_capacity, indexes, total, none)

/// Units that one table or index used.
struct capacity
{
    std::optional<double> capacity_units = {};
    std::optional<double> read_capacity_units = {};
    std::optional<double> write_capacity_units = {};
};
BOOST_DESCRIBE_STRUCT(capacity, (), (capacity_units, read_capacity_units, write_capacity_units))

/// What a vector index used.
struct vector_capacity
{
    std::optional<double> vector_search_request_bytes = {};
    std::optional<double> vector_write_request_bytes = {};
};
BOOST_DESCRIBE_STRUCT(vector_capacity, (), (vector_search_request_bytes, vector_write_request_bytes))

/// What a call used of one table; reads and writes apart only where the service says so.
struct consumed_capacity
{
    std::optional<std::string> table_name = {};
    /// The total.
    std::optional<double> capacity_units = {};
    std::optional<double> read_capacity_units = {};
    std::optional<double> write_capacity_units = {};
    std::optional<capacity> table = {};
    /// By index name; with `return_consumed_capacity::indexes` only.
    std::map<std::string, capacity> local_secondary_indexes = {};
    std::map<std::string, capacity> global_secondary_indexes = {};
    std::map<std::string, vector_capacity> vector_indexes = {};
};
BOOST_DESCRIBE_STRUCT(consumed_capacity, (),
    (table_name, capacity_units, read_capacity_units, write_capacity_units, table, local_secondary_indexes,
        global_secondary_indexes, vector_indexes))

} // namespace dynasio::model

#endif
