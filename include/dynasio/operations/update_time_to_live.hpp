// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_UPDATE_TIME_TO_LIVE_HPP
#define DYNASIO_OPERATIONS_UPDATE_TIME_TO_LIVE_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/time_to_live.hpp>
#include <dynasio/operations/detail/operation_info.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>

namespace dynasio {

/// Request of UpdateTimeToLive: at most once an hour for one table.
struct update_time_to_live_input
{
    /// Name or ARN.
    std::string table_name = {};
    model::time_to_live_specification time_to_live_specification = {};
};
BOOST_DESCRIBE_STRUCT(update_time_to_live_input, (), (table_name, time_to_live_specification))

/// Response of UpdateTimeToLive.
struct update_time_to_live_output
{
    std::optional<model::time_to_live_specification> time_to_live_specification = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(update_time_to_live_output, (), (time_to_live_specification))

DYNASIO_DESCRIBE_OPERATION(update_time_to_live, "UpdateTimeToLive", writes)

} // namespace dynasio

#endif
