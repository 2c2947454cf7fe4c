// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_DIAGNOSTICS_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_DIAGNOSTICS_HPP

#include <dynasio/expressions/detail/text/node.hpp>
#include <dynasio/expressions/fixed_string.hpp>

namespace dynasio::expressions {

/// Instantiated for an invalid text. The compiler's message contains the record, the invalid part of the text, and the
/// reason.
template <class Record, fixed_string Culprit, text_problem Problem>
struct diagnostics
{
    using problem = text_problem;
    static constexpr bool is(problem p) { return p == Problem; }

    static_assert(!is(problem::too_long), "This expression is longer than DynamoDB takes.");
    static_assert(!is(problem::empty), "An expression cannot be empty.");
    static_assert(!is(problem::incomplete),
        "This expression ends too early: a closing bracket or an operand is missing.");
    static_assert(!is(problem::syntax), "This does not belong here in an expression.");
    static_assert(!is(problem::hash_name),
        "Write the attribute's own name: placeholders for names are made for you, also for reserved words.");
    static_assert(!is(problem::unknown_function), "There is no such function here.");
    static_assert(
        !is(problem::clause_twice), "Each of SET, REMOVE, ADD and DELETE can stand in an update only once.");
    static_assert(!is(problem::too_many_operands), "IN takes 100 operands at most.");
    static_assert(!is(problem::unknown_attribute), "The record has no attribute of this name.");
    static_assert(!is(problem::no_map),
        "This attribute has no members: it is stored neither as a struct nor as a map.");
    static_assert(!is(problem::no_list), "This attribute has no elements: it is not stored as a list.");
    static_assert(!is(problem::overlap),
        "This attribute, or what it is part of, is named twice; DynamoDB takes it once.");
    static_assert(!is(problem::bad_placeholder),
        "The name of a bound value is a colon and letters, digits or underscores, as in bind<\":name\">.");
    static_assert(!is(problem::bound_twice), "Two values are bound to this name.");
    static_assert(
        !is(problem::unbound), "No value is bound to this placeholder: pass bind<\":name\">(value).");
    static_assert(!is(problem::unused), "A value is bound to this name, but the expression does not use it.");
    static_assert(!is(problem::optional_value), "An optional value can only be what an attribute is set to.");
    static_assert(!is(problem::not_comparable),
        "The two sides are of different types, so that the comparison never holds: they are stored "
        "differently, "
        "or one is an enum and the other is not of it.");
    static_assert(!is(problem::no_order),
        "Only texts, numbers and binary values have an order; others are equal or not.");
    static_assert(!is(problem::no_size), "Numbers and bools have no size.");
    static_assert(!is(problem::wrong_prefix), "begins_with takes a text for a text, or binary for binary.");
    static_assert(!is(problem::wrong_part),
        "contains takes a part of a text or binary value, or an element of a set or list.");
    static_assert(!is(problem::wrong_type_name),
        "attribute_type takes a placeholder for a dynasio::attribute_type or its name.");
    static_assert(
        !is(problem::wrong_value), "The value must be of the type that the attribute is stored as.");
    static_assert(!is(problem::no_number), "Only numbers can be added to or subtracted from.");
    static_assert(!is(problem::no_list_value), "list_append joins two lists of elements of one type.");
    static_assert(!is(problem::nested_append),
        "DynamoDB takes list_append only as the whole of what an attribute is set to.");
    static_assert(
        !is(problem::wrong_amount), "ADD takes a number for a number, or a set of the same kind for a set.");
    static_assert(
        !is(problem::wrong_elements), "DELETE takes a set for an attribute that is a set of the same kind.");
    static_assert(!is(problem::key_changed), "The keys of a record cannot be changed by an update.");
    static_assert(!is(problem::wrong_key_form),
        "A key condition is the partition key = a value, and at most one of =, <, <=, >, >=, BETWEEN or "
        "begins_with of the sort key with values.");
    static_assert(!is(problem::no_key), "This attribute is not a key, or cannot be one.");
    static_assert(!is(problem::no_partition), "A key condition must compare the partition key by =.");
};

} // namespace dynasio::expressions

#endif
