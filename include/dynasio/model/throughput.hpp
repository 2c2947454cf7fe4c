// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_THROUGHPUT_HPP
#define DYNASIO_MODEL_THROUGHPUT_HPP

#include <dynasio/model/status.hpp>
#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>

namespace dynasio::model {

/// Reserved capacity of a table or index, in units a second.
struct provisioned_throughput
{
    std::int64_t read_capacity_units = 0;
    std::int64_t write_capacity_units = 0;
};
BOOST_DESCRIBE_STRUCT(provisioned_throughput, (), (read_capacity_units, write_capacity_units))

/// Reserved capacity as it is, and when it was changed.
struct provisioned_throughput_description
{
    std::optional<std::int64_t> read_capacity_units = {};
    std::optional<std::int64_t> write_capacity_units = {};
    std::optional<timestamp> last_increase_date_time = {};
    std::optional<timestamp> last_decrease_date_time = {};
    std::optional<std::int64_t> number_of_decreases_today = {};
};
BOOST_DESCRIBE_STRUCT(provisioned_throughput_description, (),
    (read_capacity_units, write_capacity_units, last_increase_date_time, last_decrease_date_time,
        number_of_decreases_today))

/// Reserved read capacity of one replica.
struct provisioned_throughput_override
{
    std::optional<std::int64_t> read_capacity_units = {};
};
BOOST_DESCRIBE_STRUCT(provisioned_throughput_override, (), (read_capacity_units))

/// Ceilings of an on-demand table or index, in units a second; -1 lifts one.
struct on_demand_throughput
{
    std::optional<std::int64_t> max_read_request_units = {};
    std::optional<std::int64_t> max_write_request_units = {};
};
BOOST_DESCRIBE_STRUCT(on_demand_throughput, (), (max_read_request_units, max_write_request_units))

/// Ceiling of one replica's reads; -1 lifts it.
struct on_demand_throughput_override
{
    std::optional<std::int64_t> max_read_request_units = {};
};
BOOST_DESCRIBE_STRUCT(on_demand_throughput_override, (), (max_read_request_units))

/// What a table or index is to sustain at once, in units a second; it can only be raised.
struct warm_throughput
{
    std::optional<std::int64_t> read_units_per_second = {};
    std::optional<std::int64_t> write_units_per_second = {};
};
BOOST_DESCRIBE_STRUCT(warm_throughput, (), (read_units_per_second, write_units_per_second))

/// What a table can sustain at once.
struct table_warm_throughput_description
{
    std::optional<std::int64_t> read_units_per_second = {};
    std::optional<std::int64_t> write_units_per_second = {};
    std::optional<open_enum<table_status>> status = {};
};
BOOST_DESCRIBE_STRUCT(
    table_warm_throughput_description, (), (read_units_per_second, write_units_per_second, status))

/// What an index can sustain at once.
struct global_secondary_index_warm_throughput_description
{
    std::optional<std::int64_t> read_units_per_second = {};
    std::optional<std::int64_t> write_units_per_second = {};
    std::optional<open_enum<index_status>> status = {};
};
BOOST_DESCRIBE_STRUCT(global_secondary_index_warm_throughput_description, (),
    (read_units_per_second, write_units_per_second, status))

} // namespace dynasio::model

#endif
