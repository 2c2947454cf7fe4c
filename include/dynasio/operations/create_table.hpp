// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_CREATE_TABLE_HPP
#define DYNASIO_OPERATIONS_CREATE_TABLE_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/attribute_definition.hpp>
#include <dynasio/model/billing.hpp>
#include <dynasio/model/encryption.hpp>
#include <dynasio/model/key_schema.hpp>
#include <dynasio/model/replica.hpp>
#include <dynasio/model/secondary_index.hpp>
#include <dynasio/model/stream_specification.hpp>
#include <dynasio/model/table_class.hpp>
#include <dynasio/model/table_description.hpp>
#include <dynasio/model/tag.hpp>
#include <dynasio/model/throughput.hpp>
#include <dynasio/model/vector_index.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Request of CreateTable. The table is not usable yet when the response comes.
struct create_table_input
{
    /// Name or ARN.
    std::string table_name = {};
    /// Of key attributes only.
    std::optional<std::vector<model::attribute_definition>> attribute_definitions = {};
    /// Partition key first.
    std::optional<std::vector<model::key_schema_element>> key_schema = {};
    std::optional<open_enum<model::billing_mode>> billing_mode = {};
    std::optional<model::provisioned_throughput> provisioned_throughput = {};
    std::optional<model::on_demand_throughput> on_demand_throughput = {};
    std::optional<model::warm_throughput> warm_throughput = {};
    std::optional<std::vector<model::local_secondary_index>> local_secondary_indexes = {};
    std::optional<std::vector<model::global_secondary_index>> global_secondary_indexes = {};
    std::optional<std::vector<model::vector_index>> vector_indexes = {};
    std::optional<model::stream_specification> stream_specification = {};
    std::optional<model::sse_specification> sse_specification = {};
    std::optional<open_enum<model::table_class>> table_class = {};
    std::optional<bool> deletion_protection_enabled = {};
    std::optional<std::vector<model::tag>> tags = {};
    /// A JSON document.
    std::optional<std::string> resource_policy = {};
    std::optional<std::string> global_table_source_arn = {};
    std::optional<open_enum<model::global_table_settings_replication_mode>>
        global_table_settings_replication_mode = {};
};
BOOST_DESCRIBE_STRUCT(create_table_input, (),
    (table_name, attribute_definitions, key_schema, billing_mode, provisioned_throughput,
        on_demand_throughput, warm_throughput, local_secondary_indexes, global_secondary_indexes,
        vector_indexes, stream_specification, sse_specification, table_class, deletion_protection_enabled,
        tags, resource_policy, global_table_source_arn, global_table_settings_replication_mode))

/// Response of CreateTable.
struct create_table_output
{
    std::optional<model::table_description> table_description = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(create_table_output, (), (table_description))

DYNASIO_DESCRIBE_OPERATION(create_table, "CreateTable", occupies_table)

} // namespace dynasio

#endif
