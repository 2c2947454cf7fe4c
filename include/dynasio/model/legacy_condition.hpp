// SPDX-License-Identifier: BSL-1.0
//
// Conditions as they were before expressions. New code has no need of them.

#ifndef DYNASIO_MODEL_LEGACY_CONDITION_HPP
#define DYNASIO_MODEL_LEGACY_CONDITION_HPP

#include <dynasio/value/attribute_value.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>

namespace dynasio::model {

/// How an attribute is compared.
enum class comparison_operator
{
    eq,
    ne,
    in,
    le,
    lt,
    ge,
    gt,
    between,
    not_null,
    null,
    contains,
    not_contains,
    begins_with,
};
BOOST_DESCRIBE_ENUM(comparison_operator, eq, ne, in, le, lt, ge, gt, between, not_null, null, contains,
    not_contains, begins_with)

/// How several conditions are joined.
enum class conditional_operator
{
    and_,
    or_,
};
BOOST_DESCRIBE_ENUM(conditional_operator, and_, or_)

/// What an update does to an attribute.
enum class attribute_action
{
    add,
    put,
    delete_,
};
BOOST_DESCRIBE_ENUM(attribute_action, add, put, delete_)

/// A condition on one attribute.
struct condition
{
    open_enum<model::comparison_operator> comparison_operator = {};
    std::optional<attribute_list> attribute_value_list = {};
};
BOOST_DESCRIBE_STRUCT(condition, (), (comparison_operator, attribute_value_list))

/// What a write expects of an attribute.
struct expected_attribute_value
{
    std::optional<attribute_value> value = {};
    std::optional<bool> exists = {};
    std::optional<open_enum<model::comparison_operator>> comparison_operator = {};
    std::optional<attribute_list> attribute_value_list = {};
};
BOOST_DESCRIBE_STRUCT(
    expected_attribute_value, (), (value, exists, comparison_operator, attribute_value_list))

/// What an update does to one attribute.
struct attribute_value_update
{
    std::optional<attribute_value> value = {};
    std::optional<open_enum<attribute_action>> action = {};
};
BOOST_DESCRIBE_STRUCT(attribute_value_update, (), (value, action))

} // namespace dynasio::model

#endif
