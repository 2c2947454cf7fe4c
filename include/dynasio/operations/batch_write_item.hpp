// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_BATCH_WRITE_ITEM_HPP
#define DYNASIO_OPERATIONS_BATCH_WRITE_ITEM_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/model/item_collection_metrics.hpp>
#include <dynasio/model/write_request.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Request of BatchWriteItem: up to 25 puts and deletes without conditions.
struct batch_write_item_input
{
    /// By table name or ARN.
    std::map<std::string, std::vector<model::write_request>> request_items = {};
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity = {};
    std::optional<open_enum<model::return_item_collection_metrics>> return_item_collection_metrics = {};
};
BOOST_DESCRIBE_STRUCT(
    batch_write_item_input, (), (request_items, return_consumed_capacity, return_item_collection_metrics))

/// Response of BatchWriteItem.
struct batch_write_item_output
{
    /// To be sent again.
    std::map<std::string, std::vector<model::write_request>> unprocessed_items = {};
    /// By table.
    std::map<std::string, std::vector<model::item_collection_metrics>> item_collection_metrics = {};
    /// One per table.
    std::vector<model::consumed_capacity> consumed_capacity = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(
    batch_write_item_output, (), (unprocessed_items, item_collection_metrics, consumed_capacity))

DYNASIO_DESCRIBE_OPERATION(batch_write_item, "BatchWriteItem", writes)

} // namespace dynasio

#endif
