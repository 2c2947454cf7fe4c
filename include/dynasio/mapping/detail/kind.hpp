// SPDX-License-Identifier: BSL-1.0
//
// Which C++ types are stored as what.

#ifndef DYNASIO_MAPPING_DETAIL_KIND_HPP
#define DYNASIO_MAPPING_DETAIL_KIND_HPP

#include <dynasio/mapping/attribute_mapping.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ratio>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace dynasio::mapping {

enum class kind : unsigned char
{
    unsupported,
    custom,
    string,
    enumeration,
    integer,
    floating,
    number,
    time,
    boolean,
    binary,
    optional,
    list,
    array,
    set,
    map,
    described_struct,
    value,
    item,
};

template <class T>
concept has_custom_mapping = requires { sizeof(attribute_mapping<T>); };

/// Seconds per tick as `factor / 10^digits`; `digits` is negative for periods that are no finite decimal.
template <class Period>
struct decimal_period
{
    static constexpr int digits = []
    {
        std::intmax_t power = 1;
        for (int n = 0; n <= 18; ++n, power *= 10)
        {
            if (power == Period::den)
                return n;
            if (n == 18)
                break;
        }
        return -1;
    }();
    static constexpr std::int64_t factor = Period::num;
};

template <class T>
struct duration_of
{
    static constexpr bool is = false;
};
template <class Rep, class Period>
struct duration_of<std::chrono::duration<Rep, Period>>
{
    using type = std::chrono::duration<Rep, Period>;
    static constexpr bool is = std::integral<Rep> && decimal_period<typename Period::type>::digits >= 0;
    static type to(type value) { return value; }
};
template <class D>
struct duration_of<std::chrono::time_point<std::chrono::system_clock, D>>
{
    using type = D;
    static constexpr bool is = duration_of<D>::is;
    static D to(std::chrono::sys_time<D> value) { return value.time_since_epoch(); }
};

template <class T>
inline constexpr kind container_kind = kind::unsupported;
template <class T>
inline constexpr kind container_kind<std::optional<T>> = kind::optional;
template <class T, class A>
inline constexpr kind container_kind<std::vector<T, A>> = kind::list;
template <>
inline constexpr kind container_kind<binary> = kind::binary;
template <>
inline constexpr kind container_kind<std::vector<unsigned char>> = kind::binary;
template <class T, std::size_t N>
inline constexpr kind container_kind<std::array<T, N>> = kind::array;
template <std::size_t N>
inline constexpr kind container_kind<std::array<std::byte, N>> = kind::binary;
template <std::size_t N>
inline constexpr kind container_kind<std::array<unsigned char, N>> = kind::binary;
template <class T, class C, class A>
inline constexpr kind container_kind<std::set<T, C, A>> = kind::set;
template <class T, class H, class E, class A>
inline constexpr kind container_kind<std::unordered_set<T, H, E, A>> = kind::set;
template <class T, class C, class A>
inline constexpr kind container_kind<std::map<std::string, T, C, A>> = kind::map;
template <class T, class H, class E, class A>
inline constexpr kind container_kind<std::unordered_map<std::string, T, H, E, A>> = kind::map;

template <class T>
constexpr kind find_kind()
{
    if constexpr (has_custom_mapping<T>)
        return kind::custom;
    else if constexpr (std::same_as<T, std::string>)
        return kind::string;
    else if constexpr (std::same_as<T, bool>)
        return kind::boolean;
    else if constexpr (value::plain_integer<T>)
        return kind::integer;
    else if constexpr (std::same_as<T, float> || std::same_as<T, double>)
        return kind::floating;
    else if constexpr (std::same_as<T, number>)
        return kind::number;
    else if constexpr (duration_of<T>::is)
        return kind::time;
    else if constexpr (std::same_as<T, attribute_value>)
        return kind::value;
    else if constexpr (std::same_as<T, item>)
        return kind::item;
    else if constexpr (container_kind<T> != kind::unsupported)
        return container_kind<T>;
    else if constexpr (boost::describe::has_describe_enumerators<T>::value)
        return kind::enumeration;
    else if constexpr (boost::describe::has_describe_members<T>::value)
        return kind::described_struct;
    else
        return kind::unsupported;
}

constexpr bool is_text(kind k)
{
    return k == kind::string || k == kind::enumeration;
}
constexpr bool is_number(kind k)
{
    return k == kind::integer || k == kind::floating || k == kind::number || k == kind::time;
}

/// Kinds whose payload on the wire is one string.
constexpr bool is_scalar(kind k)
{
    return is_text(k) || is_number(k) || k == kind::binary;
}

template <class T>
inline constexpr bool always_false = false;

/// The kind of T; a type that cannot be stored does not compile.
template <class T>
constexpr kind checked_kind()
{
    constexpr kind result = find_kind<T>();
    if constexpr (result == kind::unsupported && std::is_enum_v<T>)
        static_assert(always_false<T>,
            "This enum cannot be stored in DynamoDB yet: describe its enumerators with BOOST_DESCRIBE_ENUM.");
    else if constexpr (result == kind::unsupported && std::is_class_v<T>)
        static_assert(always_false<T>,
            "This class cannot be stored in DynamoDB yet: describe its members with BOOST_DESCRIBE_STRUCT, "
            "or "
            "specialise dynasio::attribute_mapping for it.");
    else if constexpr (result == kind::unsupported)
        static_assert(always_false<T>,
            "This type cannot be stored in DynamoDB: use a string, integer, float or double, bool, number, "
            "binary, "
            "optional, vector, set, map with string keys, chrono time, or a described struct or enum.");
    else if constexpr (result == kind::optional)
        static_assert(find_kind<typename T::value_type>() != kind::optional,
            "An optional of an optional cannot be stored in DynamoDB: a missing attribute has only one "
            "meaning.");
    else if constexpr (result == kind::set)
        static_assert(is_scalar(find_kind<typename T::value_type>()),
            "DynamoDB has only sets of texts, numbers and binary values: use a vector for other elements.");
    return result;
}

template <class T>
inline constexpr kind kind_of = checked_kind<T>();

/// DynamoDB's name of the type that T is stored as, for error messages too.
template <class T>
constexpr std::string_view tag_of()
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::optional)
        return tag_of<typename T::value_type>();
    else if constexpr (k == kind::set)
    {
        constexpr kind element = kind_of<typename T::value_type>;
        return is_text(element) ? "SS" : is_number(element) ? "NS" : "BS";
    }
    else if constexpr (is_text(k))
        return "S";
    else if constexpr (is_number(k))
        return "N";
    else if constexpr (k == kind::binary)
        return "B";
    else if constexpr (k == kind::boolean)
        return "BOOL";
    else if constexpr (k == kind::list || k == kind::array)
        return "L";
    else if constexpr (k == kind::map || k == kind::described_struct || k == kind::item)
        return "M";
    else
        return "a value";
}

/// True if a member of this type may be left out of an item.
template <class T>
inline constexpr bool may_be_absent = kind_of<T> == kind::optional || kind_of<T> == kind::set;

/// True if this value is stored by leaving the attribute out.
template <class T>
bool is_absent(T const& value)
{
    if constexpr (kind_of<T> == kind::optional)
        return !value || is_absent(*value);
    else if constexpr (kind_of<T> == kind::set)
        return value.empty();
    else
        return false;
}

} // namespace dynasio::mapping

#endif
