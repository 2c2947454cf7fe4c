// SPDX-License-Identifier: BSL-1.0
//
// Global tables: replicas in other regions, and how they are kept in step.

#ifndef DYNASIO_MODEL_REPLICA_HPP
#define DYNASIO_MODEL_REPLICA_HPP

#include <dynasio/model/table_class.hpp>
#include <dynasio/model/throughput.hpp>
#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dynasio::model {

/// Where a replica is in its life.
enum class replica_status
{
    creating,
    creation_failed,
    updating,
    deleting,
    active,
    region_disabled,
    inaccessible_encryption_credentials,
    archiving,
    archived,
    replication_not_authorized,
};
BOOST_DESCRIBE_ENUM(replica_status, creating, creation_failed, updating, deleting, active, region_disabled,
    inaccessible_encryption_credentials, archiving, archived, replication_not_authorized)

/// Where a witness is in its life.
enum class witness_status
{
    creating,
    deleting,
    active,
};
BOOST_DESCRIBE_ENUM(witness_status, creating, deleting, active)

/// Whether reads in one region see writes of all others.
enum class multi_region_consistency
{
    eventual,
    strong,
};
BOOST_DESCRIBE_ENUM(multi_region_consistency, eventual, strong)

/// Whether replicas share their settings.
enum class global_table_settings_replication_mode
{
    enabled,
    disabled,
    enabled_with_overrides,
};
BOOST_DESCRIBE_ENUM(global_table_settings_replication_mode, enabled, disabled, enabled_with_overrides)

/// What happens to writes that are still under way between the replicas when one of them leaves.
enum class disassociation_mode
{
    wait_for_replication,
};
BOOST_DESCRIBE_ENUM(disassociation_mode, wait_for_replication)

/// Throughput of one index of a replica, where it differs.
struct replica_global_secondary_index
{
    std::string index_name = {};
    std::optional<model::provisioned_throughput_override> provisioned_throughput_override = {};
    std::optional<model::on_demand_throughput_override> on_demand_throughput_override = {};
};
BOOST_DESCRIBE_STRUCT(replica_global_secondary_index, (),
    (index_name, provisioned_throughput_override, on_demand_throughput_override))

/// One index of a replica as it is.
struct replica_global_secondary_index_description
{
    std::optional<std::string> index_name = {};
    std::optional<model::provisioned_throughput_override> provisioned_throughput_override = {};
    std::optional<model::on_demand_throughput_override> on_demand_throughput_override = {};
    std::optional<global_secondary_index_warm_throughput_description> warm_throughput = {};
};
BOOST_DESCRIBE_STRUCT(replica_global_secondary_index_description, (),
    (index_name, provisioned_throughput_override, on_demand_throughput_override, warm_throughput))

/// A replica as it is.
struct replica_description
{
    std::optional<std::string> region_name = {};
    std::optional<open_enum<model::replica_status>> replica_status = {};
    std::optional<std::string> replica_status_description = {};
    std::optional<std::string> replica_status_percent_progress = {};
    std::optional<std::string> replica_arn = {};
    std::optional<std::string> kms_master_key_id = {};
    std::optional<model::provisioned_throughput_override> provisioned_throughput_override = {};
    std::optional<model::on_demand_throughput_override> on_demand_throughput_override = {};
    std::optional<table_warm_throughput_description> warm_throughput = {};
    std::vector<replica_global_secondary_index_description> global_secondary_indexes = {};
    std::optional<timestamp> replica_inaccessible_date_time = {};
    std::optional<table_class_summary> replica_table_class_summary = {};
    std::optional<open_enum<model::global_table_settings_replication_mode>>
        global_table_settings_replication_mode = {};
};
BOOST_DESCRIBE_STRUCT(replica_description, (),
    (region_name, replica_status, replica_status_description, replica_status_percent_progress, replica_arn,
        kms_master_key_id, provisioned_throughput_override, on_demand_throughput_override, warm_throughput,
        global_secondary_indexes, replica_inaccessible_date_time, replica_table_class_summary,
        global_table_settings_replication_mode))

/// A replica to be added.
struct create_replication_group_member_action
{
    std::string region_name = {};
    std::optional<std::string> kms_master_key_id = {};
    std::optional<model::provisioned_throughput_override> provisioned_throughput_override = {};
    std::optional<model::on_demand_throughput_override> on_demand_throughput_override = {};
    std::optional<std::vector<replica_global_secondary_index>> global_secondary_indexes = {};
    std::optional<open_enum<table_class>> table_class_override = {};
};
BOOST_DESCRIBE_STRUCT(create_replication_group_member_action, (),
    (region_name, kms_master_key_id, provisioned_throughput_override, on_demand_throughput_override,
        global_secondary_indexes, table_class_override))

/// New settings of a replica.
struct update_replication_group_member_action
{
    std::string region_name = {};
    std::optional<std::string> kms_master_key_id = {};
    std::optional<model::provisioned_throughput_override> provisioned_throughput_override = {};
    std::optional<model::on_demand_throughput_override> on_demand_throughput_override = {};
    std::optional<std::vector<replica_global_secondary_index>> global_secondary_indexes = {};
    std::optional<open_enum<table_class>> table_class_override = {};
};
BOOST_DESCRIBE_STRUCT(update_replication_group_member_action, (),
    (region_name, kms_master_key_id, provisioned_throughput_override, on_demand_throughput_override,
        global_secondary_indexes, table_class_override))

/// A replica to be removed.
struct delete_replication_group_member_action
{
    std::string region_name = {};
};
BOOST_DESCRIBE_STRUCT(delete_replication_group_member_action, (), (region_name))

/// A replica to leave its global table; it stays as a table of its own, with items, indexes and settings. Of two replicas,
/// the other one stays so as well. Refused while the replica is protected
/// (`update_table_input::disassociation_protection_enabled`), and where consistency is `strong`. It has left when
/// DescribeTable in its region shows an `active` table without replicas.
struct disassociate_replication_group_member_action
{
    /// The region that the request goes to: no other replica can be made to leave.
    std::string region_name = {};
    open_enum<model::disassociation_mode> disassociation_mode = {};
};
BOOST_DESCRIBE_STRUCT(disassociate_replication_group_member_action, (), (region_name, disassociation_mode))

/// One change of the replicas: set exactly one member.
struct replication_group_update
{
    std::optional<create_replication_group_member_action> create = {};
    std::optional<update_replication_group_member_action> update = {};
    /// The replica's items go with it.
    std::optional<delete_replication_group_member_action> delete_ = {};
    /// Only as the one update of its request.
    std::optional<disassociate_replication_group_member_action> disassociate = {};
};
BOOST_DESCRIBE_STRUCT(replication_group_update, (), (create, update, delete_, disassociate))

/// A witness region: it votes, but holds no data.
struct global_table_witness_description
{
    std::optional<std::string> region_name = {};
    std::optional<open_enum<model::witness_status>> witness_status = {};
};
BOOST_DESCRIBE_STRUCT(global_table_witness_description, (), (region_name, witness_status))

/// A witness to be added.
struct create_global_table_witness_group_member_action
{
    std::string region_name = {};
};
BOOST_DESCRIBE_STRUCT(create_global_table_witness_group_member_action, (), (region_name))

/// A witness to be removed.
struct delete_global_table_witness_group_member_action
{
    std::string region_name = {};
};
BOOST_DESCRIBE_STRUCT(delete_global_table_witness_group_member_action, (), (region_name))

/// One change of the witnesses: set exactly one member.
struct global_table_witness_group_update
{
    std::optional<create_global_table_witness_group_member_action> create = {};
    std::optional<delete_global_table_witness_group_member_action> delete_ = {};
};
BOOST_DESCRIBE_STRUCT(global_table_witness_group_update, (), (create, delete_))

} // namespace dynasio::model

#endif
