// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_UPDATE_ITEM_HPP
#define DYNASIO_OPERATIONS_UPDATE_ITEM_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/model/item_collection_metrics.hpp>
#include <dynasio/model/legacy_condition.hpp>
#include <dynasio/model/return_values.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/item.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>

namespace dynasio {

/// Request of UpdateItem: change attributes of an item, which is made when it is not there.
struct update_item_input
{
    /// Name or ARN.
    std::string table_name = {};
    item key = {};
    std::optional<std::string> update_expression = {};
    std::optional<std::string> condition_expression = {};
    /// By placeholders that begin with `#`.
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
    /// By placeholders that begin with `:`.
    std::optional<item> expression_attribute_values = {};
    std::optional<open_enum<model::return_value>> return_values = {};
    std::optional<open_enum<model::return_values_on_condition_check_failure>>
        return_values_on_condition_check_failure = {};
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity = {};
    std::optional<open_enum<model::return_item_collection_metrics>> return_item_collection_metrics = {};
    /// Legacy: use `update_expression`.
    std::optional<std::map<std::string, model::attribute_value_update>> attribute_updates = {};
    /// Legacy: use `condition_expression`.
    std::optional<std::map<std::string, model::expected_attribute_value>> expected = {};
    /// Legacy.
    std::optional<open_enum<model::conditional_operator>> conditional_operator = {};

    /// Whether a second application changes the item again, see `resend::automatic`. Set by `with` of an `update`; not sent.
    bool accumulates = false;
};
BOOST_DESCRIBE_STRUCT(update_item_input, (),
    (table_name, key, update_expression, condition_expression, expression_attribute_names,
        expression_attribute_values, return_values, return_values_on_condition_check_failure,
        return_consumed_capacity, return_item_collection_metrics, attribute_updates, expected,
        conditional_operator))

/// Response of UpdateItem.
struct update_item_output
{
    /// The attributes that `return_values` selects; absent if there are none.
    std::optional<item> attributes = {};
    std::optional<model::consumed_capacity> consumed_capacity = {};
    std::optional<model::item_collection_metrics> item_collection_metrics = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(update_item_output, (), (attributes, consumed_capacity, item_collection_metrics))

DYNASIO_DESCRIBE_OPERATION(update_item, "UpdateItem", writes)

} // namespace dynasio

#endif
