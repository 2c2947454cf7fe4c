// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_SECONDARY_INDEX_HPP
#define DYNASIO_MODEL_SECONDARY_INDEX_HPP

#include <dynasio/model/key_schema.hpp>
#include <dynasio/model/projection.hpp>
#include <dynasio/model/status.hpp>
#include <dynasio/model/throughput.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::model {

/// An index with the table's partition key and a sort key of its own.
struct local_secondary_index
{
    std::string index_name = {};
    std::vector<key_schema_element> key_schema = {};
    model::projection projection = {};
};
BOOST_DESCRIBE_STRUCT(local_secondary_index, (), (index_name, key_schema, projection))

/// A local index as it is.
struct local_secondary_index_description
{
    std::optional<std::string> index_name = {};
    std::vector<key_schema_element> key_schema = {};
    std::optional<model::projection> projection = {};
    /// Hours old.
    std::optional<std::int64_t> index_size_bytes = {};
    /// Hours old.
    std::optional<std::int64_t> item_count = {};
    std::optional<std::string> index_arn = {};
};
BOOST_DESCRIBE_STRUCT(local_secondary_index_description, (),
    (index_name, key_schema, projection, index_size_bytes, item_count, index_arn))

/// An index with keys of its own.
struct global_secondary_index
{
    std::string index_name = {};
    std::vector<key_schema_element> key_schema = {};
    model::projection projection = {};
    std::optional<model::provisioned_throughput> provisioned_throughput = {};
    std::optional<model::on_demand_throughput> on_demand_throughput = {};
    std::optional<model::warm_throughput> warm_throughput = {};
};
BOOST_DESCRIBE_STRUCT(global_secondary_index, (),
    (index_name, key_schema, projection, provisioned_throughput, on_demand_throughput, warm_throughput))

/// A global index as it is.
struct global_secondary_index_description
{
    std::optional<std::string> index_name = {};
    std::optional<open_enum<model::index_status>> index_status = {};
    /// The index is being filled from the table.
    std::optional<bool> backfilling = {};
    std::vector<key_schema_element> key_schema = {};
    std::optional<model::projection> projection = {};
    std::optional<provisioned_throughput_description> provisioned_throughput = {};
    std::optional<model::on_demand_throughput> on_demand_throughput = {};
    std::optional<global_secondary_index_warm_throughput_description> warm_throughput = {};
    /// Hours old.
    std::optional<std::int64_t> index_size_bytes = {};
    /// Hours old.
    std::optional<std::int64_t> item_count = {};
    std::optional<std::string> index_arn = {};
};
BOOST_DESCRIBE_STRUCT(global_secondary_index_description, (),
    (index_name, index_status, backfilling, key_schema, projection, provisioned_throughput,
        on_demand_throughput, warm_throughput, index_size_bytes, item_count, index_arn))

/// A global index to be added.
struct create_global_secondary_index_action
{
    std::string index_name = {};
    std::vector<key_schema_element> key_schema = {};
    model::projection projection = {};
    std::optional<model::provisioned_throughput> provisioned_throughput = {};
    std::optional<model::on_demand_throughput> on_demand_throughput = {};
    std::optional<model::warm_throughput> warm_throughput = {};
};
BOOST_DESCRIBE_STRUCT(create_global_secondary_index_action, (),
    (index_name, key_schema, projection, provisioned_throughput, on_demand_throughput, warm_throughput))

/// New throughput of a global index.
struct update_global_secondary_index_action
{
    std::string index_name = {};
    std::optional<model::provisioned_throughput> provisioned_throughput = {};
    std::optional<model::on_demand_throughput> on_demand_throughput = {};
    std::optional<model::warm_throughput> warm_throughput = {};
};
BOOST_DESCRIBE_STRUCT(update_global_secondary_index_action, (),
    (index_name, provisioned_throughput, on_demand_throughput, warm_throughput))

/// A global index to be removed.
struct delete_global_secondary_index_action
{
    std::string index_name = {};
};
BOOST_DESCRIBE_STRUCT(delete_global_secondary_index_action, (), (index_name))

/// One change of the global indexes: set exactly one member.
struct global_secondary_index_update
{
    std::optional<create_global_secondary_index_action> create = {};
    std::optional<update_global_secondary_index_action> update = {};
    std::optional<delete_global_secondary_index_action> delete_ = {};
};
BOOST_DESCRIBE_STRUCT(global_secondary_index_update, (), (create, update, delete_))

} // namespace dynasio::model

#endif
