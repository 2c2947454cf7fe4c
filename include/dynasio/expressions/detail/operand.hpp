// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_OPERAND_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_OPERAND_HPP

#include <dynasio/expressions/detail/fragment.hpp>
#include <dynasio/expressions/detail/value.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dynasio {
class path;
}

namespace dynasio::expressions {

/// Paths to attributes, with or without a type.
template <class X>
concept path_operand = requires { typename X::expression_path; };

/// `size(path)`.
template <class X>
concept size_operand = requires { typename X::expression_size; };

/// Operands of comparisons.
template <class X>
concept condition_operand = path_operand<X> || size_operand<X>;

/// `if_not_exists`, `list_append`.
template <class X>
concept function_operand = requires { typename X::expression_function; };

/// `a + b`, `a - b`.
template <class X>
concept sum_operand = requires { typename X::expression_sum; };

/// Operands of updates.
template <class X>
concept update_operand = path_operand<X> || function_operand<X>;

template <class X>
concept operand = condition_operand<X> || function_operand<X> || sum_operand<X>;

template <class X>
struct operand_type
{
    using model = typename value_type_of<X>::type;
};
template <operand X>
struct operand_type<X>
{
    using model = typename X::value_type;
};

template <class X>
inline constexpr type_model const& operand_model = model_of<typename operand_type<X>::model>::value;

/// The value to store at a path. Errors contain the path.
template <class P, class V>
attribute_value make_value_at(P const& where, V const& value)
{
    try
    {
        return make_value(value);
    }
    catch (mapping_error const& e)
    {
        throw e.within(where.to_path().text());
    }
}

[[noreturn]] void fail_range(path const& where, std::string_view value);

/// Throws for an integer that a member of type `T` cannot hold.
template <class T, class P, class V>
void check_range(P const& where, V const& value)
{
    if constexpr (mapping::kind_of<T> == mapping::kind::optional)
        check_range<typename T::value_type>(where, value);
    else if constexpr (value::plain_integer<T> && value::plain_integer<V>)
        if (!std::in_range<T>(value))
            fail_range(where.to_path(), std::to_string(value));
}

template <class X>
void write_operand(fragment& out, X const& x)
{
    if constexpr (operand<X>)
        x.write(out);
    else
        out.add_value(make_value(x));
}

} // namespace dynasio::expressions

#endif
