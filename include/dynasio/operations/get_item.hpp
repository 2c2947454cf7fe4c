// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_GET_ITEM_HPP
#define DYNASIO_OPERATIONS_GET_ITEM_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/item.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Request of GetItem: one item by its key.
struct get_item_input
{
    /// Name or ARN.
    std::string table_name = {};
    item key = {};
    std::optional<std::string> projection_expression = {};
    /// By placeholders that begin with `#`.
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
    std::optional<bool> consistent_read = {};
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity = {};
    /// Legacy: use `projection_expression`.
    std::optional<std::vector<std::string>> attributes_to_get = {};
};
BOOST_DESCRIBE_STRUCT(get_item_input, (),
    (table_name, key, projection_expression, expression_attribute_names, consistent_read,
        return_consumed_capacity, attributes_to_get))

/// Response of GetItem.
struct get_item_output
{
    /// Absent when there is no such item.
    std::optional<dynasio::item> item = {};
    std::optional<model::consumed_capacity> consumed_capacity = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(get_item_output, (), (item, consumed_capacity))

DYNASIO_DESCRIBE_OPERATION(get_item, "GetItem", reads)

} // namespace dynasio

#endif
