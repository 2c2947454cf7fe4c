// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_ENUM_TEXT_HPP
#define DYNASIO_MAPPING_ENUM_TEXT_HPP

#include <dynasio/json/detail/wire_name.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <optional>
#include <string_view>

namespace dynasio {

/// The stored text of an enumerator is its name, exactly as written.
template <class E>
struct enum_text_as_written
{
    /// Empty for a value that is not an enumerator.
    static constexpr std::string_view to_text(E value)
    {
        std::string_view result;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto D)
            {
                if (D.value == value && result.empty())
                    result = D.name;
            });
        return result;
    }

    static constexpr std::optional<E> from_text(std::string_view text)
    {
        std::optional<E> result;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto D)
            {
                if (text == D.name)
                    result = D.value;
            });
        return result;
    }
};

/// The stored text of an enumerator is its name in ASCII upper case; no other spelling is read.
template <class E>
struct enum_text_upper_case
{
    static constexpr std::string_view to_text(E value)
    {
        std::string_view result;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto D)
            {
                if (D.value == value && result.empty())
                    result = json::enumerator_wire_name<decltype(D)>;
            });
        return result;
    }

    static constexpr std::optional<E> from_text(std::string_view text)
    {
        std::optional<E> result;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto D)
            {
                if (text == json::enumerator_wire_name<decltype(D)>)
                    result = D.value;
            });
        return result;
    }
};

/// The stored texts of the enumerators of a described enum. Specialise it for other texts: with the two functions above,
/// or by deriving from one of the classes above. The specialisation must be visible wherever the enum is mapped.
template <class E>
struct enum_text : enum_text_as_written<E>
{};

} // namespace dynasio

#endif
