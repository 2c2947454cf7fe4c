// SPDX-License-Identifier: BSL-1.0
//
// Attribute values to struct members. Targets may hold anything: every value is replaced as a whole.

#ifndef DYNASIO_MAPPING_DETAIL_FROM_ATTRIBUTE_HPP
#define DYNASIO_MAPPING_DETAIL_FROM_ATTRIBUTE_HPP

#include <dynasio/mapping/detail/described.hpp>
#include <dynasio/mapping/detail/scalar.hpp>
#include <dynasio/mapping/mapping_options.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstring>

namespace dynasio::mapping {

inline void assign_bytes(binary const& from, binary& to)
{
    to = from;
}
void assign_bytes(binary const& from, std::vector<unsigned char>& to);
template <class Byte, std::size_t N>
void assign_bytes(binary const& from, std::array<Byte, N>& to)
{
    if (from.size() != N)
        fail_wrong_size(N, from.size(), "bytes");
    std::memcpy(to.data(), from.data(), N);
}

template <class T>
void read_value(attribute_value const& from, T& to, mapping_options options);

template <class T, class F>
T read_root(F f)
{
    static_assert(
        std::default_initializable<T>, "A type that is read from an item needs a default constructor.");
    T result{};
    try
    {
        f(result);
    }
    catch (json::codec_error const& e)
    {
        throw mapping_error({}, e.what());
    }
    return result;
}

template <class Stored, class T>
Stored const& stored_as(attribute_value const& from)
{
    if (auto const* found = from.template if_a<Stored>())
        return *found;
    fail_wrong_type(tag_of<T>(), found_tag(from));
}

/// What is done with each member of a struct; the tables are indexed like `described<T>::names`.
template <class T>
struct member_reader
{
    using function = void (*)(attribute_value const&, T&, mapping_options);
    using absent_function = void (*)(T&);

    template <class D>
    static void read(attribute_value const& from, T& to, mapping_options options)
    {
        read_value(from, to.*D::pointer, options);
    }

    template <class D>
    static void absent(T& to)
    {
        using member = member_type<D, T>;
        if constexpr (has_default<D>)
            to.*D::pointer = default_of<D>();
        else if constexpr (may_be_absent<member>)
            to.*D::pointer = member();
        else
            fail_missing(tag_of<member>());
    }

    template <template <class...> class L, class... D>
    static constexpr std::array<function, sizeof...(D)> make(L<D...>)
    {
        return {&read<D>...};
    }
    template <template <class...> class L, class... D>
    static constexpr std::array<absent_function, sizeof...(D)> make_absent(L<D...>)
    {
        return {&absent<D>...};
    }

    static constexpr auto functions = make(typename described<T>::members());
    static constexpr auto absent_functions = make_absent(typename described<T>::members());
};

/// Reads the members in their order, so that an error names the first member that does not fit, in whatever order the
/// attributes came.
template <class T>
void read_struct(item const& from, T& to, mapping_options options)
{
    using shape = described<T>;
    std::array<attribute_value const*, shape::count> found{};
    std::string const* unknown = nullptr;
    for (auto const& [name, value] : from)
    {
        auto const i = shape::table.find(name);
        if (i < shape::count)
            found[i] = &value;
        else if (!unknown)
            unknown = &name;
    }
    for (std::size_t i = 0; i < shape::count; ++i)
        within_name(shape::names[i],
            [&]
            {
                if (found[i])
                    member_reader<T>::functions[i](*found[i], to, options);
                else
                    member_reader<T>::absent_functions[i](to);
            });
    if (unknown && options.unknown == unknown_attributes::refuse)
        within_name(*unknown, [] { fail_unknown_attribute(); });
}

template <class T>
void read_item(item const& from, T& to, mapping_options options)
{
    static_assert(kind_of<T> == kind::described_struct || kind_of<T> == kind::map || kind_of<T> == kind::item,
        "Only described structs and maps can be read from items.");
    if constexpr (kind_of<T> == kind::item)
        to = from;
    else if constexpr (kind_of<T> == kind::map)
    {
        to.clear();
        for (auto const& [name, value] : from)
            within_name(name, [&n = name, &v = value, &to, options] { read_value(v, to[n], options); });
    }
    else
        read_struct(from, to, options);
}

template <class T>
void read_set(attribute_value const& from, T& to)
{
    using element = typename T::value_type;
    constexpr kind k = kind_of<element>;
    using stored =
        std::conditional_t<is_text(k), std::string, std::conditional_t<is_number(k), number, binary>>;
    to.clear();
    if (from.is_null())
        return;
    std::size_t index = 0;
    for (auto const& value : stored_as<std::vector<stored>, T>(from))
        within_index(index++,
            [&]
            {
                element read{};
                if constexpr (k == kind::binary)
                    assign_bytes(value, read);
                else if constexpr (is_number(k))
                    read_leaf(value.text(), read);
                else
                    read_leaf(value, read);
                to.insert(std::move(read));
            });
}

template <class T>
void read_value(attribute_value const& from, T& to, mapping_options options)
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::custom)
        as_mapping_error([&] { to = attribute_mapping<T>::from_attribute(from); });
    else if constexpr (k == kind::value)
        to = from;
    else if constexpr (is_text(k))
        read_leaf(stored_as<std::string, T>(from), to);
    else if constexpr (is_number(k))
        read_leaf(stored_as<number, T>(from).text(), to);
    else if constexpr (k == kind::boolean)
        to = stored_as<bool, T>(from);
    else if constexpr (k == kind::binary)
        assign_bytes(stored_as<binary, T>(from), to);
    else if constexpr (k == kind::optional)
    {
        if (from.is_null())
            to.reset();
        else
            read_value(from, to.emplace(), options);
    }
    else if constexpr (k == kind::set)
        read_set(from, to);
    else if constexpr (k == kind::list)
    {
        auto const& list = stored_as<attribute_list, T>(from);
        to.clear();
        to.reserve(list.size());
        for (std::size_t i = 0; i < list.size(); ++i)
            within_index(i,
                [&]
                {
                    typename T::value_type element{};
                    read_value(list[i], element, options);
                    to.push_back(std::move(element));
                });
    }
    else if constexpr (k == kind::array)
    {
        auto const& list = stored_as<attribute_list, T>(from);
        if (list.size() != to.size())
            fail_wrong_size(to.size(), list.size(), "elements");
        for (std::size_t i = 0; i < list.size(); ++i)
            within_index(i, [&] { read_value(list[i], to[i], options); });
    }
    else
        read_item(stored_as<item, T>(from), to, options);
}

} // namespace dynasio::mapping

#endif
