// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_DETAIL_MEMBER_POINTER_HPP
#define DYNASIO_DETAIL_MEMBER_POINTER_HPP

#include <dynasio/detail/mapping_kind.hpp>

#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>

namespace dynasio::detail {

template <class T>
struct member_pointer_parts
{
    static constexpr bool is = false;
};
template <class Record, class Value>
struct member_pointer_parts<Value Record::*>
{
    static constexpr bool is = std::is_object_v<Value>;
    using record = Record;
    using value = std::remove_cv_t<Value>;
};

template <auto Member>
using record_of_member = typename member_pointer_parts<std::remove_cv_t<decltype(Member)>>::record;
template <auto Member>
using value_of_member = typename member_pointer_parts<std::remove_cv_t<decltype(Member)>>::value;

template <auto Member>
constexpr std::string_view find_member_name()
{
    using parts = member_pointer_parts<std::remove_cv_t<decltype(Member)>>;
    static_assert(
        parts::is, "Name an attribute by a pointer to a data member: dynasio::attr<&record::member>.");
    std::string_view result;
    if constexpr (parts::is)
    {
        using record = typename parts::record;
        static_assert(boost::describe::has_describe_members<record>::value,
            "The struct of this member is not described: use BOOST_DESCRIBE_STRUCT.");
        if constexpr (boost::describe::has_describe_members<record>::value)
            boost::mp11::mp_for_each<typename described<record>::members>(
                [&](auto D)
                {
                    if constexpr (std::same_as<std::remove_cv_t<decltype(D.pointer)>,
                                      std::remove_cv_t<decltype(Member)>>)
                        if (D.pointer == Member)
                            result = D.name;
                });
    }
    return result;
}

/// The name of the attribute that the member is stored as.
template <auto Member>
inline constexpr std::string_view member_name = []
{
    constexpr std::string_view name = find_member_name<Member>();
    static_assert(
        !name.empty(), "This member is not among those that BOOST_DESCRIBE_STRUCT names for its struct.");
    return name;
}();

} // namespace dynasio::detail

#endif
