// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_BATCH_GET_ITEM_HPP
#define DYNASIO_OPERATIONS_BATCH_GET_ITEM_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/model/keys_and_attributes.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/item.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Request of BatchGetItem: up to 100 items by their keys.
struct batch_get_item_input
{
    /// By table name or ARN.
    std::map<std::string, model::keys_and_attributes> request_items = {};
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity = {};
};
BOOST_DESCRIBE_STRUCT(batch_get_item_input, (), (request_items, return_consumed_capacity))

/// Response of BatchGetItem.
struct batch_get_item_output
{
    /// By table, in no order; items that do not exist are not there.
    std::map<std::string, std::vector<item>> responses = {};
    /// Keys to request again.
    std::map<std::string, model::keys_and_attributes> unprocessed_keys = {};
    /// One per table.
    std::vector<model::consumed_capacity> consumed_capacity = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(batch_get_item_output, (), (responses, unprocessed_keys, consumed_capacity))

DYNASIO_DESCRIBE_OPERATION(batch_get_item, "BatchGetItem", reads)

} // namespace dynasio

#endif
