// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_TRANSACT_ITEM_HPP
#define DYNASIO_MODEL_TRANSACT_ITEM_HPP

#include <dynasio/model/return_values.hpp>
#include <dynasio/value/item.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>

namespace dynasio::model {

/// One read of a transaction.
struct get
{
    std::string table_name = {};
    item key = {};
    std::optional<std::string> projection_expression = {};
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
};
BOOST_DESCRIBE_STRUCT(get, (), (table_name, key, projection_expression, expression_attribute_names))

/// One action of a reading transaction.
struct transact_get_item
{
    model::get get = {};
};
BOOST_DESCRIBE_STRUCT(transact_get_item, (), (get))

/// What one read of a transaction found.
struct item_response
{
    /// Absent when there is no such item.
    std::optional<dynasio::item> item = {};
};
BOOST_DESCRIBE_STRUCT(item_response, (), (item))

/// An action that changes nothing, but must hold.
struct condition_check
{
    std::string table_name = {};
    item key = {};
    std::string condition_expression = {};
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
    std::optional<item> expression_attribute_values = {};
    std::optional<open_enum<model::return_values_on_condition_check_failure>>
        return_values_on_condition_check_failure = {};
};
BOOST_DESCRIBE_STRUCT(condition_check, (),
    (table_name, key, condition_expression, expression_attribute_names, expression_attribute_values,
        return_values_on_condition_check_failure))

/// An item to be stored, in place of what is under its key.
struct put
{
    std::string table_name = {};
    dynasio::item item = {};
    std::optional<std::string> condition_expression = {};
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
    std::optional<dynasio::item> expression_attribute_values = {};
    std::optional<open_enum<model::return_values_on_condition_check_failure>>
        return_values_on_condition_check_failure = {};
};
BOOST_DESCRIBE_STRUCT(put, (),
    (table_name, item, condition_expression, expression_attribute_names, expression_attribute_values,
        return_values_on_condition_check_failure))

/// An item to be removed.
struct delete_
{
    std::string table_name = {};
    item key = {};
    std::optional<std::string> condition_expression = {};
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
    std::optional<item> expression_attribute_values = {};
    std::optional<open_enum<model::return_values_on_condition_check_failure>>
        return_values_on_condition_check_failure = {};
};
BOOST_DESCRIBE_STRUCT(delete_, (),
    (table_name, key, condition_expression, expression_attribute_names, expression_attribute_values,
        return_values_on_condition_check_failure))

/// Changes of one item.
struct update
{
    std::string table_name = {};
    item key = {};
    std::string update_expression = {};
    std::optional<std::string> condition_expression = {};
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
    std::optional<item> expression_attribute_values = {};
    std::optional<open_enum<model::return_values_on_condition_check_failure>>
        return_values_on_condition_check_failure = {};
};
BOOST_DESCRIBE_STRUCT(update, (),
    (table_name, key, update_expression, condition_expression, expression_attribute_names,
        expression_attribute_values, return_values_on_condition_check_failure))

/// One action of a writing transaction: set exactly one member.
struct transact_write_item
{
    std::optional<model::condition_check> condition_check = {};
    std::optional<model::put> put = {};
    std::optional<model::delete_> delete_ = {};
    std::optional<model::update> update = {};
};
BOOST_DESCRIBE_STRUCT(transact_write_item, (), (condition_check, put, delete_, update))

} // namespace dynasio::model

#endif
