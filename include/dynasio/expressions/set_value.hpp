// SPDX-License-Identifier: BSL-1.0
//
// The right side of an assignment in an update.

#ifndef DYNASIO_EXPRESSIONS_SET_VALUE_HPP
#define DYNASIO_EXPRESSIONS_SET_VALUE_HPP

#include <dynasio/expressions/attr.hpp>
#include <dynasio/expressions/detail/operand.hpp>
#include <dynasio/expressions/elements.hpp>

#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>

namespace dynasio {

/// The result of `if_not_exists` or `list_append`, for the right side of an update.
template <class T, bool Appends>
class set_function
{
public:
    using value_type = T;
    using expression_function = set_function;
    static constexpr bool appends = Appends;

    explicit set_function(expressions::fragment content) : content_(std::move(content)) {}
    void write(expressions::fragment& out) const { out.add(content_); }

private:
    expressions::fragment content_;
};

/// The result of `+` or `-`, for the right side of an update.
template <class T>
class set_sum
{
public:
    using value_type = T;
    using expression_sum = set_sum;

    explicit set_sum(expressions::fragment content) : content_(std::move(content)) {}
    void write(expressions::fragment& out) const { out.add(content_); }

private:
    expressions::fragment content_;
};

namespace expressions {

template <class X>
constexpr bool is_append()
{
    if constexpr (function_operand<X>)
        return X::appends;
    else
        return false;
}

/// Lets compilation continue after the message about operands that are not numbers.
template <class L, class R>
using sum_type =
    std::conditional_t<!is_numeric(operand_model<L>) || !is_numeric(operand_model<R>), attribute_value,
        std::conditional_t<operand_model<L>.fraction || operand_model<R>.fraction, double,
            std::conditional_t<operand_model<L>.whole_number && operand_model<R>.whole_number, std::int64_t,
                number>>>;

template <class A, class B>
fragment write_binary(
    std::string_view before, A const& a, std::string_view between, B const& b, std::string_view after)
{
    fragment result;
    result.add_text(before);
    write_operand(result, a);
    result.add_text(between);
    write_operand(result, b);
    result.add_text(after);
    ++result.operators;
    return result;
}

template <class L, class R>
auto write_sum(L const& left, std::string_view sign, R const& right)
{
    static_assert(!sum_operand<L> && !sum_operand<R>,
        "DynamoDB computes with one + or - for each attribute that is set.");
    static_assert(is_numeric(operand_model<L>) && is_numeric(operand_model<R>),
        "Only numbers can be added to or subtracted from.");
    static_assert(!is_append<L>() && !is_append<R>(), "Lists cannot be added to: use list_append.");
    return set_sum<sum_type<L, R>>(write_binary("", left, sign, right, ""));
}

template <class A, class B>
auto write_append(A const& front, B const& back)
{
    static_assert(is_list(operand_model<A>) && is_list(operand_model<B>), "list_append joins two lists.");
    static_assert(!is_list(operand_model<A>) || !is_list(operand_model<B>)
            || stored_alike(operand_model<A>, operand_model<B>),
        "The elements of the two lists are stored as different types.");
    static_assert(!sum_operand<A> && !sum_operand<B> && !is_append<A>() && !is_append<B>(),
        "DynamoDB takes attributes, values and if_not_exists within list_append, no other list_append.");
    using typed = std::conditional_t<operand<A>, A, B>;
    return set_function<typename operand_type<typed>::model, true>(
        write_binary("list_append(", front, ", ", back, ")"));
}

} // namespace expressions

/// The attribute's value, or `otherwise` (a value, another attribute, an `if_not_exists`) if the attribute does not exist.
template <expressions::path_operand P, class V>
[[nodiscard]] auto if_not_exists(P const& where, V const& otherwise)
{
    static_assert(expressions::storable_in(expressions::operand_model<P>, expressions::operand_model<V>),
        "The value for a missing attribute must be of the type that the attribute is stored as.");
    static_assert(!expressions::sum_operand<V> && !expressions::is_append<V>(),
        "DynamoDB takes an attribute, a value or if_not_exists within if_not_exists.");
    return set_function<typename P::value_type, false>(
        expressions::write_binary("if_not_exists(", where, ", ", otherwise, ")"));
}

/// The concatenation of two lists: `list_append(attr<&phone::log>, elements("called"))`.
template <class A, class B>
    requires(expressions::update_operand<A> || expressions::update_operand<B>)
[[nodiscard]] auto list_append(A const& front, B const& back)
{
    return expressions::write_append(front, back);
}
template <expressions::update_operand A, class E>
[[nodiscard]] auto list_append(A const& front, std::initializer_list<E> back)
{
    return expressions::write_append(front, back);
}
template <class E, expressions::update_operand B>
[[nodiscard]] auto list_append(std::initializer_list<E> front, B const& back)
{
    return expressions::write_append(front, back);
}

template <class L, class R>
    requires(expressions::operand<L> || expressions::operand<R>)
[[nodiscard]] auto operator+(L const& left, R const& right)
{
    return expressions::write_sum(left, " + ", right);
}
template <class L, class R>
    requires(expressions::operand<L> || expressions::operand<R>)
[[nodiscard]] auto operator-(L const& left, R const& right)
{
    return expressions::write_sum(left, " - ", right);
}

namespace expressions {

template <class P>
inline constexpr bool is_whole_member = false;
template <auto Member>
inline constexpr bool is_whole_member<typed_attribute<Member>> = true;

/// `where = value` as a change.
template <class Change, class P, class V>
Change write_assignment(P const& where, V const& value)
{
    static_assert(!size_operand<V>, "DynamoDB has no size() in updates.");
    static_assert(storable_in(operand_model<P>, operand_model<V>),
        "The value must be of the type that the attribute is stored as.");
    fragment content;
    if constexpr (operand<V>)
        value.write(content);
    else
    {
        if (is_absent_value(value))
            return Change(update_clause::remove, where.to_path(), {});
        check_range<typename P::value_type>(where, value);
        content.add_value(make_value_at(where, value));
    }
    return Change(update_clause::set, where.to_path(), std::move(content));
}

/// Sets what is at P to what is at From.
template <class P, class From>
class copied : public change_of<P::root>
{
public:
    using copied_to = P;
    using copied_from = From;

    using change_of<P::root>::change_of;
};

template <class P, class V>
struct assigned
{
    using type = std::conditional_t<is_whole_member<P> && !operand<V>, assignment<P::root>,
        std::conditional_t<path_operand<V>, copied<P, V>, change_of<P::root>>>;
    static type make(P const& where, V const& value) { return write_assignment<type>(where, value); }
};

} // namespace expressions

} // namespace dynasio

#endif
