// SPDX-License-Identifier: BSL-1.0
//
// The requests of `record_table`, with keys and records that are encoded already.

#ifndef DYNASIO_SRC_STORES_RECORDS_ENCODED_REQUESTS_HPP
#define DYNASIO_SRC_STORES_RECORDS_ENCODED_REQUESTS_HPP

#include <dynasio/model/return_values.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::records {

using placeholder_names = std::optional<std::map<std::string, std::string>>;
using on_failure = std::optional<open_enum<model::return_values_on_condition_check_failure>>;

struct encoded_get
{
    std::string_view table_name = {};
    json::raw_json key = {};
    std::optional<bool> consistent_read = {};
};
BOOST_DESCRIBE_STRUCT(encoded_get, (), (table_name, key, consistent_read))

struct encoded_put
{
    std::string_view table_name = {};
    json::raw_json item = {};
    std::optional<std::string> condition_expression = {};
    placeholder_names expression_attribute_names = {};
    std::optional<dynasio::item> expression_attribute_values = {};
    on_failure return_values_on_condition_check_failure = {};
};
BOOST_DESCRIBE_STRUCT(encoded_put, (),
    (table_name, item, condition_expression, expression_attribute_names, expression_attribute_values,
        return_values_on_condition_check_failure))

struct encoded_update
{
    std::string_view table_name = {};
    json::raw_json key = {};
    std::string update_expression = {};
    std::optional<std::string> condition_expression = {};
    placeholder_names expression_attribute_names = {};
    std::optional<item> expression_attribute_values = {};
    std::optional<open_enum<model::return_value>> return_values = {};
    on_failure return_values_on_condition_check_failure = {};
    bool accumulates = false; ///< no part of the request
};
BOOST_DESCRIBE_STRUCT(encoded_update, (),
    (table_name, key, update_expression, condition_expression, expression_attribute_names,
        expression_attribute_values, return_values, return_values_on_condition_check_failure))

struct encoded_delete
{
    std::string_view table_name = {};
    json::raw_json key = {};
    std::optional<std::string> condition_expression = {};
    placeholder_names expression_attribute_names = {};
    std::optional<item> expression_attribute_values = {};
    std::optional<open_enum<model::return_value>> return_values = {};
    on_failure return_values_on_condition_check_failure = {};
};
BOOST_DESCRIBE_STRUCT(encoded_delete, (),
    (table_name, key, condition_expression, expression_attribute_names, expression_attribute_values,
        return_values, return_values_on_condition_check_failure))

struct encoded_check
{
    std::string_view table_name = {};
    json::raw_json key = {};
    std::string condition_expression = {};
    placeholder_names expression_attribute_names = {};
    std::optional<item> expression_attribute_values = {};
};
BOOST_DESCRIBE_STRUCT(encoded_check, (),
    (table_name, key, condition_expression, expression_attribute_names, expression_attribute_values))

struct encoded_action
{
    std::optional<encoded_check> condition_check = {};
    std::optional<encoded_put> put = {};
    std::optional<encoded_delete> delete_ = {};
    std::optional<encoded_update> update = {};
};
BOOST_DESCRIBE_STRUCT(encoded_action, (), (condition_check, put, delete_, update))

struct encoded_transaction
{
    std::vector<encoded_action> transact_items = {};
    std::optional<std::string> client_request_token = {};
};
BOOST_DESCRIBE_STRUCT(encoded_transaction, (), (transact_items, client_request_token))

} // namespace dynasio::stores::records

#endif
