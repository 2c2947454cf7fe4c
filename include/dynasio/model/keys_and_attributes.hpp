// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_KEYS_AND_ATTRIBUTES_HPP
#define DYNASIO_MODEL_KEYS_AND_ATTRIBUTES_HPP

#include <dynasio/value/item.hpp>

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::model {

/// What a batch reads from one table.
struct keys_and_attributes
{
    std::vector<item> keys = {};
    std::optional<bool> consistent_read = {};
    std::optional<std::string> projection_expression = {};
    std::optional<std::map<std::string, std::string>> expression_attribute_names = {};
    /// Legacy: use `projection_expression`.
    std::optional<std::vector<std::string>> attributes_to_get = {};
};
BOOST_DESCRIBE_STRUCT(keys_and_attributes, (),
    (keys, consistent_read, projection_expression, expression_attribute_names, attributes_to_get))

} // namespace dynasio::model

#endif
