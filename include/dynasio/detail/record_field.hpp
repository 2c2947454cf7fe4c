// SPDX-License-Identifier: BSL-1.0
//
// What a pointer to a member of a described struct says: whose member, of what type, and under which name it is stored.

#ifndef DYNASIO_DETAIL_RECORD_FIELD_HPP
#define DYNASIO_DETAIL_RECORD_FIELD_HPP

#include <dynasio/detail/mapping_kind.hpp>

#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dynasio::detail {

template <class P>
struct field_pointer;
template <class C, class M>
struct field_pointer<M C::*>
{
    using record = C;
    using value = M;
};

/// The struct that declares the member: a base, where the member is inherited.
template <auto Member>
using field_record = typename field_pointer<std::remove_cv_t<decltype(Member)>>::record;
template <auto Member>
using field_value = typename field_pointer<std::remove_cv_t<decltype(Member)>>::value;

template <auto A, auto B>
inline constexpr bool same_field = []
{
    if constexpr (std::same_as<decltype(A), decltype(B)>)
        return A == B;
    else
        return false;
}();

/// The place of the member among those of T, bases first; `described<T>::count` if it is none of them.
template <class T, auto Member>
constexpr std::size_t find_field_index()
{
    std::size_t found = described<T>::count;
    std::size_t i = 0;
    boost::mp11::mp_for_each<typename described<T>::members>(
        [&](auto D)
        {
            if (same_field<decltype(D)::pointer, Member>)
                found = i;
            ++i;
        });
    return found;
}

template <class T, auto Member>
inline constexpr bool is_field_of = find_field_index<T, Member>() < described<T>::count;

/// As `find_field_index`; a member that is not described does not compile.
template <class T, auto Member>
constexpr std::size_t checked_field_index()
{
    static_assert(boost::describe::has_describe_members<T>::value,
        "The struct of this member is not described: use BOOST_DESCRIBE_STRUCT.");
    static_assert(
        is_field_of<T, Member>, "This struct has no such member, or BOOST_DESCRIBE_STRUCT does not list it.");
    return find_field_index<T, Member>();
}

template <class T, auto Member>
inline constexpr std::size_t field_index = checked_field_index<T, Member>();

/// The name of the attribute.
template <class T, auto Member>
inline constexpr std::string_view field_name = described<T>::names[field_index<T, Member>];

} // namespace dynasio::detail

#endif
