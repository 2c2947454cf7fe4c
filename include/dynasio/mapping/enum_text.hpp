// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_ENUM_TEXT_HPP
#define DYNASIO_MAPPING_ENUM_TEXT_HPP

#include <dynasio/json/detail/wire_name.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <optional>
#include <string_view>

namespace dynasio {

namespace mapping {

template <class D>
struct name_as_written
{
    static constexpr std::string_view value = D::name;
};
template <class D>
struct name_in_upper_case
{
    static constexpr std::string_view value = json::enumerator_wire_name<D>;
};

/// The texts of a described enum, where `Name<D>::value` is that of an enumerator.
template <class E, template <class> class Name>
struct enumerator_texts
{
    using enumerators = boost::describe::describe_enumerators<E>;

    /// Empty for a value that is not an enumerator.
    static constexpr std::string_view to_text(E value)
    {
        std::string_view result;
        boost::mp11::mp_for_each<enumerators>(
            [&](auto D)
            {
                if (D.value == value && result.empty())
                    result = Name<decltype(D)>::value;
            });
        return result;
    }

    static constexpr std::optional<E> from_text(std::string_view text)
    {
        std::optional<E> result;
        boost::mp11::mp_for_each<enumerators>(
            [&](auto D)
            {
                if (text == Name<decltype(D)>::value)
                    result = D.value;
            });
        return result;
    }

    /// Whether each value is read back from its text.
    static constexpr bool are_distinct()
    {
        bool result = true;
        boost::mp11::mp_for_each<enumerators>(
            [&](auto D) { result = result && from_text(Name<decltype(D)>::value) == D.value; });
        return result;
    }
};

} // namespace mapping

/// The stored text of an enumerator is its name, exactly as written.
template <class E>
struct enum_text_as_written : mapping::enumerator_texts<E, mapping::name_as_written>
{};

/// The stored text of an enumerator is its name in ASCII upper case, without an underscore at its end (`delete_` is
/// `DELETE`). No other spelling is read.
template <class E>
struct enum_text_upper_case : mapping::enumerator_texts<E, mapping::name_in_upper_case>
{
    static_assert(mapping::enumerator_texts<E, mapping::name_in_upper_case>::are_distinct(),
        "Two enumerators of this enum are the same text in upper case: derive dynasio::enum_text<E> from "
        "dynasio::enum_text_as_written<E>, or define other texts.");
};

/// The stored texts of the enumerators of a described enum: in upper case, wherever the enum is stored, read or compared.
/// Specialise it for other texts: derive from one of the classes above, or define the functions `to_text` and `from_text`.
/// The specialisation must be visible wherever the enum is mapped.
template <class E>
struct enum_text : enum_text_upper_case<E>
{};

} // namespace dynasio

#endif
