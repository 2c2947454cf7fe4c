// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_COMPARISON_HPP
#define DYNASIO_EXPRESSIONS_COMPARISON_HPP

#include <dynasio/expressions/condition.hpp>
#include <dynasio/expressions/detail/operand.hpp>
#include <dynasio/expressions/elements.hpp>

#include <cstdint>
#include <initializer_list>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dynasio {

namespace expressions {

enum class relation : unsigned char
{
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    between,
    begins_with,
    other,
};

constexpr std::string_view sign_of(relation r)
{
    constexpr std::string_view signs[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};
    return signs[static_cast<std::size_t>(r)];
}

} // namespace expressions

/// A condition of one operator or function on `Left`. It converts to a `key_condition` if it has a suitable form.
template <expressions::relation Relation, class Left>
class simple_condition : public condition
{
public:
    static constexpr auto relation = Relation;
    using left = Left;

    explicit simple_condition(expressions::fragment content) : condition(std::move(content), binding::whole)
    {}
};

namespace expressions {

template <class... X>
constexpr void check_operands()
{
    static_assert((!function_operand<X> && ...) && (!sum_operand<X> && ...),
        "if_not_exists, list_append, + and - are for updates; DynamoDB has none of them in conditions.");
}

/// Comparison of two operands, at least one of which is an attribute.
template <relation R, class A, class B>
auto compare(A const& a, B const& b)
{
    check_operands<A, B>();
    static_assert(stored_alike(operand_model<A>, operand_model<B>),
        "The two sides are of different types, so that the comparison never holds: they are stored "
        "differently, or one is an enum and the other is not of it.");
    static_assert(R == relation::equal || R == relation::not_equal
            || (has_order(operand_model<A>) && has_order(operand_model<B>)),
        "Only texts, numbers and binary values have an order; others are equal or not.");
    fragment content;
    write_operand(content, a);
    content.add_text(sign_of(R));
    write_operand(content, b);
    ++content.operators;
    constexpr bool is_form_of_key = !operand<B> && !operand_model<B>.is(attribute_type::null);
    return simple_condition<is_form_of_key ? R : relation::other, A>(std::move(content));
}

void check_in(std::size_t count);

template <class A>
class in_writer
{
public:
    explicit in_writer(A const& a)
    {
        write_operand(content_, a);
        content_.add_text(" IN (");
        ++content_.operators;
    }
    template <class V>
    void add(V const& value)
    {
        check_operands<A, V>();
        static_assert(stored_alike(operand_model<A>, operand_model<V>),
            "The two sides are of different types, so that the comparison never holds: they are stored "
            "differently, or one is an enum and the other is not of it.");
        if (count_++)
            content_.add_text(", ");
        write_operand(content_, value);
    }
    condition finish() &&
    {
        check_in(count_);
        content_.add_text(")");
        return condition(std::move(content_), condition::binding::whole);
    }

private:
    fragment content_;
    std::size_t count_ = 0;
};

template <class V>
concept several_values = std::ranges::input_range<V const> && !text_like<V> && !operand<V>;

} // namespace expressions

template <class A, class B>
    requires(expressions::operand<A> || expressions::operand<B>)
[[nodiscard]] auto operator==(A const& a, B const& b)
{
    return expressions::compare<expressions::relation::equal>(a, b);
}
template <class A, class B>
    requires(expressions::operand<A> || expressions::operand<B>)
[[nodiscard]] auto operator!=(A const& a, B const& b)
{
    return expressions::compare<expressions::relation::not_equal>(a, b);
}
template <class A, class B>
    requires(expressions::operand<A> || expressions::operand<B>)
[[nodiscard]] auto operator<(A const& a, B const& b)
{
    return expressions::compare<expressions::relation::less>(a, b);
}
template <class A, class B>
    requires(expressions::operand<A> || expressions::operand<B>)
[[nodiscard]] auto operator<=(A const& a, B const& b)
{
    return expressions::compare<expressions::relation::less_equal>(a, b);
}
template <class A, class B>
    requires(expressions::operand<A> || expressions::operand<B>)
[[nodiscard]] auto operator>(A const& a, B const& b)
{
    return expressions::compare<expressions::relation::greater>(a, b);
}
template <class A, class B>
    requires(expressions::operand<A> || expressions::operand<B>)
[[nodiscard]] auto operator>=(A const& a, B const& b)
{
    return expressions::compare<expressions::relation::greater_equal>(a, b);
}

/// True for values from `low` to `high`, both included.
template <class A, class L, class H>
    requires(expressions::operand<A> || expressions::operand<L> || expressions::operand<H>)
[[nodiscard]] auto between(A const& a, L const& low, H const& high)
{
    using namespace expressions;
    check_operands<A, L, H>();
    static_assert(
        stored_alike(operand_model<A>, operand_model<L>) && stored_alike(operand_model<A>, operand_model<H>),
        "The limits are stored as another type than what they limit.");
    static_assert(has_order(operand_model<A>), "Only texts, numbers and binary values have an order.");
    fragment content;
    write_operand(content, a);
    content.add_text(" BETWEEN ");
    write_operand(content, low);
    content.add_text(" AND ");
    write_operand(content, high);
    ++content.operators;
    return simple_condition < operand<L> || operand<H> ? relation::other : relation::between,
           A > (std::move(content));
}

/// True if the attribute equals one of the values, 1 to 100: `in(a, "x", "y")`, `in(a, vector)`, `in(a, {"x", "y"})`.
/// Throws `expression_error` for any other number.
template <expressions::condition_operand A, class E>
[[nodiscard]] condition in(A const& a, std::initializer_list<E> values)
{
    expressions::in_writer<A> writer(a);
    for (auto const& value : values)
        writer.add(value);
    return std::move(writer).finish();
}
template <expressions::condition_operand A, expressions::several_values V>
[[nodiscard]] condition in(A const& a, V const& values)
{
    expressions::in_writer<A> writer(a);
    for (auto const& value : values)
        writer.add(value);
    return std::move(writer).finish();
}
template <expressions::condition_operand A, class... V>
    requires(sizeof...(V) > 1 || (sizeof...(V) == 1 && !(expressions::several_values<V> && ...)))
[[nodiscard]] condition in(A const& a, V const&... values)
{
    expressions::in_writer<A> writer(a);
    (writer.add(values), ...);
    return std::move(writer).finish();
}

} // namespace dynasio

#endif
