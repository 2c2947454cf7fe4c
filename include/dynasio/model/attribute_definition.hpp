// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_ATTRIBUTE_DEFINITION_HPP
#define DYNASIO_MODEL_ATTRIBUTE_DEFINITION_HPP

#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <string>

namespace dynasio::model {

/// The types that keys can have.
enum class scalar_attribute_type
{
    s,
    n,
    b,
};
BOOST_DESCRIBE_ENUM(scalar_attribute_type, s, n, b)

/// Name and type of an attribute that is a key of the table or of an index.
struct attribute_definition
{
    std::string attribute_name = {};
    open_enum<scalar_attribute_type> attribute_type = {};
};
BOOST_DESCRIBE_STRUCT(attribute_definition, (), (attribute_name, attribute_type))

} // namespace dynasio::model

#endif
