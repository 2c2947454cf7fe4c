// SPDX-License-Identifier: BSL-1.0
//
// Structs to documents.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_WRITE_OBJECT_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_WRITE_OBJECT_HPP

#include <dynasio/mapping/detail/to_attribute.hpp>
#include <dynasio/stores/documents/typed/detail/object_shape.hpp>
#include <dynasio/stores/documents/typed/detail/wrapper.hpp>
#include <dynasio/stores/documents/typed/document_form.hpp>

#include <optional>
#include <utility>
#include <variant>

namespace dynasio::stores::documents {

/// Where a value is: dynamo-store wraps members and the elements of their lists, and nothing within these. Objects name
/// their class wherever they are.
enum class value_place : unsigned char
{
    member,
    element,
    inside,
};

constexpr bool is_wrapped_at(value_place place, document_form form)
{
    return form == document_form::wrapped && place != value_place::inside;
}
constexpr value_place elements_of(value_place list)
{
    return list == value_place::member ? value_place::element : value_place::inside;
}

template <class T>
item write_object(T const& value, document_form form, bool names_class);

template <class T>
attribute_value write_at(value_place place, T const& value, document_form form);

/// The class of a type that is the same for all its values, other than that of the value.
template <class T>
constexpr std::optional<python_class> fixed_class_of()
{
    constexpr auto kind = mapping::find_kind<T>();
    if constexpr (kind == mapping::kind::floating)
        return python_class::floating;
    else if constexpr (kind == mapping::kind::time)
        return mapping::decimal_period<typename mapping::duration_of<T>::type::period::type>::digits == 0
            ? python_class::integer
            : python_class::floating;
    else
        return std::nullopt;
}

template <class T>
attribute_value write_leaf(value_place place, T const& value, document_form form)
{
    constexpr auto kind = mapping::find_kind<T>();
    attribute_value result = mapping::write_value(value);
    if constexpr (kind == mapping::kind::value || kind == mapping::kind::custom
        || kind == mapping::kind::item)
    {
        check_reserved_names(result);
        if (is_wrapped_at(place, form) && place == value_place::member)
            return wrapped_as_member(std::move(result));
    }
    if (!is_wrapped_at(place, form))
        return result;
    auto const of = fixed_class_of<T>().value_or(class_of(result));
    return wrapped(std::move(result), of);
}

template <class T>
attribute_value write_list(value_place place, T const& values, document_form form)
{
    attribute_list result;
    result.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        result.push_back(mapping::within_index(
            i, [&] { return write_at<typename T::value_type>(elements_of(place), values[i], form); }));
    return result;
}

template <class T>
attribute_value write_map(T const& values, document_form form)
{
    item result;
    result.reserve(values.size());
    for (auto const& [key, element] : values)
    {
        check_reserved_name(key);
        result.append_new(key) = mapping::within_name(
            key, [&e = element, form] { return write_at(value_place::inside, e, form); });
    }
    return result;
}

/// A member, an element of a list, or a value within these.
template <class T>
attribute_value write_at(value_place place, T const& value, document_form form)
{
    constexpr auto is = shape_of<T>;
    if constexpr (is == shape::object)
        return write_object(value, form, form == document_form::wrapped);
    else if constexpr (is == shape::choice)
    {
        if (value.valueless_by_exception())
            throw mapping_error({}, "the variant has no value");
        return std::visit(
            [form](auto const& held) { return attribute_value(write_object(held, form, true)); }, value);
    }
    else if constexpr (is == shape::optional)
    {
        if (value)
            return write_at(place, *value, form);
        return is_wrapped_at(place, form) ? wrapped({}, python_class::none_type) : attribute_value();
    }
    else if constexpr (is == shape::list || is == shape::map)
    {
        attribute_value result;
        if constexpr (is == shape::list)
            result = write_list(place, value, form);
        else
            result = write_map(value, form);
        auto const of = is == shape::list ? python_class::list : python_class::dict;
        return is_wrapped_at(place, form) ? wrapped(std::move(result), of) : std::move(result);
    }
    else
        return write_leaf(place, value, form);
}

/// Whether a member is left out: always if it is empty in the plain form.
template <class M>
bool is_left_out(M const& member, document_form form)
{
    return (form == document_form::plain || is_left_out_empty<M>) && is_empty(member);
}

template <class T>
item write_object(T const& value, document_form form, bool names_class)
{
    using traits = document_traits<T>;
    item result;
    result.reserve(mapping::described<T>::count + 3);
    if (names_class)
    {
        append_class(result, traits::class_name, traits::module_name);
        result.append_new("__metatype__", "shard");
    }
    for_each_written<T>(
        [&]<class D>(D)
        {
            constexpr std::string_view name = mapping::stored_name_of<D>();
            auto const& member = value.*D::pointer;
            if (!is_left_out(member, form))
                result.append_new(name) =
                    mapping::within_name(name, [&] { return write_at(value_place::member, member, form); });
        });
    return result;
}

/// The key in the member that is the key; empty if there is no such member, or if it is not set: an empty optional, string
/// or binary value.
template <class T>
std::optional<attribute_value> key_in([[maybe_unused]] T const& value)
{
    if constexpr (has_key_member<T>)
    {
        using member = key_member<T>;
        return mapping::within_name(mapping::stored_name_of<member>(),
            [&]() -> std::optional<attribute_value>
            {
                auto key = mapping::write_value(value.*member::pointer);
                bool const is_set = !key.is_null() && !(key.if_string() && key.as_string().empty())
                    && !(key.if_binary() && key.as_binary().empty());
                return is_set ? std::optional(std::move(key)) : std::nullopt;
            });
    }
    else
        return std::nullopt;
}

} // namespace dynasio::stores::documents

#endif
