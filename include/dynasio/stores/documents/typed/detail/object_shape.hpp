// SPDX-License-Identifier: BSL-1.0
//
// What the types of members are for documents: which contain structs, and which of these are shards. Scalars, sets and types
// with a mapping of their own are leaves, which are stored as mapping.hpp says.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_OBJECT_SHAPE_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_OBJECT_SHAPE_HPP

#include <dynasio/mapping/detail/described.hpp>
#include <dynasio/mapping/detail/kind.hpp>
#include <dynasio/stores/documents/typed/detail/type_name.hpp>
#include <dynasio/stores/documents/typed/document_definition.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <variant>

namespace dynasio::stores::documents {

/// Of one of several described structs.
template <class T>
inline constexpr bool is_choice = false;
template <class... Alternatives>
inline constexpr bool is_choice<std::variant<Alternatives...>> =
    !mapping::has_custom_mapping<std::variant<Alternatives...>>;

enum class shape : unsigned char
{
    leaf,
    optional,
    list, ///< or an array
    map,
    object,
    choice,
};

template <class T>
constexpr shape find_shape()
{
    if constexpr (is_choice<T>)
        return shape::choice;
    else
    {
        constexpr auto kind = mapping::find_kind<T>();
        return kind == mapping::kind::optional                            ? shape::optional
            : kind == mapping::kind::list || kind == mapping::kind::array ? shape::list
            : kind == mapping::kind::map                                  ? shape::map
            : kind == mapping::kind::described_struct                     ? shape::object
                                                                          : shape::leaf;
    }
}

template <class T>
inline constexpr shape shape_of = find_shape<T>();

/// The type whose values are in a container.
template <class T>
struct element_of
{
    using type = void;
};
template <class T>
    requires(shape_of<T> == shape::optional || shape_of<T> == shape::list)
struct element_of<T>
{
    using type = typename T::value_type;
};
template <class T>
    requires(shape_of<T> == shape::map)
struct element_of<T>
{
    using type = typename T::mapped_type;
};

/// Whether a member of this type has nothing to store.
template <class T>
bool is_empty(T const& value)
{
    if constexpr (shape_of<T> == shape::optional)
        return !value || is_empty(*value);
    else if constexpr (mapping::find_kind<T>() == mapping::kind::set)
        return value.empty();
    else
        return false;
}

template <class T>
inline constexpr bool may_be_empty =
    shape_of<T> == shape::optional || mapping::find_kind<T>() == mapping::kind::set;

/// What the `document_definition` of a struct says, if it has one.
template <class T>
struct document_traits
{
    static constexpr std::string_view table = []() -> std::string_view
    {
        if constexpr (requires { document_definition<T>::table; })
            return document_definition<T>::table;
        else
            return {};
    }();
    static constexpr std::string_view key_name = []() -> std::string_view
    {
        if constexpr (requires { document_definition<T>::key_name; })
            return document_definition<T>::key_name;
        else
            return {};
    }();
    static constexpr std::string_view region = []() -> std::string_view
    {
        if constexpr (requires { document_definition<T>::region; })
            return document_definition<T>::region;
        else
            return {};
    }();
    static constexpr std::string_view class_name = []() -> std::string_view
    {
        if constexpr (requires { document_definition<T>::class_name; })
            return document_definition<T>::class_name;
        else
            return type_name<T>;
    }();
    static constexpr std::string_view module_name = []() -> std::string_view
    {
        if constexpr (requires { document_definition<T>::module_name; })
            return document_definition<T>::module_name;
        else
            return "__main__";
    }();

    /// Whether it is an item of its own.
    static constexpr bool is_shard = requires { document_definition<T>::table; };

    template <auto Member>
    static constexpr bool leaves_out()
    {
        if constexpr (requires { document_definition<T>::left_out; })
            return std::remove_cvref_t<decltype(document_definition<T>::left_out)>::template contains<Member>;
        else
            return false;
    }
    template <auto Member>
    static constexpr bool requires_member()
    {
        if constexpr (requires { document_definition<T>::required; })
            return std::remove_cvref_t<decltype(document_definition<T>::required)>::template contains<Member>;
        else
            return false;
    }
};

/// Whether a described member of T is the key of its item.
template <class D, class T>
inline constexpr bool is_key_member =
    document_traits<T>::is_shard && mapping::stored_name_of<D>() == document_traits<T>::key_name
    && !document_traits<T>::template leaves_out<D::pointer>();

template <class D, class T>
inline constexpr bool is_read_member = !document_traits<T>::template leaves_out<D::pointer>();
/// Keys are beside the document.
template <class D, class T>
inline constexpr bool is_written_member = is_read_member<D, T> && !is_key_member<D, T>;

/// The member that is the key of a struct's item: a described member, or void if there is none.
template <class T>
struct find_key_member
{
    using type = void;
};
template <class T>
    requires(shape_of<T> == shape::object)
struct find_key_member<T>
{
    template <class D>
    using is_key = boost::mp11::mp_bool<is_key_member<D, T>>;
    using found = boost::mp11::mp_copy_if<typename mapping::described<T>::members, is_key>;
    using type = boost::mp11::mp_front<boost::mp11::mp_push_back<found, void>>;
};
template <class T>
using key_member = typename find_key_member<T>::type;
template <class T>
concept has_key_member = !std::same_as<key_member<T>, void>;

/// Calls `f` with a described member for each that is written.
template <class T, class F>
constexpr void for_each_written(F f)
{
    boost::mp11::mp_for_each<typename mapping::described<T>::members>(
        [&]<class D>(D member)
        {
            if constexpr (is_written_member<D, T>)
                f(member);
        });
}

template <class T, class... Outer>
constexpr bool contains_shards();

/// Whether a value of this type is, or contains, a struct with a table. `Outer` are the structs that it is in.
template <class T, class... Outer>
constexpr bool is_sharded()
{
    if constexpr (shape_of<T> == shape::object)
    {
        if constexpr (document_traits<T>::is_shard)
            return true;
        else if constexpr ((std::same_as<T, Outer> || ...))
            return false; // as far as it has not been found there
        else
            return contains_shards<T, Outer...>();
    }
    else if constexpr (shape_of<T> == shape::choice)
        return []<class... A>(std::variant<A...> const*)
        { return (is_sharded<A, Outer...>() || ...); }(static_cast<T const*>(nullptr));
    else if constexpr (shape_of<T> != shape::leaf)
        return is_sharded<typename element_of<T>::type, Outer...>();
    else
        return false;
}

/// Whether a struct has structs with tables within it.
template <class T, class... Outer>
constexpr bool contains_shards()
{
    bool result = false;
    for_each_written<T>([&]<class D>(D)
        { result = result || is_sharded<std::remove_cv_t<mapping::member_type<D, T>>, T, Outer...>(); });
    return result;
}

/// Whether an empty optional of this type is left out: the object that tells that it is empty would be taken for a shard, or
/// for what contains one.
template <class T>
inline constexpr bool is_left_out_empty = shape_of<T> == shape::optional
    && shape_of<typename element_of<T>::type> == shape::object && is_sharded<typename element_of<T>::type>();

} // namespace dynasio::stores::documents

#endif
