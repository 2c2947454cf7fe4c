// SPDX-License-Identifier: BSL-1.0
//
// What a pointer to a data member says: the struct that declares it, and its type.

#ifndef DYNASIO_MAPPING_DETAIL_MEMBER_POINTER_PARTS_HPP
#define DYNASIO_MAPPING_DETAIL_MEMBER_POINTER_PARTS_HPP

#include <concepts>
#include <type_traits>

namespace dynasio::mapping {

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

/// The struct that declares the member: a base, where the member is inherited.
template <auto Member>
using record_of_member = typename member_pointer_parts<std::remove_cv_t<decltype(Member)>>::record;
template <auto Member>
using value_of_member = typename member_pointer_parts<std::remove_cv_t<decltype(Member)>>::value;

template <auto A, auto B>
inline constexpr bool same_member = []
{
    if constexpr (std::same_as<decltype(A), decltype(B)>)
        return A == B;
    else
        return false;
}();

} // namespace dynasio::mapping

#endif
