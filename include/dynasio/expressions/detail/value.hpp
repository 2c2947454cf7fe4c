// SPDX-License-Identifier: BSL-1.0
//
// C++ values in expressions: everything that can be a member, and strings in any form.

#ifndef DYNASIO_EXPRESSIONS_DETAIL_VALUE_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_VALUE_HPP

#include <dynasio/expressions/detail/type_model.hpp>
#include <dynasio/mapping/detail/to_attribute.hpp>

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dynasio::expressions {

/// A null pointer is NULL, although it converts to a string.
template <class V>
concept text_like = std::convertible_to<V const&, std::string_view> && !std::same_as<V, std::nullptr_t>;

/// The type whose model describes a value.
template <class V>
struct value_type_of
{
    using type = V;
};
template <text_like V>
    requires(!mapping::has_custom_mapping<V>)
struct value_type_of<V>
{
    using type = std::string;
};
template <>
struct value_type_of<attribute_type>
{
    using type = std::string;
};
template <>
struct value_type_of<std::nullopt_t>
{
    using type = std::nullptr_t;
};
template <class T>
struct value_type_of<std::initializer_list<T>>
{
    using type = std::vector<typename value_type_of<T>::type>;
};

template <class V>
inline constexpr type_model const& value_model =
    model_of<typename value_type_of<std::remove_cvref_t<V>>::type>::value;

/// Whether V is a braced list, or `elements` in place of one.
template <class V>
inline constexpr bool is_element_list = false;
template <class E>
inline constexpr bool is_element_list<std::initializer_list<E>> = true;

[[noreturn]] void fail_no_value();
[[noreturn]] void fail_type_name();

/// A set of these strings, numbers or binary values without duplicates.
attribute_value make_set(attribute_list const& elements);

template <class V>
attribute_value make_value(V const& value);

template <class Elements>
attribute_list make_list(Elements const& elements)
{
    attribute_list result;
    result.reserve(elements.size());
    for (auto const& element : elements)
        result.push_back(make_value(element));
    return result;
}

/// Throws `mapping_error` for a value that cannot be stored, including an empty optional or set.
template <class V>
attribute_value make_value(V const& value)
{
    if constexpr (std::same_as<V, std::nullptr_t>)
        return {};
    else if constexpr (std::same_as<V, std::nullopt_t>)
        fail_no_value();
    else if constexpr (is_element_list<V>)
        return make_list(value);
    else if constexpr (std::same_as<V, attribute_type>)
    {
        if (value == attribute_type::unknown)
            fail_type_name();
        return to_string(value);
    }
    else if constexpr (text_like<V> && !mapping::has_custom_mapping<V>)
        return std::string_view(value);
    else
    {
        if (mapping::is_absent(value))
            fail_no_value();
        return mapping::write_value(value);
    }
}

template <class V>
bool is_absent_value(V const& value)
{
    if constexpr (std::same_as<V, std::nullopt_t>)
        return true;
    else if constexpr (std::same_as<V, std::nullptr_t> || std::same_as<V, attribute_type>
        || is_element_list<V> || text_like<V>)
        return false;
    else
        return mapping::is_absent(value);
}

} // namespace dynasio::expressions

#endif
