// SPDX-License-Identifier: BSL-1.0
//
// What a pointer to a member of a described struct says: whose member, of what type, and under which name it is stored.

#ifndef DYNASIO_MAPPING_DETAIL_MEMBER_POINTER_HPP
#define DYNASIO_MAPPING_DETAIL_MEMBER_POINTER_HPP

#include <dynasio/mapping/detail/described.hpp>
#include <dynasio/mapping/detail/kind.hpp>
#include <dynasio/mapping/detail/member_pointer_parts.hpp>

#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dynasio::mapping {

/// The place of the member among those of T, bases first; `described<T>::count` if it is none of them.
template <class T, auto Member>
constexpr std::size_t find_member_index()
{
    std::size_t found = described<T>::count;
    std::size_t i = 0;
    boost::mp11::mp_for_each<typename described<T>::members>(
        [&](auto D)
        {
            if (same_member<decltype(D)::pointer, Member>)
                found = i;
            ++i;
        });
    return found;
}

template <class T, auto Member>
inline constexpr bool is_member_of = find_member_index<T, Member>() < described<T>::count;

/// As `find_member_index`; a member that is not described does not compile.
template <class T, auto Member>
constexpr std::size_t checked_member_index()
{
    static_assert(boost::describe::has_describe_members<T>::value,
        "The struct of this member is not described: use BOOST_DESCRIBE_STRUCT.");
    static_assert(is_member_of<T, Member>,
        "This struct has no such member, or BOOST_DESCRIBE_STRUCT does not list it.");
    return find_member_index<T, Member>();
}

template <class T, auto Member>
inline constexpr std::size_t member_index = checked_member_index<T, Member>();

/// The name of the attribute that the member of T, its own or inherited, is stored as.
template <class T, auto Member>
inline constexpr std::string_view member_name_in = described<T>::names[member_index<T, Member>];

template <auto Member>
constexpr std::string_view find_member_name()
{
    using parts = member_pointer_parts<std::remove_cv_t<decltype(Member)>>;
    static_assert(
        parts::is, "Name an attribute by a pointer to a data member: dynasio::attr<&record::member>.");
    if constexpr (parts::is)
    {
        using record = typename parts::record;
        static_assert(boost::describe::has_describe_members<record>::value,
            "The struct of this member is not described: use BOOST_DESCRIBE_STRUCT.");
        if constexpr (boost::describe::has_describe_members<record>::value)
            if constexpr (is_member_of<record, Member>)
                return described<record>::names[find_member_index<record, Member>()];
    }
    return {};
}

/// The name of the attribute that the member is stored as.
template <auto Member>
inline constexpr std::string_view member_name = []
{
    constexpr std::string_view name = find_member_name<Member>();
    // The absence of a description has been reported.
    if constexpr (boost::describe::has_describe_members<record_of_member<Member>>::value)
        static_assert(
            !name.empty(), "This member is not among those that BOOST_DESCRIBE_STRUCT names for its struct.");
    return name;
}();

} // namespace dynasio::mapping

#endif
