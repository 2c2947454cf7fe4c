// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OPERATIONS_QUERY_HPP
#define DYNASIO_OPERATIONS_QUERY_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/model/legacy_condition.hpp>
#include <dynasio/model/select_mode.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/value/item.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Request of Query: items with one partition key, in the order of their sort keys, a page at a time.
struct query_input
{
    /// Name or ARN.
    std::string table_name = {};
    std::optional<std::string> index_name = {};
    std::optional<std::string> key_condition_expression = {};
    /// Applied after a page was read: it saves traffic, not capacity.
    std::optional<std::string> filter_expression = {};
    std::optional<std::string> projection_expression = {};
    /// By placeholders that begin with `#`.
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
    /// By placeholders that begin with `:`.
    std::optional<item> expression_attribute_values = {};
    /// False for descending order.
    std::optional<bool> scan_index_forward = {};
    /// Items read for one page, before the filter.
    std::optional<std::int32_t> limit = {};
    /// The `last_evaluated_key` of the page before.
    std::optional<item> exclusive_start_key = {};
    std::optional<open_enum<model::select>> select = {};
    std::optional<bool> consistent_read = {};
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity = {};
    /// Legacy: use `key_condition_expression`.
    std::optional<std::map<std::string, model::condition>> key_conditions = {};
    /// Legacy: use `filter_expression`.
    std::optional<std::map<std::string, model::condition>> query_filter = {};
    /// Legacy.
    std::optional<open_enum<model::conditional_operator>> conditional_operator = {};
    /// Legacy: use `projection_expression`.
    std::optional<std::vector<std::string>> attributes_to_get = {};
};
BOOST_DESCRIBE_STRUCT(query_input, (),
    (table_name, index_name, key_condition_expression, filter_expression, projection_expression,
        expression_attribute_names, expression_attribute_values, scan_index_forward, limit,
        exclusive_start_key, select, consistent_read, return_consumed_capacity, key_conditions, query_filter,
        conditional_operator, attributes_to_get))

/// Response of Query: one page.
struct query_output
{
    std::vector<item> items = {};
    /// Items in this page, after the filter.
    std::optional<std::int32_t> count = {};
    /// Items in this page, before the filter.
    std::optional<std::int32_t> scanned_count = {};
    /// Where the next page begins; absent after the last one, and only then.
    std::optional<item> last_evaluated_key = {};
    std::optional<model::consumed_capacity> consumed_capacity = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};
BOOST_DESCRIBE_STRUCT(query_output, (), (items, count, scanned_count, last_evaluated_key, consumed_capacity))

DYNASIO_DESCRIBE_OPERATION(query, "Query", reads)

} // namespace dynasio

#endif
