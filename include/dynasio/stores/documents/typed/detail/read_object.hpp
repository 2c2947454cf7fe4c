// SPDX-License-Identifier: BSL-1.0
//
// Documents to structs. Targets are fresh: what is not stored keeps its value.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_READ_OBJECT_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_READ_OBJECT_HPP

#include <dynasio/mapping/detail/from_attribute.hpp>
#include <dynasio/stores/documents/typed/detail/object_shape.hpp>
#include <dynasio/stores/documents/typed/detail/wrapper.hpp>
#include <dynasio/stores/documents/typed/typed_reading.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace dynasio::stores::documents {

template <class T>
void read_at(attribute_value const& stored, T& to, typed_reading how);

/// DynamoDB's name of the type that T is stored as.
template <class T>
constexpr std::string_view tag_of_shape()
{
    if constexpr (shape_of<T> == shape::optional)
        return tag_of_shape<typename T::value_type>();
    else if constexpr (shape_of<T> == shape::choice)
        return "M";
    else
        return mapping::tag_of<T>();
}

/// What the value of a member is, taken out of its wrapper.
template <class T>
attribute_value const& content_of(attribute_value const& stored, typed_reading how)
{
    if (how.form == document_form::wrapped)
        if (auto const wrapper = find_wrapper(stored))
        {
            checked_class(*wrapper, classes_of<T>());
            return *wrapper->value;
        }
    return stored;
}

/// Whether the value says that there is none. Throws `mapping_error` if it says both.
template <class T>
bool is_none(attribute_value const& stored, typed_reading how)
{
    if (stored.is_null())
        return true;
    if (how.form == document_form::wrapped)
        if (auto const wrapper = find_wrapper(stored))
        {
            if (!wrapper->is_none())
                return false;
            check_none(*wrapper, how.accepts_text);
            return true;
        }
    // Without a class, the text may be the value.
    constexpr bool can_be_text = shape_of<T> == shape::leaf && is_one_of(classes_of<T>(), python_class::text);
    return !can_be_text && how.accepts_text && stored == attribute_value("None");
}

/// Runs the reading of one value, whose errors may quote it.
template <class F>
void reading_content(typed_reading how, F read)
{
    if (how.quotes_contents)
        return read();
    try
    {
        read();
    }
    catch (mapping_error const&)
    {
        fail_content();
    }
    catch (json::codec_error const&)
    {
        fail_content();
    }
}

/// A number or boolean that is stored as a text.
template <class T>
attribute_value restored_as(std::string const& text, typed_reading how)
{
    constexpr bool is_boolean = is_one_of(python_class::boolean, classes_of<T>());
    if (auto value = restored(text, is_boolean ? python_class::boolean : python_class::floating))
        return std::move(*value);
    fail_text(mapping::tag_of<T>(), text, how.quotes_contents);
}

template <class T>
void read_leaf_at(attribute_value const& stored, T& to, typed_reading how)
{
    constexpr auto kind = mapping::find_kind<T>();
    constexpr bool is_any = kind == mapping::kind::value || kind == mapping::kind::custom;
    constexpr bool may_be_text = mapping::is_number(kind) || kind == mapping::kind::boolean;
    if constexpr (is_any)
    {
        auto const content =
            how.form == document_form::wrapped ? unwrapped(stored, how.accepts_text) : stored;
        reading_content(how, [&] { mapping::read_value(content, to, {}); });
    }
    else
    {
        if constexpr (kind == mapping::kind::set)
            if (is_none<T>(stored, how))
                return to.clear();
        auto const& content = content_of<T>(stored, how);
        auto const read = [&](attribute_value const& value)
        {
            if (to_string(value.type()) != mapping::tag_of<T>())
                mapping::fail_wrong_type(mapping::tag_of<T>(), mapping::found_tag(value));
            reading_content(how, [&] { mapping::read_value(value, to, {}); });
        };
        if constexpr (may_be_text)
            if (auto const* text = content.if_string(); text && how.accepts_text)
                return read(restored_as<T>(*text, how));
        read(content);
    }
}

template <class T>
void read_list_at(attribute_value const& content, T& to, typed_reading how)
{
    auto const& list = mapping::stored_as<attribute_list, T>(content);
    if constexpr (mapping::find_kind<T>() == mapping::kind::array)
    {
        if (list.size() != to.size())
            mapping::fail_wrong_size(to.size(), list.size(), "elements");
        for (std::size_t i = 0; i < list.size(); ++i)
            mapping::within_index(i, [&] { read_at(list[i], to[i], how); });
    }
    else
    {
        to.clear();
        to.reserve(list.size());
        for (std::size_t i = 0; i < list.size(); ++i)
            mapping::within_index(i,
                [&]
                {
                    typename T::value_type element{};
                    read_at(list[i], element, how);
                    to.push_back(std::move(element));
                });
    }
}

template <class T>
void read_map_at(attribute_value const& content, T& to, typed_reading how)
{
    to.clear();
    for (auto const& [name, value] : mapping::stored_as<item, T>(content))
        mapping::within_name(name, [&n = name, &v = value, &to, how] { read_at(v, to[n], how); });
}

/// Reads the alternative whose class the object names.
template <class... A>
void read_choice_at(attribute_value const& stored, std::variant<A...>& to, typed_reading how)
{
    auto const* object = stored.if_a<item>();
    if (!object)
        mapping::fail_wrong_type("M", mapping::found_tag(stored));
    auto const found = class_of_object(*object);
    auto const read_if = [&]<class One>(std::in_place_type_t<One>)
    {
        using traits = document_traits<One>;
        if (found.class_name != traits::class_name || found.module_name != traits::module_name)
            return false;
        read_at(stored, to.template emplace<One>(), how);
        return true;
    };
    if (!(read_if(std::in_place_type<A>) || ...))
        fail_class("of the variant", found);
}

/// What is done with the members of a struct; the tables are indexed like `described<T>::names`.
template <class T>
struct object_reader
{
    using function = void (*)(attribute_value const&, T&, typed_reading);
    using missing_function = void (*)(T&);

    template <class D>
    static void read(attribute_value const& stored, T& to, typed_reading how)
    {
        if constexpr (is_read_member<D, T>)
            read_at(stored, to.*D::pointer, how);
    }

    template <class D>
    static void missing(T& to)
    {
        using member = mapping::member_type<D, T>;
        if constexpr (document_traits<T>::template requires_member<D::pointer>())
            mapping::fail_missing(tag_of_shape<member>());
        else if constexpr (is_read_member<D, T> && may_be_empty<member>)
            to.*D::pointer = member(); // it was left out because it was empty
    }

    template <template <class...> class L, class... D>
    static constexpr std::array<function, sizeof...(D)> make(L<D...>)
    {
        return {&read<D>...};
    }
    template <template <class...> class L, class... D>
    static constexpr std::array<missing_function, sizeof...(D)> make_missing(L<D...>)
    {
        return {&missing<D>...};
    }

    static constexpr auto functions = make(typename mapping::described<T>::members());
    static constexpr auto missing_functions = make_missing(typename mapping::described<T>::members());
};

/// In the order of the members, so that an error names the first that does not fit.
template <class T>
void read_members(item const& object, T& to, typed_reading how)
{
    using members = mapping::described<T>;
    std::array<attribute_value const*, members::count> found{};
    std::string const* unknown = nullptr;
    for (auto const& [name, value] : object)
    {
        auto const i = members::table.find(name);
        if (i < members::count)
            found[i] = &value;
        else if (!unknown && !is_reserved_name(name) && name != document_traits<T>::key_name)
            unknown = &name;
    }
    for (std::size_t i = 0; i < members::count; ++i)
        mapping::within_name(members::names[i],
            [&]
            {
                if (found[i])
                    object_reader<T>::functions[i](*found[i], to, how);
                else
                    object_reader<T>::missing_functions[i](to);
            });
    if (unknown && how.unknown == unknown_attributes::refuse)
        mapping::within_name(*unknown, [] { mapping::fail_unknown_attribute(); });
}

template <class T>
void read_object_at(attribute_value const& stored, T& to, typed_reading how)
{
    auto const& object = mapping::stored_as<item, T>(stored);
    if (how.form == document_form::wrapped)
        check_object(object, document_traits<T>::class_name, document_traits<T>::module_name);
    if constexpr (document_traits<T>::is_shard)
        check_is_read(object);
    read_members(object, to, how);
}

template <class T>
void read_at(attribute_value const& stored, T& to, typed_reading how)
{
    constexpr auto is = shape_of<T>;
    if constexpr (is == shape::object)
        read_object_at(stored, to, how);
    else if constexpr (is == shape::choice)
        read_choice_at(stored, to, how);
    else if constexpr (is == shape::optional)
    {
        if (is_none<typename T::value_type>(stored, how))
            to.reset();
        else
            read_at(stored, to.emplace(), how);
    }
    else if constexpr (is == shape::list)
        read_list_at(content_of<T>(stored, how), to, how);
    else if constexpr (is == shape::map)
        read_map_at(content_of<T>(stored, how), to, how);
    else
        read_leaf_at(stored, to, how);
}

} // namespace dynasio::stores::documents

#endif
