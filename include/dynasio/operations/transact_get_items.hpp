// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_TRANSACT_GET_ITEMS_HPP
#define DYNASIO_OPERATIONS_TRANSACT_GET_ITEMS_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/model/transact_item.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <vector>

namespace dynasio {

/// Request of TransactGetItems: up to 100 items as they are at one moment.
struct transact_get_items_input
{
    std::vector<model::transact_get_item> transact_items = {};
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity = {};
};
BOOST_DESCRIBE_STRUCT(transact_get_items_input, (), (transact_items, return_consumed_capacity))

/// Response of TransactGetItems.
struct transact_get_items_output
{
    /// One per action, in the order of the request.
    std::vector<model::item_response> responses = {};
    /// One per table.
    std::vector<model::consumed_capacity> consumed_capacity = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(transact_get_items_output, (), (responses, consumed_capacity))

DYNASIO_DESCRIBE_OPERATION(transact_get_items, "TransactGetItems", reads)

} // namespace dynasio

#endif
