// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_CONDITION_FUNCTIONS_HPP
#define DYNASIO_EXPRESSIONS_CONDITION_FUNCTIONS_HPP

#include <dynasio/expressions/comparison.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace dynasio {

/// The size of an attribute: bytes of a string or binary value, elements of a set, list or map.
template <class P>
class size_of
{
public:
    using value_type = std::uint64_t;
    using expression_size = size_of;

    explicit size_of(P where) : where_(std::move(where)) {}
    void write(expressions::fragment& out) const
    {
        out.add_text("size(");
        where_.write(out);
        out.add_text(")");
        ++out.operators;
    }

private:
    P where_;
};

template <expressions::path_operand P>
[[nodiscard]] size_of<P> size(P const& where)
{
    static_assert(expressions::has_size(expressions::operand_model<P>), "Numbers and bools have no size.");
    return size_of<P>(where);
}

namespace expressions {

template <relation R, class A, class... More>
auto call(std::string_view opening, A const& a, More const&... more)
{
    check_operands<A, More...>();
    fragment content;
    content.add_text(opening);
    write_operand(content, a);
    ((content.add_text(", "), write_operand(content, more)), ...);
    content.add_text(")");
    ++content.operators;
    return simple_condition<R, A>(std::move(content));
}

} // namespace expressions

/// True if the attribute exists, even if it is NULL.
template <expressions::path_operand P>
[[nodiscard]] auto exists(P const& where)
{
    return expressions::call<expressions::relation::other>("attribute_exists(", where);
}

template <expressions::path_operand P>
[[nodiscard]] auto not_exists(P const& where)
{
    return expressions::call<expressions::relation::other>("attribute_not_exists(", where);
}

/// True if the stored value is of this type. Throws `expression_error` for `unknown`.
template <expressions::path_operand P>
[[nodiscard]] auto has_type(P const& where, attribute_type type)
{
    return expressions::call<expressions::relation::other>("attribute_type(", where, type);
}

/// True for strings and binary values that begin with this one.
template <expressions::path_operand P, class V>
[[nodiscard]] auto begins_with(P const& where, V const& prefix)
{
    static_assert(expressions::may_begin(expressions::operand_model<P>, expressions::operand_model<V>),
        "begins_with takes a text for a text, or binary for binary.");
    constexpr auto form =
        expressions::operand<V> ? expressions::relation::other : expressions::relation::begins_with;
    return expressions::call<form>("begins_with(", where, prefix);
}

/// True for strings and binary values that contain this part, and for sets and lists that contain this element.
template <expressions::path_operand P, class V>
[[nodiscard]] auto contains(P const& where, V const& part)
{
    static_assert(expressions::may_contain(expressions::operand_model<P>, expressions::operand_model<V>),
        "contains takes a part of a text or binary value, or an element of a set or list.");
    return expressions::call<expressions::relation::other>("contains(", where, part);
}

} // namespace dynasio

#endif
