// SPDX-License-Identifier: BSL-1.0
//
// The attributes of a described struct: the names and defaults of its members.

#ifndef DYNASIO_MAPPING_DETAIL_DESCRIBED_HPP
#define DYNASIO_MAPPING_DETAIL_DESCRIBED_HPP

#include <dynasio/json/detail/name_table.hpp>
#include <dynasio/mapping/detail/kind.hpp>
#include <dynasio/mapping/detail/member_pointer_parts.hpp>
#include <dynasio/mapping/struct_mapping.hpp>

#include <boost/describe/bases.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dynasio::mapping {

template <class T>
concept has_stored_names = requires { struct_mapping<T>::names; };
template <class T>
concept has_defaults = requires { struct_mapping<T>::defaults; };

/// The public members of a described struct, those of described bases first.
template <class T>
using described_members =
    boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class D, class T>
using member_type = std::remove_reference_t<decltype(std::declval<T&>().*D::pointer)>;

/// Whether `Member` is declared and described by T itself.
template <class T, auto Member>
constexpr bool declares_member()
{
    using own = boost::describe::describe_members<T, boost::describe::mod_public>;
    bool result = false;
    boost::mp11::mp_for_each<own>(
        [&](auto D) { result = result || same_member<decltype(D)::pointer, Member>; });
    return result;
}

constexpr bool needs_no_escapes(std::string_view name)
{
    for (char const c : name)
        if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20)
            return false;
    return true;
}

template <class T, auto Member>
constexpr void check_default()
{
    static_assert(declares_member<T, Member>(),
        "struct_mapping::defaults names a member that BOOST_DESCRIBE_STRUCT does not list for this struct.");
    static_assert(!may_be_absent<value_of_member<Member>>,
        "struct_mapping::defaults is not for optionals and sets: they are empty where the attribute is "
        "missing.");
}
template <class T, auto... Members>
constexpr void check_defaults(defaulted_members<Members...> const&)
{
    static_assert(std::default_initializable<T>,
        "struct_mapping::defaults needs a struct with a default constructor, whose values are the defaults.");
    (check_default<T, Members>(), ...);
}

template <class T, class... Names>
constexpr void check_names(stored_names<Names...> const& names)
{
    static_assert((declares_member<T, Names::member>() && ...),
        "struct_mapping::names names a member that BOOST_DESCRIBE_STRUCT does not list for this struct.");
    (void)names;
}

/// Checks the `struct_mapping` of the struct, if it has one.
template <class T>
constexpr bool check_struct_mapping()
{
    if constexpr (has_stored_names<T>)
        check_names<T>(struct_mapping<T>::names);
    if constexpr (has_defaults<T>)
        check_defaults<T>(struct_mapping<T>::defaults);
    return true;
}

/// The name of the attribute of a described member.
template <class D>
constexpr std::string_view stored_name_of()
{
    using record = record_of_member<D::pointer>;
    static_assert(check_struct_mapping<record>());
    std::string_view result = D::name;
    if constexpr (has_stored_names<record>)
        struct_mapping<record>::names.for_each(
            [&]<class Name>(Name const& name)
            {
                if (same_member<Name::member, D::pointer>)
                    result = name.text();
            });
    return result;
}

/// Whether a described member has a default where its attribute is missing.
template <class D>
inline constexpr bool has_default = []
{
    using record = record_of_member<D::pointer>;
    if constexpr (has_defaults<record>)
        return std::remove_cvref_t<decltype(struct_mapping<record>::defaults)>::template contains<D::pointer>;
    else
        return false;
}();

/// The default of a described member.
template <class D>
auto const& default_of()
{
    static record_of_member<D::pointer> const initial{};
    return initial.*D::pointer;
}

/// Whether the attribute of a described member of T may be missing in an item.
template <class D, class T>
inline constexpr bool is_optional_member = has_default<D> || may_be_absent<member_type<D, T>>;

template <std::size_t N>
constexpr bool are_distinct(std::array<std::string_view, N> const& names)
{
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (names[i] == names[j])
                return false;
    return true;
}

/// A described struct, with the names of its attributes.
template <class T>
struct described
{
    using members = described_members<T>;
    static constexpr std::size_t count = boost::mp11::mp_size<members>::value;

    template <template <class...> class L, class... D>
    static constexpr std::array<std::string_view, sizeof...(D)> make_names(L<D...>)
    {
        static_assert((needs_no_escapes(stored_name_of<D>()) && ...),
            "The name of an attribute cannot have quotes, backslashes and control characters here.");
        constexpr std::array<std::string_view, sizeof...(D)> result{stored_name_of<D>()...};
        static_assert(are_distinct(result), "Two members of this struct are stored under the same name.");
        return result;
    }
    static constexpr std::array<std::string_view, count> names = make_names(members());
    static constexpr json::name_table<count> table{names};
};

} // namespace dynasio::mapping

#endif
