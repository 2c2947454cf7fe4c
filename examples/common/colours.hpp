// SPDX-License-Identifier: BSL-1.0
//
// A table of colours by their names, for the examples that are about how operations are begun.

#ifndef DYNASIO_EXAMPLES_COMMON_COLOURS_HPP
#define DYNASIO_EXAMPLES_COMMON_COLOURS_HPP

#include <dynasio/client.hpp>

#include <string>

namespace examples {

inline dynasio::create_table_input table_of_colours(std::string const& name)
{
    dynasio::create_table_input request;
    request.table_name = name;
    request.billing_mode = dynasio::billing_mode::pay_per_request;
    request.attribute_definitions.emplace().push_back({"name", dynasio::scalar_attribute_type::s});
    request.key_schema.emplace().push_back({"name", dynasio::key_type::hash});
    return request;
}

} // namespace examples

#endif
