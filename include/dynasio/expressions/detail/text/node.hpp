// SPDX-License-Identifier: BSL-1.0
//
// A parsed expression: an array of nodes, made at compile time and traversed at run time.

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_NODE_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_NODE_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dynasio::expressions {

enum class node_kind : unsigned char
{
    none,
    path,
    value, ///< a placeholder
    size,
    either, ///< OR
    both,   ///< AND
    negation,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    between,
    in,
    exists,
    not_exists,
    has_type,
    begins_with,
    contains,
    set,
    remove,
    add,
    erase,
    plus,
    minus,
    if_not_exists,
    list_append,
};

constexpr bool is_comparison(node_kind kind)
{
    return kind >= node_kind::equal && kind <= node_kind::greater_equal;
}

/// A position in the array of nodes. The first node is unused, so 0 means "none".
using node_index = std::uint16_t;

struct syntax_node
{
    node_kind kind = node_kind::none;
    /// Its part of the text. Paths and placeholders are complete.
    std::uint16_t begin = 0;
    std::uint16_t size = 0;
    node_index child = 0;
    node_index next = 0; ///< the parent's next child
};

/// The use of an expression, which determines its grammar.
enum class text_form : unsigned char
{
    condition,
    update,
    projection,
};

/// The faults of a text. `diagnostics` has the messages.
enum class text_problem : unsigned char
{
    none,
    too_long,
    empty,
    incomplete,
    syntax,
    hash_name,
    unknown_function,
    clause_twice,
    too_many_operands,
    unknown_attribute,
    no_map,
    no_list,
    overlap,
    bad_placeholder,
    bound_twice,
    unbound,
    unused,
    optional_value,
    not_comparable,
    no_order,
    no_size,
    wrong_prefix,
    wrong_part,
    wrong_type_name,
    wrong_value,
    no_number,
    no_list_value,
    nested_append,
    wrong_amount,
    wrong_elements,
    key_changed,
    wrong_key_form,
    no_key,
    no_partition,
};

struct text_fault
{
    text_problem problem = text_problem::none;
    std::size_t begin = 0;
    std::size_t size = 0;
    /// If not negative, the name of this bound value is wrong.
    int bound = -1;
};

/// A parsed text, without its storage.
struct text_tree
{
    std::string_view text;
    syntax_node const* nodes = nullptr;
    node_index root = 0;

    [[nodiscard]] constexpr syntax_node const& operator[](node_index i) const { return nodes[i]; }
    [[nodiscard]] constexpr std::string_view text_of(node_index i) const
    {
        return text.substr(nodes[i].begin, nodes[i].size);
    }
};

} // namespace dynasio::expressions

#endif
