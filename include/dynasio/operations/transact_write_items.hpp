// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_TRANSACT_WRITE_ITEMS_HPP
#define DYNASIO_OPERATIONS_TRANSACT_WRITE_ITEMS_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/model/item_collection_metrics.hpp>
#include <dynasio/model/transact_item.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Request of TransactWriteItems: up to 100 writes, all or none.
struct transact_write_items_input
{
    std::vector<model::transact_write_item> transact_items = {};
    /// Makes the call safe to repeat for ten minutes.
    std::optional<std::string> client_request_token = {};
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity = {};
    std::optional<open_enum<model::return_item_collection_metrics>> return_item_collection_metrics = {};
};
BOOST_DESCRIBE_STRUCT(transact_write_items_input, (),
    (transact_items, client_request_token, return_consumed_capacity, return_item_collection_metrics))

/// Response of TransactWriteItems.
struct transact_write_items_output
{
    /// By table.
    std::map<std::string, std::vector<model::item_collection_metrics>> item_collection_metrics = {};
    /// One per table.
    std::vector<model::consumed_capacity> consumed_capacity = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(transact_write_items_output, (), (item_collection_metrics, consumed_capacity))

DYNASIO_DESCRIBE_OPERATION(transact_write_items, "TransactWriteItems", writes_with_token)

} // namespace dynasio

#endif
