// SPDX-License-Identifier: BSL-1.0
//
// Plain structs to items and back. A struct described with `BOOST_DESCRIBE_STRUCT` is stored under its members' names, unless
// its `struct_mapping` gives others:
//
//     struct order { std::string id; int count = 0; std::optional<double> weight; };
//     BOOST_DESCRIBE_STRUCT(order, (), (id, count, weight))
//
//     dynasio::item stored = dynasio::to_item(order{"a-1", 3});
//     order again = dynasio::from_item<order>(stored);
//
// | member                                                     | attribute                                            |
// |------------------------------------------------------------|------------------------------------------------------|
// | `std::string`                                              | S                                                    |
// | integers, `float`, `double`, `number`                      | N, read only if the value fits                       |
// | `bool`                                                     | BOOL, never for an integer or the other way round    |
// | `binary`, `std::vector<unsigned char>`                     | B                                                    |
// | `std::array` of `std::byte` or `unsigned char`             | B of exactly this size                               |
// | `std::optional<T>`                                         | as T; empty: left out; left out or NULL: empty       |
// | `std::vector<T>`, `std::array<T, N>`                       | L                                                    |
// | `std::set`, `std::unordered_set` of texts, numbers, binary | SS, NS, BS; empty: left out; left out or NULL: empty |
// | `std::map`, `std::unordered_map` with `std::string` keys   | M                                                    |
// | described struct, with its described bases                 | M                                                    |
// | described enum                                             | S, in upper case; see `enum_text`                    |
// | `std::chrono::sys_time`, `std::chrono::duration`           | N, seconds, exact                                    |
// | `attribute_value`, `item`                                  | itself, M                                            |
// | any type with an `attribute_mapping`                       | as that says                                         |
//
// Attributes without a member are ignored unless `mapping_options` refuse them. One struct has one mapping: items, typed reads,
// expressions and records store it alike.
//
// A member that `BOOST_DESCRIBE_STRUCT` does not list does not compile in an aggregate without described bases and C arrays.
// In other structs the compiler cannot count the members, and such a member is neither stored nor read. To leave one out on purpose,
// specialise `has_undescribed_members`:
//
//     template <>
//     inline constexpr bool dynasio::has_undescribed_members<order> = true;
//
// Within lists and maps an empty optional or set is stored as NULL. An optional that holds an empty set is left out.

#ifndef DYNASIO_MAPPING_HPP
#define DYNASIO_MAPPING_HPP

#include <dynasio/mapping/attribute_mapping.hpp>
#include <dynasio/mapping/detail/checks.hpp>
#include <dynasio/mapping/detail/from_attribute.hpp>
#include <dynasio/mapping/detail/to_attribute.hpp>
#include <dynasio/mapping/enum_text.hpp>
#include <dynasio/mapping/mapping_error.hpp>
#include <dynasio/mapping/mapping_options.hpp>
#include <dynasio/mapping/struct_mapping.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <exception>

namespace dynasio {

/// The struct as an item, one attribute per member in their order.
/// Throws `mapping_error` for what DynamoDB cannot hold: NaN, infinities, a value that is no enumerator.
template <class T>
[[nodiscard]] item to_item(T const& value)
{
    if constexpr (mapping::is_checked<T>)
        return mapping::write_item(value);
    else
        return {};
}

/// The item as a struct. Throws `mapping_error` for a missing attribute, one of another type, a number that does not fit,
/// an unknown enumerator, and, if the options say so, for attributes that the struct does not have.
template <class T>
[[nodiscard]] T from_item(item const& from, mapping_options options = {})
{
    if constexpr (mapping::is_checked<T>)
        return mapping::read_root<T>([&](T& result) { mapping::read_item(from, result, options); });
    else
        std::terminate(); // not reached
}

/// One value of any type that can be a member. Throws as `to_item`.
template <class T>
[[nodiscard]] attribute_value to_attribute(T const& value)
{
    if constexpr (mapping::is_checked<T>)
        return mapping::write_value(value);
    else
        return {};
}

/// Throws as `from_item`.
template <class T>
[[nodiscard]] T from_attribute(attribute_value const& from, mapping_options options = {})
{
    if constexpr (mapping::is_checked<T>)
        return mapping::read_root<T>([&](T& result) { mapping::read_value(from, result, options); });
    else
        std::terminate(); // not reached
}

} // namespace dynasio

#endif
