// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_UPDATE_TABLE_HPP
#define DYNASIO_OPERATIONS_UPDATE_TABLE_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/attribute_definition.hpp>
#include <dynasio/model/billing.hpp>
#include <dynasio/model/encryption.hpp>
#include <dynasio/model/replica.hpp>
#include <dynasio/model/secondary_index.hpp>
#include <dynasio/model/stream_specification.hpp>
#include <dynasio/model/table_class.hpp>
#include <dynasio/model/table_description.hpp>
#include <dynasio/model/throughput.hpp>
#include <dynasio/model/vector_index.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Request of UpdateTable: one kind of change at a time.
struct update_table_input
{
    /// Name or ARN.
    std::string table_name = {};
    /// Of key attributes only.
    std::optional<std::vector<model::attribute_definition>> attribute_definitions = {};
    std::optional<open_enum<model::billing_mode>> billing_mode = {};
    std::optional<model::provisioned_throughput> provisioned_throughput = {};
    std::optional<model::on_demand_throughput> on_demand_throughput = {};
    std::optional<model::warm_throughput> warm_throughput = {};
    std::optional<std::vector<model::global_secondary_index_update>> global_secondary_index_updates = {};
    std::optional<std::vector<model::vector_index_update>> vector_index_updates = {};
    std::optional<model::stream_specification> stream_specification = {};
    std::optional<model::sse_specification> sse_specification = {};
    std::optional<open_enum<model::table_class>> table_class = {};
    std::optional<bool> deletion_protection_enabled = {};
    /// Whether the replica in the region that the request goes to is kept from leaving its global table; replicas are until
    /// this is set to false. Goes together with no other change.
    std::optional<bool> disassociation_protection_enabled = {};
    std::optional<std::vector<model::replication_group_update>> replica_updates = {};
    std::optional<open_enum<model::multi_region_consistency>> multi_region_consistency = {};
    std::optional<std::vector<model::global_table_witness_group_update>> global_table_witness_updates = {};
    std::optional<open_enum<model::global_table_settings_replication_mode>>
        global_table_settings_replication_mode = {};
};
BOOST_DESCRIBE_STRUCT(update_table_input, (),
    (table_name, attribute_definitions, billing_mode, provisioned_throughput, on_demand_throughput,
        warm_throughput, global_secondary_index_updates, vector_index_updates, stream_specification,
        sse_specification, table_class, deletion_protection_enabled, disassociation_protection_enabled,
        replica_updates, multi_region_consistency, global_table_witness_updates,
        global_table_settings_replication_mode))

/// Response of UpdateTable.
struct update_table_output
{
    std::optional<model::table_description> table_description = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(update_table_output, (), (table_description))

DYNASIO_DESCRIBE_OPERATION(update_table, "UpdateTable", occupies_table)

} // namespace dynasio

#endif
