// SPDX-License-Identifier: BSL-1.0
//
// Defines the table of a described struct: its keys and other properties of its members. Used by `record_table` and by
// expressions that are checked against a struct.

#ifndef DYNASIO_STORES_RECORDS_RECORD_DEFINITION_HPP
#define DYNASIO_STORES_RECORDS_RECORD_DEFINITION_HPP

#include <dynasio/mapping/detail/checks.hpp>
#include <dynasio/mapping/detail/kind.hpp>
#include <dynasio/mapping/detail/member_pointer.hpp>
#include <dynasio/stores/records/category_list.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace dynasio {

/// Specialise this for a described struct to define the keys of its table. Attributes have the names of the members.
///
///     template <>
///     struct dynasio::record_definition<phone> : dynasio::record_key<&phone::person_id>
///     {
///         // All of these are optional.
///         static constexpr auto categories = dynasio::category_lists(
///             dynasio::category<&phone::relationship>("PARENT", "SIBLING", "FRIEND"));
///         static constexpr auto version = &phone::revision;
///         static constexpr auto time_to_live = &phone::expires_at;
///     };
///
/// `version` is an integer that counts the writes of a record: a write of a whole record succeeds only if nobody has written
/// it since it was read. `time_to_live` is the second since 1970 at which the record expires: `std::chrono::sys_seconds`, another
/// `sys_time` of whole seconds, an integer, or an optional of these. DynamoDB deletes it some days later, and never if it is a
/// time five years ago or more; `read_options::skip_expired` leaves it out until then.
template <class T>
struct record_definition;

namespace stores::records {

template <class T>
concept keyable =
    mapping::kind_of<T> == mapping::kind::string || mapping::kind_of<T> == mapping::kind::enumeration
    || mapping::kind_of<T> == mapping::kind::integer || mapping::kind_of<T> == mapping::kind::number
    || mapping::kind_of<T> == mapping::kind::time || mapping::kind_of<T> == mapping::kind::binary;

template <class T>
inline constexpr bool is_index_key = keyable<T>;
template <class T>
inline constexpr bool is_index_key<std::optional<T>> = keyable<T>;

/// Types that can be keys of an index. Records whose optional member is empty are not in the index.
template <class T>
concept index_keyable = is_index_key<T>;

template <auto Member>
constexpr bool check_key_member()
{
    static_assert(std::is_member_object_pointer_v<decltype(Member)>,
        "A key of a record is given as a pointer to a member, such as &phone::person_id.");
    static_assert(keyable<mapping::value_of_member<Member>>,
        "This member cannot be a key: DynamoDB has keys of strings, numbers and binary values. Use "
        "std::string, an "
        "integer, dynasio::number, a described enum, a chrono time or a byte vector.");
    return true;
}

} // namespace stores::records

/// The keys of a table: the member that is the partition key and, optionally, the member that is the sort key. Members whose
/// type cannot be a key do not compile.
template <auto PartitionKey, auto... SortKey>
struct record_key
{
    static_assert(sizeof...(SortKey) <= 1, "A table has one partition key and at most one sort key.");
    static_assert(stores::records::check_key_member<PartitionKey>());
    static_assert((stores::records::check_key_member<SortKey>() && ...));
    static_assert(!(mapping::same_member<PartitionKey, SortKey> || ...),
        "The partition key and the sort key must be two members.");

    static constexpr auto partition_key = PartitionKey;
    static constexpr bool has_sort_key = sizeof...(SortKey) == 1;

    template <auto Member>
    static constexpr bool is_key =
        mapping::same_member<Member, PartitionKey> || (mapping::same_member<Member, SortKey> || ...);
};

template <auto PartitionKey, auto SortKey>
struct record_key<PartitionKey, SortKey>
{
    static_assert(stores::records::check_key_member<PartitionKey>());
    static_assert(stores::records::check_key_member<SortKey>());
    static_assert(!mapping::same_member<PartitionKey, SortKey>,
        "The partition key and the sort key must be two members.");

    static constexpr auto partition_key = PartitionKey;
    static constexpr auto sort_key = SortKey;
    static constexpr bool has_sort_key = true;

    template <auto Member>
    static constexpr bool is_key =
        mapping::same_member<Member, PartitionKey> || mapping::same_member<Member, SortKey>;
};

namespace stores::records {

/// A struct that has a table.
template <class T>
concept keyed_record = requires { record_definition<T>::partition_key; };

template <class Struct>
DYNASIO_UNAVAILABLE(
    "Specialise dynasio::record_definition for this struct, derived from dynasio::record_key<&T::member>.")
constexpr void cannot_be_a_record()
{}

template <class T>
constexpr bool check_record()
{
    if constexpr (mapping::find_kind<T>() != mapping::kind::described_struct)
    {
        mapping::cannot_store_struct<T>();
        return false;
    }
    else if constexpr (!keyed_record<T>)
    {
        cannot_be_a_record<T>();
        return false;
    }
    else
        return mapping::is_checked<T>;
}

/// Whether a T can be a record. If not, the compiler says why, once.
template <class T>
inline constexpr bool is_record = check_record<T>();

/// Stands in for the definition of a struct that is no record.
struct no_definition
{
    static constexpr bool has_sort_key = false;
};

template <class T>
struct find_definition
{
    using type = no_definition;
};
template <class T>
    requires is_record<T>
struct find_definition<T>
{
    using type = record_definition<T>;
};

template <class T>
concept has_categories = requires { record_definition<T>::categories; };
template <class T>
concept has_version = requires { record_definition<T>::version; };
template <class T>
concept has_time_to_live = requires { record_definition<T>::time_to_live; };

/// Whether the member is a key of the table of T; false for structs without a table.
template <class T, auto Member>
constexpr bool is_key_field() noexcept
{
    if constexpr (keyed_record<T>)
        return record_definition<T>::template is_key<Member>;
    else
        return false;
}

} // namespace stores::records
} // namespace dynasio

#endif
