// SPDX-License-Identifier: BSL-1.0
//
// Described structs to the JSON of items, without an `item` in between; the text is that of `encode(out, to_item(value))`.

#ifndef DYNASIO_MAPPING_DETAIL_ENCODE_STRUCT_HPP
#define DYNASIO_MAPPING_DETAIL_ENCODE_STRUCT_HPP

#include <dynasio/mapping/detail/to_attribute.hpp>
#include <dynasio/value/detail/json.hpp>

#include <array>
#include <charconv>

namespace dynasio::mapping {

// DynamoDB's limit, as in src/value/encode.cpp.
inline constexpr int max_mapping_depth = 32;

[[noreturn]] void fail_nesting();

/// Runs what concerns one member or element: errors get its name and end as `encode_error`.
template <class Step, class F>
void encode_within(Step step, F f)
{
    try
    {
        f();
    }
    catch (json::encode_error const& e)
    {
        throw e.within(step());
    }
    catch (mapping_error const& e)
    {
        throw json::encode_error(e.reason(), e.path()).within(step());
    }
}

template <class T>
void encode_item_at(std::string& out, T const& value, int depth);

/// What an S, N or B attribute has after its tag.
template <class T>
void encode_leaf(std::string& out, T const& value)
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::string)
        json::encode(out, std::string_view(value));
    else if constexpr (k == kind::enumeration)
        json::encode(out, enumerator_text(value));
    else if constexpr (k == kind::binary)
        json::encode(out, as_binary(value));
    else if constexpr (k == kind::integer)
    {
        std::array<char, 24> digits;
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        out += '"';
        out.append(digits.data(), end);
        out += '"';
    }
    else
    {
        out += '"';
        if constexpr (k == kind::number)
            out += value.text();
        else
            out += write_number(value).text();
        out += '"';
    }
}

template <class T>
void encode_value_at(std::string& out, T const& value, int depth)
{
    constexpr kind k = kind_of<T>;
    if (depth > max_mapping_depth)
        fail_nesting();
    if constexpr (k == kind::custom)
        json::encode(out, write_value(value));
    else if constexpr (k == kind::value)
        json::encode(out, value);
    else if constexpr (k == kind::optional)
    {
        if (value)
            encode_value_at(out, *value, depth);
        else
            out += R"({"NULL":true})";
    }
    else if constexpr (k == kind::boolean)
        out += value ? std::string_view(R"({"BOOL":true})") : std::string_view(R"({"BOOL":false})");
    else
    {
        if constexpr (k == kind::set)
            if (value.empty())
            {
                out += R"({"NULL":true})";
                return;
            }
        out += "{\"";
        out += tag_of<T>();
        out += "\":";
        if constexpr (is_scalar(k))
            encode_leaf(out, value);
        else if constexpr (k == kind::set || k == kind::list || k == kind::array)
        {
            using element = typename T::value_type;
            char separator = '[';
            std::size_t index = 0;
            for (element const& e : value)
            {
                out += separator;
                separator = ',';
                encode_within([&] { return '[' + std::to_string(index) + ']'; },
                    [&]
                    {
                        if constexpr (k == kind::set)
                            encode_leaf(out, e);
                        else
                            encode_value_at(out, e, depth + 1);
                    });
                ++index;
            }
            if (separator == '[')
                out += '[';
            out += ']';
        }
        else
            encode_item_at(out, value, depth + 1);
        out += '}';
    }
}

template <class T>
void encode_item_at(std::string& out, T const& value, int depth)
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::item)
        json::encode(out, value);
    else
    {
        char separator = '{';
        if constexpr (k == kind::map)
            for (auto const& [key, element] : value)
            {
                out += separator;
                separator = ',';
                encode_within([&k = key] { return std::string_view(k); },
                    [&, &name = key, &e = element]
                    {
                        json::encode(out, std::string_view(name));
                        out += ':';
                        encode_value_at(out, e, depth);
                    });
            }
        else
            boost::mp11::mp_for_each<typename described<T>::members>(
                [&](auto D)
                {
                    constexpr std::string_view name = stored_name_of<decltype(D)>();
                    auto const& member = value.*D.pointer;
                    if (is_absent(member))
                        return;
                    out += separator;
                    separator = ',';
                    out += '"';
                    out += name; // needs no escapes
                    out += "\":";
                    encode_within([] { return stored_name_of<decltype(D)>(); },
                        [&] { encode_value_at(out, member, depth); });
                });
        if (separator == '{')
            out += '{';
        out += '}';
    }
}

/// The item's JSON. Throws `encode_error` for what `to_item` refuses and for invalid UTF-8.
template <class T>
void encode_item(std::string& out, T const& value)
{
    static_assert(kind_of<T> == kind::described_struct || kind_of<T> == kind::map || kind_of<T> == kind::item,
        "Only described structs and maps can be items.");
    encode_item_at(out, value, 0);
}

} // namespace dynasio::mapping

#endif
