// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_KEY_SCHEMA_HPP
#define DYNASIO_MODEL_KEY_SCHEMA_HPP

#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <string>

namespace dynasio::model {

/// What an attribute is in a key: the partition key (`hash`) or the sort key (`range`).
enum class key_type
{
    hash,
    range,
};
BOOST_DESCRIBE_ENUM(key_type, hash, range)

/// One attribute of a key.
struct key_schema_element
{
    std::string attribute_name = {};
    open_enum<model::key_type> key_type = {};
};
BOOST_DESCRIBE_STRUCT(key_schema_element, (), (attribute_name, key_type))

} // namespace dynasio::model

#endif
