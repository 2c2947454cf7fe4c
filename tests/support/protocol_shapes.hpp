// SPDX-License-Identifier: BSL-1.0
//
// Shapes of the made-up service in the protocol's cases.

#ifndef DYNASIO_TESTS_SUPPORT_PROTOCOL_SHAPES_HPP
#define DYNASIO_TESTS_SUPPORT_PROTOCOL_SHAPES_HPP

#include <dynasio/value/binary.hpp>
#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests {

enum class foo_enum
{
    foo,
};
BOOST_DESCRIBE_ENUM(foo_enum, foo)

struct greeting
{
    std::optional<std::string> hi = {};
};
BOOST_DESCRIBE_STRUCT(greeting, (), (hi))

struct my_union
{
    std::optional<std::string> string_value = {};
    std::optional<bool> boolean_value = {};
    std::optional<std::int32_t> number_value = {};
    std::optional<binary> blob_value = {};
    std::optional<timestamp> timestamp_value = {};
    std::optional<open_enum<foo_enum>> enum_value = {};
    std::optional<std::int32_t> int_enum_value = {};
    std::optional<std::vector<std::string>> list_value = {};
    std::optional<std::map<std::string, std::string>> map_value = {};
    std::optional<greeting> structure_value = {};
};
BOOST_DESCRIBE_STRUCT(my_union, (),
    (string_value, boolean_value, number_value, blob_value, timestamp_value, enum_value, int_enum_value,
        list_value, map_value, structure_value))

} // namespace dynasio::tests

#endif
