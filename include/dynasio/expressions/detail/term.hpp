// SPDX-License-Identifier: BSL-1.0
//
// Reads the fragments of expressions back, so that the values in them can be checked against the attributes that they are for,
// whether a fragment was built from members, from paths or from text.

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TERM_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TERM_HPP

#include <dynasio/expressions/detail/fragment.hpp>
#include <dynasio/expressions/path.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace dynasio::expressions {

enum class term_kind : unsigned char
{
    unknown, ///< not a form that the builders write
    value,
    attribute,
    if_not_exists,
    list_append,
    contains,
    other_function,
    plus,
    minus,
};

/// A value, an attribute, or a function or operator with operands.
struct term
{
    term_kind kind = term_kind::unknown;
    attribute_value const* value = nullptr; ///< in the fragment
    std::optional<path> attribute{};
    std::vector<term> operands{};
};

/// The right side of an assignment. `content` must outlive the result.
[[nodiscard]] term read_operand(fragment const& content);

/// A value that an attribute, or with `contains` its elements, must equal or not equal.
struct compared_value
{
    path attribute;
    bool is_element;
    attribute_value const* value; ///< in the fragment
};

/// All of them in a condition: of `=`, `<>`, `IN` and `contains`. `content` must outlive the result.
[[nodiscard]] std::vector<compared_value> compared_values(fragment const& content);

} // namespace dynasio::expressions

#endif
