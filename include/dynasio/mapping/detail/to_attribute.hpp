// SPDX-License-Identifier: BSL-1.0
//
// Struct members to attribute values.

#ifndef DYNASIO_MAPPING_DETAIL_TO_ATTRIBUTE_HPP
#define DYNASIO_MAPPING_DETAIL_TO_ATTRIBUTE_HPP

#include <dynasio/mapping/detail/described.hpp>
#include <dynasio/mapping/detail/scalar.hpp>

#include <boost/mp11/algorithm.hpp>

#include <span>

namespace dynasio::mapping {

inline binary const& as_binary(binary const& bytes)
{
    return bytes;
}
/// The bytes of any other type that is stored as B.
template <class T>
binary as_binary(T const& bytes)
{
    auto const all = std::as_bytes(std::span(bytes));
    return binary(all.begin(), all.end());
}

template <class T>
attribute_value write_value(T const& value);

template <class T>
item write_item(T const& value)
{
    static_assert(kind_of<T> == kind::described_struct || kind_of<T> == kind::map || kind_of<T> == kind::item,
        "Only described structs and maps can be items.");
    item result;
    if constexpr (kind_of<T> == kind::item)
        result = value;
    else if constexpr (kind_of<T> == kind::map)
    {
        result.reserve(value.size());
        for (auto const& [key, element] : value)
            result.append_new(key) = within_name(key, [&e = element] { return write_value(e); });
    }
    else
    {
        result.reserve(described<T>::count);
        boost::mp11::mp_for_each<typename described<T>::members>(
            [&](auto D)
            {
                constexpr std::string_view name = stored_name_of<decltype(D)>();
                auto const& member = value.*D.pointer;
                if (!is_absent(member))
                    result.append_new(name) = within_name(name, [&] { return write_value(member); });
            });
    }
    return result;
}

template <class T>
attribute_value write_set(T const& values)
{
    constexpr kind element = kind_of<typename T::value_type>;
    using stored = std::conditional_t<is_text(element), std::string,
        std::conditional_t<is_number(element), number, binary>>;
    std::vector<stored> result;
    result.reserve(values.size());
    std::size_t index = 0;
    for (auto const& value : values)
        within_index(index++,
            [&]
            {
                if constexpr (element == kind::enumeration)
                    result.emplace_back(enumerator_text(value));
                else if constexpr (element == kind::string || element == kind::number)
                    result.push_back(value);
                else if constexpr (element == kind::binary)
                    result.push_back(as_binary(value));
                else
                    result.push_back(write_number(value));
            });
    return result;
}

template <class T>
attribute_value write_value(T const& value)
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::custom)
        return as_mapping_error(
            [&]() -> attribute_value { return attribute_mapping<T>::to_attribute(value); });
    else if constexpr (k == kind::enumeration)
        return enumerator_text(value);
    else if constexpr (k == kind::string || k == kind::number || k == kind::boolean || k == kind::value)
        return value;
    else if constexpr (k == kind::integer || k == kind::floating || k == kind::time)
        return write_number(value);
    else if constexpr (k == kind::binary)
        return as_binary(value);
    else if constexpr (k == kind::optional)
        return value ? write_value(*value) : attribute_value();
    else if constexpr (k == kind::set)
        return value.empty() ? attribute_value() : write_set(value);
    else if constexpr (k == kind::list || k == kind::array)
    {
        attribute_list result;
        result.reserve(value.size());
        for (std::size_t i = 0; i < value.size(); ++i)
            result.push_back(within_index(i, [&] { return write_value<typename T::value_type>(value[i]); }));
        return result;
    }
    else
        return write_item(value);
}

} // namespace dynasio::mapping

#endif
