// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_COMPARISON_HPP
#define DYNASIO_EXPRESSIONS_COMPARISON_HPP

#include <dynasio/detail/expression_operand.hpp>
#include <dynasio/expressions/condition.hpp>

#include <cstdint>
#include <initializer_list>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dynasio {

namespace detail {

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

} // namespace detail

/// A condition of one operator or function on `Left`, which a `key_condition` can be made of if it has the form for it.
template <detail::relation Relation, class Left>
class simple_condition : public condition
{
public:
    static constexpr auto relation = Relation;
    using left = Left;

    explicit simple_condition(detail::fragment content) : condition(std::move(content), binding::whole) {}
};

/// The size of an attribute: bytes of a text or binary value, elements of a set, list or map.
template <class P>
class size_of
{
public:
    using value_type = std::uint64_t;
    using record = typename P::record;
    using expression_size = size_of;

    explicit size_of(P where) : where_(std::move(where)) {}
    void write(detail::fragment& out) const
    {
        out.add_text("size(");
        where_.write(out);
        out.add_text(")");
        ++out.operators;
    }

private:
    P where_;
};

template <detail::path_operand P>
[[nodiscard]] size_of<P> size(P const& where)
{
    static_assert(detail::has_size(detail::operand_model<P>), "Numbers and bools have no size.");
    return size_of<P>(where);
}

namespace detail {

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
        "The two sides are stored as different types, so that the comparison never holds.");
    static_assert(R == relation::equal || R == relation::not_equal
            || (has_order(operand_model<A>) && has_order(operand_model<B>)),
        "Only texts, numbers and binary values have an order; others are equal or not.");
    constexpr auto options = operand_options<A, B>();
    fragment content;
    write_operand(content, a, options);
    content.add_text(sign_of(R));
    write_operand(content, b, options);
    ++content.operators;
    return simple_condition<operand<B> ? relation::other : R, A>(std::move(content));
}

template <relation R, class A, class... More>
auto call(std::string_view opening, A const& a, More const&... more)
{
    check_operands<A, More...>();
    constexpr auto options = operand_options<A, More...>();
    fragment content;
    content.add_text(opening);
    write_operand(content, a, options);
    ((content.add_text(", "), write_operand(content, more, options)), ...);
    content.add_text(")");
    ++content.operators;
    return simple_condition<R, A>(std::move(content));
}

void check_in(std::size_t count);

template <class A>
class in_writer
{
public:
    explicit in_writer(A const& a)
    {
        write_operand(content_, a, operand_options<A>());
        content_.add_text(" IN (");
        ++content_.operators;
    }
    template <class V>
    void add(V const& value)
    {
        check_operands<A, V>();
        static_assert(stored_alike(operand_model<A>, operand_model<V>),
            "The two sides are stored as different types, so that the comparison never holds.");
        if (count_++)
            content_.add_text(", ");
        write_operand(content_, value, operand_options<A, V>());
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

} // namespace detail

template <class A, class B>
    requires(detail::operand<A> || detail::operand<B>)
[[nodiscard]] auto operator==(A const& a, B const& b)
{
    return detail::compare<detail::relation::equal>(a, b);
}
template <class A, class B>
    requires(detail::operand<A> || detail::operand<B>)
[[nodiscard]] auto operator!=(A const& a, B const& b)
{
    return detail::compare<detail::relation::not_equal>(a, b);
}
template <class A, class B>
    requires(detail::operand<A> || detail::operand<B>)
[[nodiscard]] auto operator<(A const& a, B const& b)
{
    return detail::compare<detail::relation::less>(a, b);
}
template <class A, class B>
    requires(detail::operand<A> || detail::operand<B>)
[[nodiscard]] auto operator<=(A const& a, B const& b)
{
    return detail::compare<detail::relation::less_equal>(a, b);
}
template <class A, class B>
    requires(detail::operand<A> || detail::operand<B>)
[[nodiscard]] auto operator>(A const& a, B const& b)
{
    return detail::compare<detail::relation::greater>(a, b);
}
template <class A, class B>
    requires(detail::operand<A> || detail::operand<B>)
[[nodiscard]] auto operator>=(A const& a, B const& b)
{
    return detail::compare<detail::relation::greater_equal>(a, b);
}

/// True from `low` to `high`, both included.
template <class A, class L, class H>
    requires(detail::operand<A> || detail::operand<L> || detail::operand<H>)
[[nodiscard]] auto between(A const& a, L const& low, H const& high)
{
    using namespace detail;
    check_operands<A, L, H>();
    static_assert(
        stored_alike(operand_model<A>, operand_model<L>) && stored_alike(operand_model<A>, operand_model<H>),
        "The limits are stored as another type than what they limit.");
    static_assert(has_order(operand_model<A>), "Only texts, numbers and binary values have an order.");
    constexpr auto options = operand_options<A, L, H>();
    fragment content;
    write_operand(content, a, options);
    content.add_text(" BETWEEN ");
    write_operand(content, low, options);
    content.add_text(" AND ");
    write_operand(content, high, options);
    ++content.operators;
    return simple_condition < operand<L> || operand<H> ? relation::other : relation::between,
           A > (std::move(content));
}

/// True if the attribute equals one of the values, 1 to 100: `in(a, {"x", "y"})`, `in(a, vector)`, `in(a, "x", "y")`.
/// Throws `expression_error` for none or more.
template <detail::condition_operand A, class E>
[[nodiscard]] condition in(A const& a, std::initializer_list<E> values)
{
    detail::in_writer<A> writer(a);
    for (auto const& value : values)
        writer.add(value);
    return std::move(writer).finish();
}
template <detail::condition_operand A, detail::several_values V>
[[nodiscard]] condition in(A const& a, V const& values)
{
    detail::in_writer<A> writer(a);
    for (auto const& value : values)
        writer.add(value);
    return std::move(writer).finish();
}
template <detail::condition_operand A, class... V>
    requires(sizeof...(V) > 1)
[[nodiscard]] condition in(A const& a, V const&... values)
{
    detail::in_writer<A> writer(a);
    (writer.add(values), ...);
    return std::move(writer).finish();
}

/// True if the attribute is there, NULL included.
template <detail::path_operand P>
[[nodiscard]] auto exists(P const& where)
{
    return detail::call<detail::relation::other>("attribute_exists(", where);
}

template <detail::path_operand P>
[[nodiscard]] auto not_exists(P const& where)
{
    return detail::call<detail::relation::other>("attribute_not_exists(", where);
}

/// True if the stored value is of this type. Throws `expression_error` for `unknown`.
template <detail::path_operand P>
[[nodiscard]] auto has_type(P const& where, attribute_type type)
{
    return detail::call<detail::relation::other>("attribute_type(", where, type);
}

/// True for texts and binary values that begin so.
template <detail::path_operand P, class V>
[[nodiscard]] auto begins_with(P const& where, V const& prefix)
{
    static_assert(detail::may_begin(detail::operand_model<P>, detail::operand_model<V>),
        "begins_with takes a text for a text, or binary for binary.");
    constexpr auto form = detail::operand<V> ? detail::relation::other : detail::relation::begins_with;
    return detail::call<form>("begins_with(", where, prefix);
}

/// True for texts and binary values with this part, and for sets and lists with this element.
template <detail::path_operand P, class V>
[[nodiscard]] auto contains(P const& where, V const& part)
{
    static_assert(detail::may_contain(detail::operand_model<P>, detail::operand_model<V>),
        "contains takes a part of a text or binary value, or an element of a set or list.");
    return detail::call<detail::relation::other>("contains(", where, part);
}

} // namespace dynasio

#endif
