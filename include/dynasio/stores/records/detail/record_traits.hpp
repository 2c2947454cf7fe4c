// SPDX-License-Identifier: BSL-1.0
//
// The properties of a record's struct at compile time: the roles and categories of its members.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_TRAITS_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_TRAITS_HPP

#include <dynasio/mapping/detail/member_pointer.hpp>
#include <dynasio/mapping/detail/stored_enum_case.hpp>
#include <dynasio/stores/records/detail/record_type.hpp>
#include <dynasio/stores/records/record_definition.hpp>

#include <boost/mp11/algorithm.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace dynasio::stores::records {

template <class T>
constexpr mapping_options record_mapping(unknown_attributes unknown)
{
    auto result = mapping_of<T>();
    result.unknown = unknown;
    return result;
}

/// Whether text of enumerators is part of what is stored for an M, other than within structs.
template <class M>
constexpr bool stores_enumerators()
{
    constexpr mapping::kind k = mapping::kind_of<M>;
    if constexpr (k == mapping::kind::enumeration)
        return true;
    else if constexpr (k == mapping::kind::map)
        return stores_enumerators<typename M::mapped_type>();
    else if constexpr (k == mapping::kind::optional || k == mapping::kind::list || k == mapping::kind::array
        || k == mapping::kind::set)
        return stores_enumerators<typename M::value_type>();
    else
        return false;
}

/// False if T inherits an enum from a struct that is not known to be part of a record. `attr` of this enum sees only that
/// struct and would use another text than the stored one.
template <class T>
constexpr bool enums_are_known()
{
    bool result = true;
    boost::mp11::mp_for_each<typename mapping::described<T>::members>(
        [&](auto D)
        {
            using declared_by = mapping::record_of_member<decltype(D)::pointer>;
            if constexpr (!std::same_as<declared_by, T> && !mapping::defined_record<declared_by>)
                result = result && !stores_enumerators<mapping::member_type<decltype(D), T>>();
        });
    return result;
}

template <class T>
struct record_traits
{
    static_assert(boost::describe::has_describe_members<T>::value,
        "This struct is not described: use BOOST_DESCRIBE_STRUCT.");
    static_assert(keyed_record<T>,
        "This struct has no table: specialise dynasio::record_definition for it, derived from "
        "dynasio::record_key<&T::member>.");
    static_assert(enums_are_known<T>(),
        "A base of this record has an enum, which the table stores in upper case: specialise "
        "dynasio::record_definition for the base too; it may be empty.");
    using definition = record_definition<T>;
    using shape = mapping::described<T>;

    static constexpr std::size_t partition_key = mapping::member_index<T, definition::partition_key>;
    static constexpr std::size_t sort_key = []
    {
        if constexpr (definition::has_sort_key)
            return mapping::member_index<T, definition::sort_key>;
        else
            return no_field;
    }();
    static constexpr std::size_t version = []
    {
        if constexpr (has_version<T>)
        {
            static_assert(
                mapping::kind_of<mapping::value_of_member<definition::version>> == mapping::kind::integer,
                "The version of a record must be an integer.");
            static_assert(
                !is_key_field<T, definition::version>(), "A key cannot be the version of a record.");
            return mapping::member_index<T, definition::version>;
        }
        else
            return no_field;
    }();
    static constexpr std::size_t time_to_live = []
    {
        if constexpr (has_time_to_live<T>)
        {
            static_assert(mapping::tag_of<mapping::value_of_member<definition::time_to_live>>() == "N",
                "The time to live of a record must be a number: an integer, or a chrono time of whole "
                "seconds.");
            return mapping::member_index<T, definition::time_to_live>;
        }
        else
            return no_field;
    }();

    template <class M>
    static constexpr char key_tag()
    {
        if constexpr (keyable<M>)
            return mapping::tag_of<M>().front();
        else
            return 0;
    }

    template <class D>
    static constexpr std::span<std::string_view const> categories_of();

    template <template <class...> class L, class... D>
    static constexpr std::array<record_field, sizeof...(D)> make_fields(L<D...>)
    {
        return {record_field{D::name, key_tag<mapping::member_type<D, T>>(),
            dynasio::mapping::may_be_absent<mapping::member_type<D, T>>, categories_of<D>()}...};
    }
};

/// The texts of one list of categories, where they stay.
template <class T, class List>
inline constexpr auto category_texts_of = static_cast<List const&>(record_definition<T>::categories).texts();

template <auto Member>
struct list_is_of
{
    template <class List>
    using fn = boost::mp11::mp_bool<mapping::same_member<List::member, Member>>;
};

template <class T, auto Member, class... Lists>
constexpr std::span<std::string_view const> find_categories(category_lists<Lists...> const&)
{
    std::span<std::string_view const> result;
    (void)(((mapping::same_member<Lists::member, Member>) ? (result = category_texts_of<T, Lists>, true)
                                                          : false)
        || ...);
    return result;
}

/// The list of one member; for a member without one there is none.
template <class T, auto Member, class... Lists>
constexpr auto const& only_list_of(category_lists<Lists...> const&)
{
    using found = boost::mp11::mp_copy_if_q<boost::mp11::mp_list<Lists...>, list_is_of<Member>>;
    static_assert(boost::mp11::mp_size<found>::value == 1, "This member has no categories.");
    return category_texts_of<T, boost::mp11::mp_front<found>>;
}
template <class T, auto Member>
inline constexpr auto const& listed_categories = only_list_of<T, Member>(record_definition<T>::categories);

template <class T>
template <class D>
constexpr std::span<std::string_view const> record_traits<T>::categories_of()
{
    if constexpr (has_categories<T>)
        return find_categories<T, D::pointer>(record_definition<T>::categories);
    else
        return {};
}

} // namespace dynasio::stores::records

#endif
