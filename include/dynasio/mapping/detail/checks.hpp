// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says about a struct that cannot be stored: one sentence, in its first line, with the names of struct and
// member. Public functions check the struct before they instantiate a codec, and do nothing for one that fails, so that no other
// message follows. The sentence is that of an unavailable function, since a static_assert cannot name what it is about.

#ifndef DYNASIO_MAPPING_DETAIL_CHECKS_HPP
#define DYNASIO_MAPPING_DETAIL_CHECKS_HPP

#include <dynasio/mapping/detail/described.hpp>
#include <dynasio/mapping/detail/kind.hpp>

#include <boost/describe/bases.hpp>
#include <boost/mp11/list.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

/// Makes the use of a function an error with this sentence.
#define DYNASIO_UNAVAILABLE(sentence) __attribute__((unavailable(sentence)))

namespace dynasio {

/// Specialise as true for a struct that leaves members out of `BOOST_DESCRIBE_STRUCT` on purpose, such as a cached value. They are
/// neither stored nor read.
template <class T>
inline constexpr bool has_undescribed_members = false;

namespace mapping {

template <class Struct>
DYNASIO_UNAVAILABLE(
    "Describe this struct with BOOST_DESCRIBE_STRUCT, or specialise dynasio::attribute_mapping for it.")
constexpr void cannot_store_struct()
{}
template <class Enum>
DYNASIO_UNAVAILABLE("Describe this enum with BOOST_DESCRIBE_ENUM.")
constexpr void cannot_store_enum()
{}
template <class Type>
DYNASIO_UNAVAILABLE("DynamoDB cannot store this type: use a string, integer, float or double, bool, number, "
                    "binary, optional, "
                    "vector, set of texts, numbers or binary, map with string keys, chrono time, or a "
                    "described struct or enum.")
constexpr void cannot_store_type()
{}
template <auto Member, class Type>
DYNASIO_UNAVAILABLE("Describe the struct that this member holds with BOOST_DESCRIBE_STRUCT, or specialise "
                    "dynasio::attribute_mapping for it.")
constexpr void cannot_store_struct_of_member()
{}
template <auto Member, class Type>
DYNASIO_UNAVAILABLE("Describe the enum that this member holds with BOOST_DESCRIBE_ENUM.")
constexpr void cannot_store_enum_of_member()
{}
template <auto Member, class Type>
DYNASIO_UNAVAILABLE("DynamoDB cannot store the type of this member: use a string, integer, float or double, "
                    "bool, number, binary, "
                    "optional, vector, set of texts, numbers or binary, map with string keys, chrono time, "
                    "or a described struct "
                    "or enum.")
constexpr void cannot_store_member()
{}
template <class Struct>
DYNASIO_UNAVAILABLE(
    "This struct has a member that BOOST_DESCRIBE_STRUCT does not list: list it, or specialise "
    "dynasio::has_undescribed_members for the struct.")
constexpr void cannot_store_undescribed_member()
{}

/// Converts to any member of T, but to none of its bases.
template <class T>
struct any_member
{
    template <class U>
        requires(!std::is_base_of_v<U, T>)
    operator U() const noexcept;
};

template <class T, std::size_t... I>
constexpr bool has_members(std::index_sequence<I...>)
{
    return requires { T{(void(I), any_member<T>())...}; };
}

/// Whether an aggregate has more members than are described. False where they cannot be counted: in classes that
/// are no aggregates, and with described bases or C arrays.
template <class T>
constexpr bool forgets_members()
{
    using bases = boost::describe::describe_bases<T, boost::describe::mod_any_access>;
    if constexpr (has_undescribed_members<T> || !std::is_aggregate_v<T>
        || !boost::mp11::mp_empty<bases>::value)
        return false;
    else
    {
        constexpr bool has_arrays = []<template <class...> class L, class... D>(L<D...>)
        { return (std::is_array_v<member_type<D, T>> || ...); }(typename described<T>::members());
        return !has_arrays && has_members<T>(std::make_index_sequence<described<T>::count + 1>());
    }
}

/// What of a type must be storable: its element, or itself.
template <class T>
struct element_to_check
{
    using type = T;
};
template <class T>
    requires(find_kind<T>() == kind::map)
struct element_to_check<T>
{
    using type = typename element_to_check<typename T::mapped_type>::type;
};
template <class T>
    requires(find_kind<T>() == kind::list || find_kind<T>() == kind::array)
struct element_to_check<T>
{
    using type = typename element_to_check<typename T::value_type>::type;
};
template <class T>
    requires(find_kind<T>() == kind::optional && find_kind<typename T::value_type>() != kind::optional)
struct element_to_check<T>
{
    using type = typename element_to_check<typename T::value_type>::type;
};

/// Whether a type that is neither a container nor a described struct can be stored.
template <class T>
constexpr bool is_storable_alone()
{
    constexpr kind k = find_kind<T>();
    if constexpr (k == kind::set)
        return is_scalar(find_kind<typename T::value_type>());
    else
        return k != kind::unsupported && k != kind::optional;
}

template <class T, class... Outer>
constexpr bool check_struct();

template <class D, class T, class... Outer>
constexpr bool check_member()
{
    using element = typename element_to_check<std::remove_cv_t<member_type<D, T>>>::type;
    if constexpr (find_kind<element>() == kind::described_struct)
        return check_struct<element, Outer...>();
    else if constexpr (is_storable_alone<element>())
        return true;
    else
    {
        if constexpr (find_kind<element>() == kind::unsupported && std::is_enum_v<element>)
            cannot_store_enum_of_member<D::pointer, element>();
        else if constexpr (find_kind<element>() == kind::unsupported && std::is_class_v<element>)
            cannot_store_struct_of_member<D::pointer, element>();
        else
            cannot_store_member<D::pointer, element>();
        return false;
    }
}

/// `Outer` are the structs around this one, which may contain each other.
template <class T, class... Outer>
constexpr bool check_struct()
{
    if constexpr ((std::same_as<T, Outer> || ...))
        return true;
    else if constexpr (forgets_members<T>())
    {
        cannot_store_undescribed_member<T>();
        return false;
    }
    else
    {
        static_assert(described<T>::names.size() == described<T>::count); // checks the names
        return []<template <class...> class L, class... D>(L<D...>)
        { return (check_member<D, T, T, Outer...>() & ... & true); }(typename described<T>::members());
    }
}

template <class T>
constexpr bool check_type()
{
    using element = typename element_to_check<T>::type;
    if constexpr (find_kind<element>() == kind::described_struct)
        return check_struct<element>();
    else if constexpr (is_storable_alone<element>())
        return true;
    else
    {
        if constexpr (find_kind<element>() == kind::unsupported && std::is_enum_v<element>)
            cannot_store_enum<element>();
        else if constexpr (find_kind<element>() == kind::unsupported && std::is_class_v<element>)
            cannot_store_struct<element>();
        else
            cannot_store_type<element>();
        return false;
    }
}

/// Whether a T can be stored. If not, the compiler says why, once.
template <class T>
inline constexpr bool is_checked = check_type<T>();

} // namespace mapping

} // namespace dynasio

#endif
