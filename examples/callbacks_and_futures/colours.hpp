// SPDX-License-Identifier: BSL-1.0
//
// The table of colours that callbacks and futures work on.

#ifndef DYNASIO_EXAMPLES_CALLBACKS_AND_FUTURES_COLOURS_HPP
#define DYNASIO_EXAMPLES_CALLBACKS_AND_FUTURES_COLOURS_HPP

#include <dynasio/client.hpp>
#include <dynasio/operations/create_table.hpp>
#include <dynasio/operations/get_item.hpp>

#include <stdexcept>
#include <string>

namespace colours {

inline void expect(bool as_it_should_be, char const* what)
{
    if (!as_it_should_be)
        throw std::runtime_error(what);
}

inline dynasio::create_table_input table_of_colours(std::string const& name)
{
    dynasio::create_table_input request;
    request.table_name = name;
    request.billing_mode = dynasio::model::billing_mode::pay_per_request;
    request.attribute_definitions.emplace().push_back({"name", dynasio::model::scalar_attribute_type::s});
    request.key_schema.emplace().push_back({"name", dynasio::model::key_type::hash});
    return request;
}

inline dynasio::get_item_input get_colour(std::string const& table, std::string const& name)
{
    dynasio::get_item_input request;
    request.table_name = table;
    request.key.set("name", name);
    return request;
}

/// Makes the table, and reads and writes with futures. Blocks.
void use_futures(dynasio::client const& client, std::string const& table);

/// Counts with callbacks, begins later, and takes back. Blocks until all is done.
void use_callbacks(dynasio::client const& client, std::string const& table);

} // namespace colours

#endif
