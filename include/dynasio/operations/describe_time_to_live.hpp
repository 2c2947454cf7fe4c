// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_DESCRIBE_TIME_TO_LIVE_HPP
#define DYNASIO_OPERATIONS_DESCRIBE_TIME_TO_LIVE_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/time_to_live.hpp>
#include <dynasio/operations/detail/operation_info.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>

namespace dynasio {

/// Request of DescribeTimeToLive.
struct describe_time_to_live_input
{
    /// Name or ARN.
    std::string table_name = {};
};
BOOST_DESCRIBE_STRUCT(describe_time_to_live_input, (), (table_name))

/// Response of DescribeTimeToLive.
struct describe_time_to_live_output
{
    std::optional<model::time_to_live_description> time_to_live_description = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(describe_time_to_live_output, (), (time_to_live_description))

DYNASIO_DESCRIBE_OPERATION(describe_time_to_live, "DescribeTimeToLive", reads)

} // namespace dynasio

#endif
