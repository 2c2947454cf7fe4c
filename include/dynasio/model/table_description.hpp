// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_TABLE_DESCRIPTION_HPP
#define DYNASIO_MODEL_TABLE_DESCRIPTION_HPP

#include <dynasio/model/attribute_definition.hpp>
#include <dynasio/model/billing.hpp>
#include <dynasio/model/encryption.hpp>
#include <dynasio/model/key_schema.hpp>
#include <dynasio/model/replica.hpp>
#include <dynasio/model/secondary_index.hpp>
#include <dynasio/model/status.hpp>
#include <dynasio/model/stream_specification.hpp>
#include <dynasio/model/table_class.hpp>
#include <dynasio/model/throughput.hpp>
#include <dynasio/model/vector_index.hpp>
#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::model {

/// When and why a table was archived, and where it is now.
struct archival_summary
{
    std::optional<timestamp> archival_date_time = {};
    std::optional<std::string> archival_reason = {};
    std::optional<std::string> archival_backup_arn = {};
};
BOOST_DESCRIBE_STRUCT(archival_summary, (), (archival_date_time, archival_reason, archival_backup_arn))

/// What a table was restored from.
struct restore_summary
{
    timestamp restore_date_time = {};
    bool restore_in_progress = false;
    std::optional<std::string> source_backup_arn = {};
    std::optional<std::string> source_table_arn = {};
};
BOOST_DESCRIBE_STRUCT(
    restore_summary, (), (restore_date_time, restore_in_progress, source_backup_arn, source_table_arn))

/// A table as it is.
struct table_description
{
    std::optional<std::string> table_name = {};
    std::optional<open_enum<model::table_status>> table_status = {};
    std::optional<std::string> table_arn = {};
    std::optional<std::string> table_id = {};
    std::optional<timestamp> creation_date_time = {};
    /// Of key attributes only.
    std::vector<attribute_definition> attribute_definitions = {};
    std::vector<key_schema_element> key_schema = {};
    /// Hours old.
    std::optional<std::int64_t> item_count = {};
    /// Hours old.
    std::optional<std::int64_t> table_size_bytes = {};
    std::optional<model::billing_mode_summary> billing_mode_summary = {};
    std::optional<provisioned_throughput_description> provisioned_throughput = {};
    std::optional<model::on_demand_throughput> on_demand_throughput = {};
    std::optional<table_warm_throughput_description> warm_throughput = {};
    std::vector<local_secondary_index_description> local_secondary_indexes = {};
    std::vector<global_secondary_index_description> global_secondary_indexes = {};
    std::vector<vector_index_description> vector_indexes = {};
    std::optional<model::stream_specification> stream_specification = {};
    std::optional<std::string> latest_stream_label = {};
    /// A stream outlives its table for a day.
    std::optional<std::string> latest_stream_arn = {};
    std::optional<model::sse_description> sse_description = {};
    std::optional<model::table_class_summary> table_class_summary = {};
    std::optional<bool> deletion_protection_enabled = {};
    /// Whether this region's replica is kept from leaving its global table.
    std::optional<bool> disassociation_protection_enabled = {};
    std::optional<std::string> global_table_version = {};
    std::vector<replica_description> replicas = {};
    std::vector<global_table_witness_description> global_table_witnesses = {};
    std::optional<open_enum<model::global_table_settings_replication_mode>>
        global_table_settings_replication_mode = {};
    std::optional<open_enum<model::multi_region_consistency>> multi_region_consistency = {};
    std::optional<model::restore_summary> restore_summary = {};
    std::optional<model::archival_summary> archival_summary = {};
};
BOOST_DESCRIBE_STRUCT(table_description, (),
    (table_name, table_status, table_arn, table_id, creation_date_time, attribute_definitions, key_schema,
        item_count, table_size_bytes, billing_mode_summary, provisioned_throughput, on_demand_throughput,
        warm_throughput, local_secondary_indexes, global_secondary_indexes, vector_indexes,
        stream_specification, latest_stream_label, latest_stream_arn, sse_description, table_class_summary,
        deletion_protection_enabled, disassociation_protection_enabled, global_table_version, replicas,
        global_table_witnesses, global_table_settings_replication_mode, multi_region_consistency,
        restore_summary, archival_summary))

} // namespace dynasio::model

#endif
