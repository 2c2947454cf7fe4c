// SPDX-License-Identifier: BSL-1.0
//
// The `record_type` of a described struct.

#ifndef DYNASIO_DETAIL_RECORD_TYPE_OF_HPP
#define DYNASIO_DETAIL_RECORD_TYPE_OF_HPP

#include <dynasio/detail/item_mapping_codec.hpp>
#include <dynasio/detail/mapping_encode.hpp>
#include <dynasio/detail/record_field.hpp>
#include <dynasio/detail/record_type.hpp>

#include <limits>
#include <vector>

namespace dynasio::detail {

template <class T>
constexpr mapping_options record_mapping(unknown_attributes unknown)
{
    auto result = mapping_of<T>();
    result.unknown = unknown;
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
    using definition = record_definition<T>;
    using shape = described<T>;

    static constexpr std::size_t partition_key = field_index<T, definition::partition_key>;
    static constexpr std::size_t sort_key = []
    {
        if constexpr (definition::has_sort_key)
            return field_index<T, definition::sort_key>;
        else
            return no_field;
    }();
    static constexpr std::size_t version = []
    {
        if constexpr (has_version<T>)
        {
            static_assert(kind_of<field_value<definition::version>> == kind::integer,
                "The version of a record must be an integer.");
            static_assert(
                !is_key_field<T, definition::version>(), "A key cannot be the version of a record.");
            return field_index<T, definition::version>;
        }
        else
            return no_field;
    }();
    static constexpr std::size_t time_to_live = []
    {
        if constexpr (has_time_to_live<T>)
        {
            static_assert(tag_of<field_value<definition::time_to_live>>() == "N",
                "The time to live of a record must be a number: an integer, or a chrono time of whole "
                "seconds.");
            return field_index<T, definition::time_to_live>;
        }
        else
            return no_field;
    }();

    template <class M>
    static constexpr char key_tag()
    {
        if constexpr (keyable<M>)
            return tag_of<M>().front();
        else
            return 0;
    }

    template <class D>
    static constexpr std::span<std::string_view const> categories_of();

    template <template <class...> class L, class... D>
    static constexpr std::array<record_field, sizeof...(D)> make_fields(L<D...>)
    {
        return {record_field{D::name, key_tag<member_type<D, T>>(),
            dynasio::detail::may_be_absent<member_type<D, T>>, categories_of<D>()}...};
    }
};

/// The texts of one list of categories, where they stay.
template <class T, class List>
inline constexpr auto category_texts_of = static_cast<List const&>(record_definition<T>::categories).texts();

template <auto Member>
struct list_is_of
{
    template <class List>
    using fn = boost::mp11::mp_bool<same_field<List::member, Member>>;
};

template <class T, auto Member, class... Lists>
constexpr std::span<std::string_view const> find_categories(category_lists<Lists...> const&)
{
    std::span<std::string_view const> result;
    (void)(((same_field<Lists::member, Member>) ? (result = category_texts_of<T, Lists>, true) : false)
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

template <class M>
std::size_t key_size(M const& value)
{
    if constexpr (kind_of<M> == kind::text || kind_of<M> == kind::bytes)
        return value.size();
    else
        return 1;
}

/// Some attributes of a struct: as `item_mapping_codec`, but none is missed.
template <class T>
struct partial_codec
{
    using whole = item_mapping_codec<T, record_mapping<T>(unknown_attributes::refuse)>;

    static slot begin(void* object) { return {object, &value}; }
    static void end_object(frame& where) { whole::seen_members::drop(where); }
    static constexpr codec value{.expected = "an object with attributes",
        .begin_object = &begin,
        .member = &whole::member,
        .end_object = &end_object,
        .abandon = &whole::abandon};
};

template <class T>
struct record_functions
{
    using traits = record_traits<T>;
    using definition = record_definition<T>;

    static T const& of(void const* record) { return *static_cast<T const*>(record); }

    static void encode(std::string& out, void const* record)
    {
        encode_item(out, of(record), mapping_of<T>());
    }

    template <class D>
    static void encode_member(std::string& out, void const* record)
    {
        encode_value_at(out, of(record).*D::pointer, mapping_of<T>(), 0);
    }
    using member_encoder = void (*)(std::string& out, void const* record);
    template <template <class...> class L, class... D>
    static constexpr std::array<member_encoder, sizeof...(D)> make_encoders(L<D...>)
    {
        return {&encode_member<D>...};
    }

    template <class Members = typename described<T>::members>
    static constexpr auto encoders = make_encoders(Members());

    static void encode_field(std::string& out, void const* record, std::size_t field)
    {
        encoders<>[field](out, record);
    }

    static std::shared_ptr<void const> next_version(void const* record, std::string& read)
    {
        if constexpr (has_version<T>)
        {
            auto const version = of(record).*definition::version;
            read = std::to_string(version);
            if (version == std::numeric_limits<field_value<definition::version>>::max())
                return nullptr;
            auto const copy = std::make_shared<T>(of(record));
            ++((*copy).*definition::version);
            return copy;
        }
        else
        {
            read.clear();
            return nullptr;
        }
    }

    static void key_sizes(void const* record, std::size_t& partition, std::size_t& sort)
    {
        partition = key_size(of(record).*definition::partition_key);
        if constexpr (definition::has_sort_key)
            sort = key_size(of(record).*definition::sort_key);
    }

    static std::string const* text_of(std::string const& text) { return &text; }
    static std::string const* text_of(std::optional<std::string> const& text)
    {
        return text ? &*text : nullptr;
    }

    static std::string const* category_text(void const* record, std::size_t field)
    {
        std::string const* result = nullptr;
        if constexpr (has_categories<T>)
            definition::categories.for_each(
                [&]<class List>(List const&)
                {
                    if (field_index<T, List::member> == field)
                        result = text_of(of(record).*List::member);
                });
        return result;
    }

    static std::shared_ptr<void const> read_part(std::string_view json)
    {
        auto const part = std::make_shared<T>();
        detail::decode(json, {part.get(), &partial_codec<T>::value});
        return part;
    }
};

template <class T>
inline constexpr auto record_fields_of = record_traits<T>::make_fields(typename described<T>::members());

template <class T>
inline constexpr record_type record_type_of{.fields = record_fields_of<T>,
    .partition_key = record_traits<T>::partition_key,
    .sort_key = record_traits<T>::sort_key,
    .version = record_traits<T>::version,
    .time_to_live = record_traits<T>::time_to_live,
    .encode = &record_functions<T>::encode,
    .encode_field = &record_functions<T>::encode_field,
    .next_version = &record_functions<T>::next_version,
    .key_sizes = &record_functions<T>::key_sizes,
    .category_text = &record_functions<T>::category_text,
    .read_part = &record_functions<T>::read_part};

template <class T, unknown_attributes Unknown>
struct record_list_target
{
    using list = std::vector<T>;
    static slot add(void* object)
    {
        return item_slot<record_mapping<T>(Unknown)>(static_cast<list*>(object)->emplace_back());
    }
    static void const* at(void const* object, std::size_t i)
    {
        return &(*static_cast<list const*>(object))[i];
    }
    static std::size_t size(void const* object) { return static_cast<list const*>(object)->size(); }
    static void shrink(void* object, std::size_t size)
    {
        auto& records = *static_cast<list*>(object);
        while (records.size() > size)
            records.pop_back();
    }
};

template <class T, unknown_attributes Unknown>
struct record_optional_target
{
    static slot add(void* object)
    {
        return item_slot<record_mapping<T>(Unknown)>(static_cast<std::optional<T>*>(object)->emplace());
    }
    static void const* at(void const* object, std::size_t)
    {
        return &**static_cast<std::optional<T> const*>(object);
    }
    static std::size_t size(void const* object)
    {
        return static_cast<std::optional<T> const*>(object)->has_value() ? 1 : 0;
    }
    static void shrink(void* object, std::size_t size)
    {
        if (size == 0)
            static_cast<std::optional<T>*>(object)->reset();
    }
};

template <template <class, unknown_attributes> class Target, class T>
record_target make_record_target(void* object, unknown_attributes unknown)
{
    static_assert(std::default_initializable<T>, "A record that is read needs a default constructor.");
    using strict = Target<T, unknown_attributes::refuse>;
    using lenient = Target<T, unknown_attributes::ignore>;
    if (unknown == unknown_attributes::refuse)
        return {object, &strict::add, &strict::size, &strict::at, &strict::shrink};
    return {object, &lenient::add, &lenient::size, &lenient::at, &lenient::shrink};
}

template <class T>
record_target target_of(std::vector<T>& records, unknown_attributes unknown)
{
    return make_record_target<record_list_target, T>(&records, unknown);
}
template <class T>
record_target target_of(std::optional<T>& record, unknown_attributes unknown)
{
    return make_record_target<record_optional_target, T>(&record, unknown);
}

} // namespace dynasio::detail

#endif
