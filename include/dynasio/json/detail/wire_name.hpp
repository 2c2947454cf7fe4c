// SPDX-License-Identifier: BSL-1.0
//
// How C++ names become the names of DynamoDB's service model, at compile time: `key_condition_expression` is
// `KeyConditionExpression`, the enumerator `all_old` is `ALL_OLD`.

#ifndef DYNASIO_JSON_DETAIL_WIRE_NAME_HPP
#define DYNASIO_JSON_DETAIL_WIRE_NAME_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace dynasio::json {

/// Words of the model that are written in capitals throughout.
inline constexpr std::array<std::string_view, 3> capital_words{"gb", "kms", "sse"};

constexpr char to_upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

constexpr bool is_capital_word(std::string_view word)
{
    for (auto const capital : capital_words)
        if (word == capital)
            return true;
    return false;
}

/// A name with room for its own text, so that it can be made at compile time.
template <std::size_t Capacity>
struct static_name
{
    std::array<char, Capacity + 1> text{};
    std::size_t size = 0;

    [[nodiscard]] constexpr std::string_view view() const { return {text.data(), size}; }
};

/// Member name -> name in the model. An underscore at the end, as in `delete_`, only keeps clear of keywords.
template <std::size_t N>
constexpr static_name<N> pascal_case(std::string_view name)
{
    static_name<N> result;
    std::size_t begin = 0;
    while (begin < name.size())
    {
        auto const end = std::min(name.find('_', begin), name.size());
        bool const all = is_capital_word(name.substr(begin, end - begin));
        for (auto i = begin; i < end; ++i)
            result.text[result.size++] = (all || i == begin) ? to_upper(name[i]) : name[i];
        begin = end + 1;
    }
    return result;
}

/// Enumerator name -> value in the model. An underscore at the end, as in `delete_`, only keeps clear of keywords.
template <std::size_t N>
constexpr static_name<N> upper_case(std::string_view name)
{
    static_name<N> result;
    if (name.ends_with('_'))
        name.remove_suffix(1);
    for (char const c : name)
        result.text[result.size++] = to_upper(c);
    return result;
}

template <class Descriptor>
inline constexpr auto member_wire_name_storage =
    pascal_case<std::string_view(Descriptor::name).size()>(Descriptor::name);

/// The model's name of a member described with Boost.Describe.
template <class Descriptor>
inline constexpr std::string_view member_wire_name = member_wire_name_storage<Descriptor>.view();

/// How members are named in JSON: as in DynamoDB's service model.
struct model_names
{
    template <class Descriptor>
    static constexpr std::string_view member = member_wire_name<Descriptor>;
};

/// How members are named in JSON: as in C++.
struct declared_names
{
    template <class Descriptor>
    static constexpr std::string_view member = Descriptor::name;
};

template <class Descriptor>
inline constexpr auto enumerator_wire_name_storage =
    upper_case<std::string_view(Descriptor::name).size()>(Descriptor::name);

/// The model's text of an enumerator described with Boost.Describe.
template <class Descriptor>
inline constexpr std::string_view enumerator_wire_name = enumerator_wire_name_storage<Descriptor>.view();

} // namespace dynasio::json

#endif
