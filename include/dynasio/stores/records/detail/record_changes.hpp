// SPDX-License-Identifier: BSL-1.0
//
// The arguments of updates and of records made of named values, checked at compile time.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_CHANGES_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_CHANGES_HPP

#include <dynasio/call/detail/misplaced.hpp>
#include <dynasio/expressions/change.hpp>
#include <dynasio/expressions/update.hpp>
#include <dynasio/stores/records/detail/record_table_state.hpp>
#include <dynasio/stores/records/detail/record_type_of.hpp>

#include <concepts>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dynasio::stores::records {

template <class C>
concept member_change = std::derived_from<C, change> && requires { C::root; };

template <class T, auto Member>
constexpr void check_member_of_record()
{
    static_assert(std::is_base_of_v<mapping::record_of_member<Member>, T>,
        "This attribute belongs to another struct than the records of the table.");
}

template <class T, auto Member>
constexpr void check_updated_member()
{
    check_member_of_record<T, Member>();
    static_assert(!is_key_field<T, Member>(),
        "A key of a record cannot be changed: delete the record and create another one.");
    if constexpr (has_version<T>)
        static_assert(!mapping::same_member<Member, record_definition<T>::version>,
            "The version of a record is counted by the table and cannot be changed.");
}

/// Whether a record can be read without the member.
template <class T, auto Member>
inline constexpr bool is_removable = record_fields_of<T>[mapping::member_index<T, Member>].may_be_absent;

constexpr bool are_among(std::span<std::string_view const> some, std::span<std::string_view const> all)
{
    for (auto const each : some)
    {
        bool found = false;
        for (auto const other : all)
            found = found || each == other;
        if (!found)
            return false;
    }
    return !some.empty();
}

template <class T, auto To, auto From>
constexpr bool has_categories_of()
{
    auto const to = record_fields_of<T>[mapping::member_index<T, To>].categories;
    auto const from = record_fields_of<T>[mapping::member_index<T, From>].categories;
    return to.empty() || are_among(from, to);
}

template <class To, class From>
constexpr bool has_range_of()
{
    constexpr auto const& to = expressions::model_of<To>::value;
    constexpr auto const& from = expressions::model_of<From>::value;
    return !to.whole_number || !from.whole_number || (to.lowest <= from.lowest && to.highest >= from.highest);
}

/// What the compiler can know about a change: the rest is checked when the operation begins.
template <class T, class C>
constexpr void check_change()
{
    if constexpr (requires { typename C::removed; })
    {
        if constexpr (expressions::is_whole_member<typename C::removed>)
            static_assert(is_removable<T, C::root>,
                "This member cannot be removed: a record without it could not be read. Make it an optional.");
    }
    else if constexpr (requires { typename C::copied_from; })
    {
        using to = typename C::copied_to;
        using from = typename C::copied_from;
        if constexpr (expressions::is_whole_member<to> && expressions::is_whole_member<from>)
        {
            check_member_of_record<T, from::root>();
            if constexpr (std::is_base_of_v<typename from::record, T>)
                static_assert(has_categories_of<T, to::root, from::root>(),
                    "This member has a list of allowed values, and the other one may have other values.");
            static_assert(has_range_of<typename to::value_type, typename from::value_type>(),
                "The other member may have numbers that are out of the range of this one.");
        }
    }
}

/// One argument of an update: a change, a whole update, or options.
template <class T, class A>
void add_argument([[maybe_unused]] update_call& call, [[maybe_unused]] A argument)
{
    if constexpr (member_change<A>)
    {
        check_updated_member<T, A::root>();
        check_change<T, A>();
        call.changes.insert(std::move(argument));
    }
    else if constexpr (std::derived_from<A, change> || std::derived_from<A, update>)
        call.changes.insert(std::move(argument));
    else if constexpr (dynasio::call::misplaced<A>)
        static_assert(mapping::always_false<A>,
            "An update takes changes and options: put a condition into write_options().only_if(condition), "
            "and co_await the update.");
    else
    {
        static_assert(std::convertible_to<A, write_options>,
            "An update takes changes, such as attr<&phone::name> = \"Anna\", an update, and write_options.");
        if constexpr (std::convertible_to<A, write_options>)
            call.options = std::move(argument);
    }
}

template <class T, class... Arguments>
update_call make_update(encoded_key key, Arguments... arguments)
{
    static_assert(sizeof...(Arguments) > 0, "An update needs at least one change.");
    update_call call;
    call.key = std::move(key);
    (add_argument<T>(call, std::move(arguments)), ...);
    return call;
}

/// Whether `Member`, described by D, is among `Given`, or may be left out.
template <class T, class D, auto Member, auto... Given>
constexpr void check_given_member()
{
    constexpr bool given = (mapping::same_member<Member, Given> || ...);
    static_assert(given || mapping::is_optional_member<D, T>,
        "A new record needs a value for each member that is no optional or set and has no default; this "
        "Member has none.");
}

template <class T, auto... Given, template <class...> class L, class... D>
constexpr void check_given_members(L<D...>)
{
    auto const check = []<class Each>()
    {
        if constexpr (has_version<T>)
        {
            if constexpr (!mapping::same_member<Each::pointer, record_definition<T>::version>)
                check_given_member<T, Each, Each::pointer, Given...>();
        }
        else
            check_given_member<T, Each, Each::pointer, Given...>();
    };
    (check.template operator()<D>(), ...);
}

template <auto Member, auto... Others>
inline constexpr std::size_t times_given =
    (std::size_t(0) + ... + (mapping::same_member<Member, Others> ? 1 : 0));

/// The defaults of members that are not given.
template <class T, auto... Given>
void add_defaults(item& to)
{
    boost::mp11::mp_for_each<typename mapping::described<T>::members>(
        [&]<class D>(D)
        {
            if constexpr (mapping::has_default<D> && !(mapping::same_member<D::pointer, Given> || ...))
                to.set(mapping::stored_name_of<D>(), mapping::write_value(mapping::default_of<D>()));
        });
}

template <class T, auto... Members>
encoded_record make_record(assignment<Members> const&... values)
{
    check_given_members<T, Members...>(typename mapping::described<T>::members());
    (check_member_of_record<T, Members>(), ...);
    static_assert(((times_given<Members, Members...> == 1) && ...), "A member is given twice.");
    if constexpr (has_version<T>)
        static_assert(!(mapping::same_member<Members, record_definition<T>::version> || ...),
            "The version of a record is counted by the table and cannot be given.");
    item all;
    all.reserve(sizeof...(Members));
    auto const add = [&](std::string_view name, attribute_value const* value)
    {
        if (value)
            all.set(name, *value);
    };
    (add(mapping::member_name_in<T, Members>, values.value()), ...);
    add_defaults<T, Members...>(all);
    return encode_record(record_type_of<T>, std::move(all));
}

} // namespace dynasio::stores::records

#endif
