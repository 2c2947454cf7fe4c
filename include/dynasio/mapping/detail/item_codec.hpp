// SPDX-License-Identifier: BSL-1.0
//
// Codecs of whole items: {"name": {"S": "Ann"}, ...} into a described struct or a map. See attribute_codec.hpp.

#ifndef DYNASIO_MAPPING_DETAIL_ITEM_CODEC_HPP
#define DYNASIO_MAPPING_DETAIL_ITEM_CODEC_HPP

#include <dynasio/mapping/detail/attribute_codec.hpp>

namespace dynasio::mapping {

/// Which members of a struct have been met, in the 64 bits that a frame has for it.
template <std::size_t N>
struct few_members
{
    static constexpr std::uint64_t all = N == 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << N % 64) - 1;

    static void set(json::frame& where, std::size_t i) { where.seen |= std::uint64_t(1) << i; }
    static bool has_all(json::frame const& where) { return where.seen == all; }
    static bool has(json::frame const& where, std::size_t i) { return (where.seen >> i & 1) != 0; }
    static void drop(json::frame&) noexcept {}
};

/// The same for more members than bits: the frame keeps the address of a set of bits.
template <std::size_t N>
struct many_members
{
    using bits = std::bitset<N>;
    static bits* of(json::frame const& where)
    {
        return reinterpret_cast<bits*>(static_cast<std::uintptr_t>(where.seen));
    }

    static void set(json::frame& where, std::size_t i)
    {
        if (where.seen == 0)
            where.seen = reinterpret_cast<std::uintptr_t>(new bits);
        of(where)->set(i);
    }
    static bool has_all(json::frame const& where) { return where.seen != 0 && of(where)->all(); }
    static bool has(json::frame const& where, std::size_t i) { return where.seen != 0 && of(where)->test(i); }
    static void drop(json::frame& where) noexcept
    {
        delete of(where);
        where.seen = 0;
    }
};

/// A described struct. Members that come are replaced as a whole, members that may be absent are emptied when they do not
/// come, all others are missed; so the target may hold anything before.
template <class T, mapping_options O>
struct item_mapping_codec
{
    using shape = described<T>;
    using seen_members =
        std::conditional_t<(shape::count <= 64), few_members<shape::count>, many_members<shape::count>>;

    using getter = json::target (*)(void* object);

    template <class D>
    static json::target get(void* object)
    {
        auto& target = static_cast<T*>(object)->*D::pointer;
        return {&target, attribute_codec<member_type<D, T>, O>::address};
    }
    template <template <class...> class L, class... D>
    static constexpr std::array<getter, sizeof...(D)> make_getters(L<D...>)
    {
        return {&get<D>...};
    }
    static constexpr auto getters = make_getters(typename shape::members());

    using tagged_setter = bool (*)(json::frame& where, char tag, std::string_view text);

    template <std::size_t I>
    static bool set_tagged(json::frame& where, char tag, std::string_view text)
    {
        using descriptor = boost::mp11::mp_at_c<typename shape::members, I>;
        using member = member_type<descriptor, T>;
        if constexpr (has_tagged_text<member>())
        {
            auto& target = static_cast<T*>(where.into.object)->*descriptor::pointer;
            if (!attribute_codec<member, O>::address->fast_scalar(&target, tag, text))
                return false;
            seen_members::set(where, I);
            return true;
        }
        else
            return false;
    }
    template <std::size_t... I>
    static constexpr std::array<tagged_setter, shape::count> make_tagged_setters(std::index_sequence<I...>)
    {
        return {&set_tagged<I>...};
    }
    static constexpr auto tagged_setters = make_tagged_setters(std::make_index_sequence<shape::count>());

    static json::target begin(void* object) { return {object, &value}; }

    static bool fast_scalar_member(json::frame& where, std::string_view name, char tag, std::string_view text)
    {
        auto const i = shape::table.find(name);
        if (i == shape::count)
            return false;
        where.set_key(name);
        return tagged_setters[i](where, tag, text);
    }

    static json::target member(json::frame& where, std::string_view name)
    {
        auto const i = shape::table.find(name);
        if (i < shape::count)
        {
            seen_members::set(where, i);
            return getters[i](where.into.object);
        }
        if constexpr (O.unknown == unknown_attributes::refuse)
            fail_unknown_attribute();
        else
            return {};
    }

    static void end_object(json::frame& where)
    {
        if (!seen_members::has_all(where))
            for (std::size_t i = 0; i < shape::count; ++i)
                if (!seen_members::has(where, i))
                {
                    // The path of the error, if this member must not be missing.
                    where.set_key(shape::names[i]);
                    member_reader<T>::absent_functions[i](*static_cast<T*>(where.into.object));
                }
        seen_members::drop(where);
    }

    static void abandon(json::frame& where) noexcept { seen_members::drop(where); }

    static constexpr json::codec value{.expected = "an object with attributes",
        .fast_scalar_member = &fast_scalar_member,
        .begin_object = &begin,
        .member = &member,
        .end_object = &end_object,
        .abandon = &abandon};
};

/// A map with values of one type.
template <class T, mapping_options O>
    requires(find_kind<T>() == kind::map)
struct item_mapping_codec<T, O>
{
    static json::target begin(void* object)
    {
        static_cast<T*>(object)->clear();
        return {object, &value};
    }
    static json::target member(json::frame& where, std::string_view name)
    {
        auto& target = (*static_cast<T*>(where.into.object))[std::string(name)];
        return {&target, attribute_codec<typename T::mapped_type, O>::address};
    }
    static constexpr json::codec value{
        .expected = "an object with attributes", .begin_object = &begin, .member = &member};
};

template <mapping_options O>
struct item_mapping_codec<item, O>
{
    static json::target begin(void* object) { return {object, &json::item_codec}; }
    static constexpr json::codec value{.expected = "an object with attributes", .begin_object = &begin};
};

/// Where an item goes: a described struct, a map, or an `item`.
template <mapping_options O = mapping_options{}, class T>
json::target item_target(T& target)
{
    static_assert(kind_of<T> == kind::described_struct || kind_of<T> == kind::map || kind_of<T> == kind::item,
        "Only described structs and maps can be read from items.");
    return {&target, &item_mapping_codec<T, O>::value};
}

/// A list of items, such as the `Items` of a query. Items are added to what is there.
template <class T, mapping_options O>
struct item_list_codec
{
    static json::target begin_array(void* object) { return {object, &value}; }
    static json::target element(json::frame& where)
    {
        auto& list = *static_cast<std::vector<T>*>(where.into.object);
        json::reserve_expected(list, where);
        return item_target<O>(list.emplace_back());
    }
    static constexpr json::codec value{
        .expected = "a list", .begin_array = &begin_array, .element = &element};
};

/// Where a list of items goes. When decoding fails, the last element may be incomplete.
template <mapping_options O = mapping_options{}, class T>
json::target item_list_target(std::vector<T>& target)
{
    return {&target, &item_list_codec<T, O>::value};
}

} // namespace dynasio::mapping

#endif
