// SPDX-License-Identifier: BSL-1.0
//
// The properties of a record's struct at compile time: the roles and categories of its members.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_TRAITS_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_TRAITS_HPP

#include <dynasio/mapping/detail/member_pointer.hpp>
#include <dynasio/stores/records/detail/record_type.hpp>
#include <dynasio/stores/records/record_definition.hpp>

#include <boost/mp11/algorithm.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace dynasio::stores::records {

template <class T>
constexpr bool has_defaulted_key()
{
    bool result = false;
    boost::mp11::mp_for_each<typename mapping::described<T>::members>(
        [&]<class D>(D) { result = result || (mapping::has_default<D> && is_key_field<T, D::pointer>()); });
    return result;
}

/// Types that store whole seconds since 1970, as far as a type can tell.
template <class M>
inline constexpr bool counts_seconds = value::plain_integer<M>;
template <class D>
inline constexpr bool counts_seconds<std::chrono::sys_time<D>> =
    mapping::duration_of<D>::is && mapping::decimal_period<typename D::period>::digits == 0;
template <class M>
inline constexpr bool counts_seconds<std::optional<M>> = counts_seconds<M>;

template <class T>
struct record_traits
{
    using definition = record_definition<T>;
    using shape = mapping::described<T>;

    static constexpr std::size_t partition_key = []
    {
        static_assert(!has_defaulted_key<T>(),
            "A key of a record cannot have a default in struct_mapping: every stored item has its keys.");
        return mapping::member_index<T, definition::partition_key>;
    }();
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
            static_assert(counts_seconds<mapping::value_of_member<definition::time_to_live>>,
                "Use std::chrono::sys_seconds, an integer of seconds since 1970, or an optional of one of "
                "these for the time_to_live of a record: DynamoDB reads it as whole seconds, so that with "
                "milliseconds a record never expires, and with a duration or a fraction it expires at "
                "another "
                "time or never.");
            return mapping::member_index<T, definition::time_to_live>;
        }
        else
            return no_field;
    }();

    template <class M>
    static constexpr char key_tag()
    {
        if constexpr (index_keyable<M>)
            return mapping::tag_of<M>().front();
        else
            return 0;
    }

    template <class D>
    static constexpr std::span<std::string_view const> categories_of();

    template <template <class...> class L, class... D>
    static constexpr std::array<record_field, sizeof...(D)> make_fields(L<D...>)
    {
        return {record_field{mapping::stored_name_of<D>(), key_tag<mapping::member_type<D, T>>(),
            mapping::is_optional_member<D, T>, categories_of<D>()}...};
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
