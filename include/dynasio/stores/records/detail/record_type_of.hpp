// SPDX-License-Identifier: BSL-1.0
//
// The `record_type` of a described struct.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_TYPE_OF_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_TYPE_OF_HPP

#include <dynasio/mapping/detail/encode_struct.hpp>
#include <dynasio/stores/records/detail/record_traits.hpp>
#include <dynasio/stores/records/detail/record_type.hpp>
#include <dynasio/stores/records/detail/stored_type.hpp>
#include <dynasio/stores/records/table_key.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dynasio::stores::records {

/// Whether equal keys of type M have the same JSON.
template <class M>
inline constexpr bool is_canonical_key = mapping::kind_of<M> == mapping::kind::string
    || mapping::kind_of<M> == mapping::kind::binary || mapping::kind_of<M> == mapping::kind::integer;

/// The type of the version of T's records; void if they have none.
template <class T>
struct version_of
{
    using type = void;
};
template <has_version T>
struct version_of<T>
{
    using type = mapping::value_of_member<record_definition<T>::version>;
};

template <has_version T>
std::string version_digits(T const& record)
{
    return std::to_string(record.*record_definition<T>::version);
}

/// The version with which a record is stored; the highest one cannot be.
template <has_version T>
typename version_of<T>::type stored_version(T const& record)
{
    using version = typename version_of<T>::type;
    auto const read = record.*record_definition<T>::version;
    return read == std::numeric_limits<version>::max() ? read : static_cast<version>(read + 1);
}

template <class T>
struct record_functions
{
    using traits = record_traits<T>;
    using definition = record_definition<T>;

    static T const& of(void const* record) { return *static_cast<T const*>(record); }

    static void encode(std::string& out, void const* record) { mapping::encode_item(out, of(record)); }

    template <class D>
    static void encode_member(std::string& out, void const* record)
    {
        mapping::encode_value_at(out, of(record).*D::pointer, 0);
    }
    using member_encoder = void (*)(std::string& out, void const* record);
    template <template <class...> class L, class... D>
    static constexpr std::array<member_encoder, sizeof...(D)> make_encoders(L<D...>)
    {
        return {&encode_member<D>...};
    }

    template <class Members = typename mapping::described<T>::members>
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
            read = version_digits(of(record));
            if (version == std::numeric_limits<mapping::value_of_member<definition::version>>::max())
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

    static std::string default_version()
    {
        if constexpr (has_version<T> && std::default_initializable<T>)
            return version_digits(T());
        else
            return {};
    }

    static encoded_key key_of(void const* record) { return table_key<T>::of(of(record)).encoded(); }

    static constexpr bool keys_are_canonical()
    {
        bool result = is_canonical_key<mapping::value_of_member<definition::partition_key>>;
        if constexpr (definition::has_sort_key)
            result = result && is_canonical_key<mapping::value_of_member<definition::sort_key>>;
        return result;
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
                    if (mapping::member_index<T, List::member> == field)
                        result = text_of(of(record).*List::member);
                });
        return result;
    }

    template <std::integral I>
    static std::optional<std::int64_t> seconds_of(I value)
    {
        if (std::in_range<std::int64_t>(value))
            return static_cast<std::int64_t>(value);
        return std::numeric_limits<std::int64_t>::max();
    }
    template <class D>
    static std::optional<std::int64_t> seconds_of(std::chrono::sys_time<D> value)
    {
        // Not duration_cast, which may overflow.
        auto const ticks = value.time_since_epoch().count();
        constexpr auto factor = mapping::decimal_period<typename D::period>::factor;
        constexpr auto highest = std::numeric_limits<std::int64_t>::max() / factor;
        if (std::cmp_greater(ticks, highest))
            return std::numeric_limits<std::int64_t>::max();
        if (std::cmp_less(ticks, -highest))
            return std::numeric_limits<std::int64_t>::min();
        return static_cast<std::int64_t>(ticks) * factor;
    }
    template <class M>
    static std::optional<std::int64_t> seconds_of(std::optional<M> const& value)
    {
        return value ? seconds_of(*value) : std::nullopt;
    }

    static std::optional<std::int64_t> expires_at(void const* record)
    {
        if constexpr (traits::time_to_live != no_field)
            if constexpr (counts_seconds<mapping::value_of_member<definition::time_to_live>>)
                return seconds_of(of(record).*definition::time_to_live);
        return std::nullopt;
    }
};

template <class T>
inline constexpr auto record_fields_of =
    record_traits<T>::make_fields(typename mapping::described<T>::members());

template <class T>
struct record_types
{
    template <template <class...> class L, class... D>
    static constexpr std::array<stored_type const*, sizeof...(D)> make(L<D...>)
    {
        constexpr auto options = mapping_options{unknown_attributes::refuse};
        return {&stored_type_of<std::remove_cv_t<mapping::member_type<D, T>>, options>...};
    }
    static constexpr auto value = make(typename mapping::described<T>::members());
};

template <class T>
struct record_type_maker
{
    static constexpr record_type value{.fields = record_fields_of<T>,
        .types = record_types<T>::value,
        .partition_key = record_traits<T>::partition_key,
        .sort_key = record_traits<T>::sort_key,
        .version = record_traits<T>::version,
        .time_to_live = record_traits<T>::time_to_live,
        .keys_are_canonical = record_functions<T>::keys_are_canonical(),
        .encode = &record_functions<T>::encode,
        .encode_field = &record_functions<T>::encode_field,
        .next_version = &record_functions<T>::next_version,
        .default_version = &record_functions<T>::default_version,
        .key_of = &record_functions<T>::key_of,
        .category_text = &record_functions<T>::category_text,
        .expires_at = &record_functions<T>::expires_at};
};

/// A struct that is no record has been reported.
template <class T>
constexpr record_type make_record_type()
{
    if constexpr (is_record<T>)
        return record_type_maker<T>::value;
    else
        return {};
}

template <class T>
inline constexpr record_type record_type_of = make_record_type<T>();

} // namespace dynasio::stores::records

#endif
