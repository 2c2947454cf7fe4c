// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_FRAGMENT_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_FRAGMENT_HPP

#include <dynasio/value/attribute_value.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::expressions {

/// A part of an expression before placeholders are assigned: text with a gap for each name and each value, in order.
struct fragment
{
    static constexpr char name_hole = '\1';
    static constexpr char value_hole = '\2';

    std::string text;
    std::vector<std::string> names;
    std::vector<attribute_value> values;
    /// Operators and functions, as DynamoDB counts them.
    std::size_t operators = 0;

    void add_text(std::string_view literal) { text += literal; }
    void add_name(std::string_view name);
    void add_index(std::size_t index);
    void add_value(attribute_value value);
    void add(fragment other);
};

} // namespace dynasio::expressions

#endif
