// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_TABLE_KEY_HPP
#define DYNASIO_STORES_RECORDS_TABLE_KEY_HPP

#include <dynasio/call/detail/misplaced.hpp>
#include <dynasio/mapping/detail/encode_struct.hpp>
#include <dynasio/mapping/detail/member_pointer.hpp>
#include <dynasio/stores/records/record_definition.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dynasio {

namespace stores::records {

/// An encoded key, and the reason if it is invalid.
struct encoded_key
{
    std::string json;
    std::string attribute; ///< the invalid attribute
    std::string problem;   ///< empty if the key is valid

    void check_size(std::string_view name, std::size_t size, std::size_t limit);
    void refuse(std::string_view name, std::string why);
    /// Begins the next attribute.
    void begin(std::string_view name);
};

inline constexpr std::size_t partition_key_limit = 2048;
inline constexpr std::size_t sort_key_limit = 1024;

/// Whether a key of type M can be made of a value of type V.
template <class M, class V>
constexpr bool makes_key()
{
    using given = std::remove_cvref_t<V>;
    if constexpr (std::integral<M>)
        return value::plain_integer<given>;
    else if constexpr (std::same_as<M, number>)
        return std::convertible_to<V, number> && !std::same_as<given, bool>;
    else
        return std::convertible_to<V, M>;
}

template <class M, class V>
void encode_key_value(encoded_key& out, std::string_view name, V const& value, std::size_t limit)
{
    out.begin(name);
    try
    {
        if constexpr (std::integral<M>)
        {
            if (!std::in_range<M>(value))
                out.refuse(name, "is out of the range of the member");
            mapping::encode_value_at(out.json, value, 0);
        }
        else if constexpr (std::same_as<M, std::string>)
        {
            std::string_view const text = value;
            out.check_size(name, text.size(), limit);
            out.json += "{\"S\":";
            json::encode(out.json, text);
            out.json += '}';
        }
        else
        {
            M const& exact = value;
            if constexpr (mapping::kind_of<M> == mapping::kind::binary)
                out.check_size(name, exact.size(), limit);
            mapping::encode_value_at(out.json, exact, 0);
        }
    }
    catch (json::encode_error const& e)
    {
        out.refuse(name, e.reason());
    }
    catch (mapping_error const& e)
    {
        out.refuse(name, e.reason());
    }
}

} // namespace stores::records

/// The key of one record of T's table: the value of the partition key and, if the table has one, of the sort key. A value
/// of the partition key converts to it.
template <class T>
class table_key
{
    using definition = typename stores::records::find_definition<T>::type;

public:
    /// For a value that cannot be a key, such as an empty string, the operation ends with `bad_input`.
    template <class P>
        requires(!std::same_as<std::remove_cvref_t<P>, table_key>)
    table_key([[maybe_unused]] P const& partition)
    {
        if constexpr (stores::records::is_record<T>)
            set_partition(partition);
    }

    template <class P, class S>
    table_key([[maybe_unused]] P const& partition, [[maybe_unused]] S const& sort)
    {
        if constexpr (stores::records::is_record<T>)
            set_both(partition, sort);
    }

    /// The key of a record.
    static table_key of(T const& record)
    {
        if constexpr (definition::has_sort_key)
            return table_key(record.*definition::partition_key, record.*definition::sort_key);
        else
            return table_key(record.*definition::partition_key);
    }

    [[nodiscard]] stores::records::encoded_key const& encoded() const& noexcept { return key_; }
    [[nodiscard]] stores::records::encoded_key encoded() && noexcept { return std::move(key_); }

private:
    template <class P>
    void set_partition(P const& partition)
    {
        using partition_type = mapping::value_of_member<definition::partition_key>;
        static_assert(!definition::has_sort_key,
            "The table of this record has a sort key: give both keys, as in {customer, number}.");
        static_assert(stores::records::makes_key<partition_type, P const&>(),
            "This value is not of the type of the member that is the partition key.");
        add<definition::partition_key, partition_type>(partition, stores::records::partition_key_limit);
        key_.json += '}';
    }

    template <class P, class S>
    void set_both(P const& partition, S const& sort)
    {
        using partition_type = mapping::value_of_member<definition::partition_key>;
        static_assert(definition::has_sort_key, "The table of this record has no sort key.");
        static_assert(stores::records::makes_key<partition_type, P const&>(),
            "This value is not of the type of the member that is the partition key.");
        if constexpr (definition::has_sort_key)
        {
            using sort_type = mapping::value_of_member<definition::sort_key>;
            static_assert(stores::records::makes_key<sort_type, S const&>(),
                "This value is not of the type of the member that is the sort key.");
            add<definition::partition_key, partition_type>(partition, stores::records::partition_key_limit);
            add<definition::sort_key, sort_type>(sort, stores::records::sort_key_limit);
        }
        key_.json += '}';
    }

    template <auto Member, class M, class V>
    void add(V const& value, std::size_t limit)
    {
        // The static_assert above has already reported this; avoid follow-up errors.
        if constexpr (stores::records::makes_key<M, V const&>())
            stores::records::encode_key_value<M>(key_, mapping::member_name_in<T, Member>, value, limit);
    }

    stores::records::encoded_key key_;
};

namespace stores::records {

/// What the arguments of an operation on several records add up to: keys and options, in any order.
template <class T, class Options>
struct keys_call
{
    std::vector<encoded_key> keys;
    Options options;

    template <class A>
    void add([[maybe_unused]] A const& argument)
    {
        if constexpr (dynasio::call::misplaced<A>)
            static_assert(mapping::always_false<A>,
                "Give keys and options only: no condition, and no completion token, since operations are "
                "awaited.");
        else if constexpr (std::convertible_to<A const&, Options>)
            options = argument;
        else if constexpr (std::same_as<A, table_key<T>>)
            keys.push_back(argument.encoded());
        else
            keys.push_back(table_key<T>(argument).encoded());
    }
};

template <class T, class Options, class... Arguments>
keys_call<T, Options> collect_keys(Arguments const&... arguments)
{
    keys_call<T, Options> all;
    all.keys.reserve(sizeof...(Arguments));
    (all.add(arguments), ...);
    return all;
}

/// An argument that is a key, or else options, and no list of keys.
template <class A, class T>
concept single_argument = !std::same_as<A, std::vector<table_key<T>>>;

} // namespace stores::records

} // namespace dynasio

#endif
