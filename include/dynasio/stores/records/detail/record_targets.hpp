// SPDX-License-Identifier: BSL-1.0
//
// Lists and optionals of a struct as targets of what is read.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_TARGETS_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_TARGETS_HPP

#include <dynasio/mapping/detail/item_codec.hpp>
#include <dynasio/stores/records/detail/record_traits.hpp>
#include <dynasio/stores/records/detail/record_type.hpp>

#include <concepts>
#include <optional>
#include <vector>

namespace dynasio::stores::records {

template <class T, unknown_attributes Unknown>
struct record_list_target
{
    using list = std::vector<T>;
    static json::target add(void* object, json::frame const* from)
    {
        auto& records = *static_cast<list*>(object);
        if (from)
            json::reserve_expected(records, *from);
        return mapping::item_target<mapping_options{Unknown}>(records.emplace_back());
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

/// A list of which some are in use. Records that are not have been read before, and so have memory for the next ones.
template <class T>
struct used_records
{
    std::vector<T> all;
    std::size_t count = 0;
};

template <class T, unknown_attributes Unknown>
struct used_records_target
{
    static json::target add(void* object, json::frame const* from)
    {
        auto& records = *static_cast<used_records<T>*>(object);
        if (records.count == records.all.size())
        {
            if (from)
                json::reserve_expected(records.all, *from);
            records.all.emplace_back();
        }
        return mapping::item_target<mapping_options{Unknown}>(records.all[records.count++]);
    }
    static void const* at(void const* object, std::size_t i)
    {
        return &static_cast<used_records<T> const*>(object)->all[i];
    }
    static std::size_t size(void const* object) { return static_cast<used_records<T> const*>(object)->count; }
    static void shrink(void* object, std::size_t size)
    {
        static_cast<used_records<T>*>(object)->count = size;
    }
};

template <class T, unknown_attributes Unknown>
struct record_optional_target
{
    static json::target add(void* object, json::frame const*)
    {
        return mapping::item_target<mapping_options{Unknown}>(
            static_cast<std::optional<T>*>(object)->emplace());
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
    if constexpr (is_record<T>)
    {
        using strict = Target<T, unknown_attributes::refuse>;
        using lenient = Target<T, unknown_attributes::ignore>;
        if (unknown == unknown_attributes::refuse)
            return {object, &strict::add, &strict::size, &strict::at, &strict::shrink};
        return {object, &lenient::add, &lenient::size, &lenient::at, &lenient::shrink};
    }
    else
        return {};
}

template <class T>
record_target target_of(std::vector<T>& records, unknown_attributes unknown)
{
    return make_record_target<record_list_target, T>(&records, unknown);
}
template <class T>
record_target target_of(used_records<T>& records, unknown_attributes unknown)
{
    return make_record_target<used_records_target, T>(&records, unknown);
}
template <class T>
record_target target_of(std::optional<T>& record, unknown_attributes unknown)
{
    return make_record_target<record_optional_target, T>(&record, unknown);
}

} // namespace dynasio::stores::records

#endif
