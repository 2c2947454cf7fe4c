// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_RECORD_NAMES_HPP
#define DYNASIO_STORES_RECORDS_RECORD_NAMES_HPP

#include <dynasio/mapping/enum_text.hpp>
#include <dynasio/stores/records/detail/record_traits.hpp>
#include <dynasio/stores/records/record_definition.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace dynasio {

/// The names of the attributes of a described struct, in the order of its members.
template <class T>
constexpr auto const& attribute_names() noexcept
{
    return mapping::described<T>::names;
}

namespace stores::records {

template <class E>
struct enum_categories
{
    using enumerators = boost::describe::describe_enumerators<E>;

    template <template <class...> class L, class... D>
    static constexpr std::array<std::string_view, sizeof...(D)> make(L<D...>)
    {
        return {std::string_view(enum_text<E>::to_text(D::value))...};
    }
    static constexpr auto texts = make(enumerators());
};

template <class T, auto Member>
constexpr auto const& categories_of_member() noexcept
{
    using value = mapping::value_of_member<Member>;
    if constexpr (mapping::kind_of<value> == mapping::kind::enumeration)
        return enum_categories<value>::texts;
    else if constexpr (mapping::kind_of<value> == mapping::kind::optional)
    {
        if constexpr (mapping::kind_of<typename value::value_type> == mapping::kind::enumeration)
            return enum_categories<typename value::value_type>::texts;
        else
            return listed_categories<T, Member>;
    }
    else
        return listed_categories<T, Member>;
}

} // namespace stores::records

/// The categories of a member of a record as stored, in upper case: the enumerators of a described enum, or the list in the
/// record's definition. A member without categories does not compile.
template <class T, auto Member>
constexpr auto const& categories() noexcept
{
    return stores::records::categories_of_member<T, Member>();
}
template <auto Member>
constexpr auto const& categories() noexcept
{
    return stores::records::categories_of_member<mapping::record_of_member<Member>, Member>();
}

} // namespace dynasio

#endif
