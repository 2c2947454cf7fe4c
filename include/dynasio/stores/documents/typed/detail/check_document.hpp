// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says about a struct that cannot be a document: one sentence, with the name of the struct. See
// mapping/detail/checks.hpp.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_CHECK_DOCUMENT_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_CHECK_DOCUMENT_HPP

#include <dynasio/mapping/detail/checks.hpp>
#include <dynasio/stores/documents/typed/detail/declaration_problem.hpp>

namespace dynasio::stores::documents {

template <class Struct>
DYNASIO_UNAVAILABLE("Specialise dynasio::document_definition for this struct, with a table and a key_name.")
constexpr void has_no_table()
{}
template <class Struct>
DYNASIO_UNAVAILABLE(
    "The document_definition of this struct needs both a table and a key_name, or none of them.")
constexpr void has_half_a_table()
{}
template <class Struct>
DYNASIO_UNAVAILABLE("The document_definition of this struct has an empty table or key_name.")
constexpr void has_empty_name()
{}
template <class Struct>
DYNASIO_UNAVAILABLE("Give this struct a class_name in its document_definition: its own name cannot be one.")
constexpr void has_no_class_name()
{}
template <class Struct>
DYNASIO_UNAVAILABLE("A member or key of this struct is stored under a reserved name: __class__, __module__, "
                    "__metatype__ or __dystore_meta__. Give it another one in its struct_mapping.")
constexpr void has_reserved_name()
{}
template <class Struct>
DYNASIO_UNAVAILABLE("The document_definition of this struct lists a member that it does not have, or that "
                    "BOOST_DESCRIBE_STRUCT does not list.")
constexpr void has_foreign_member()
{}
template <class Struct>
DYNASIO_UNAVAILABLE(
    "An optional or a set of this struct cannot be required: it is left out when it is empty.")
constexpr void requires_optional()
{}
template <class Struct>
DYNASIO_UNAVAILABLE("The key of this struct, or a member that is left out, cannot be required: it is no part "
                    "of the document.")
constexpr void requires_unread_member()
{}
template <class Struct>
DYNASIO_UNAVAILABLE(
    "The key of this struct's table must be of type S, N or B, and its member, if there is one, of "
    "that type: a string, an integer, dynasio::number, a described enum, a chrono time or binary.")
constexpr void has_no_key_type()
{}
template <class Struct>
DYNASIO_UNAVAILABLE(
    "This struct is a shard, or contains one, and contains itself: the tables of a document must "
    "be known when it is opened, so that shards cannot be nested without end.")
constexpr void has_shard_without_end()
{}
template <class Struct>
DYNASIO_UNAVAILABLE("Elements of a list or map of this struct are optional shards, or contain shards: all of "
                    "them must be there. Leave the optional out.")
constexpr void has_optional_shard()
{}
template <class Struct>
DYNASIO_UNAVAILABLE(
    "A std::variant of this struct has an alternative that is no described struct, so that no "
    "stored class tells which one it is.")
constexpr void has_choice_of_others()
{}
template <class Struct>
DYNASIO_UNAVAILABLE(
    "A std::variant of this struct has an alternative that is a shard or contains one. Shards "
    "have places of their own: use a std::optional for each.")
constexpr void has_choice_of_shards()
{}
template <class Struct>
DYNASIO_UNAVAILABLE(
    "Two alternatives of a std::variant of this struct have the same class and module: give one "
    "of them another class_name in its document_definition.")
constexpr void has_choice_of_equals()
{}

template <class T, declaration_problem P>
constexpr void report_declaration()
{
    using problem = declaration_problem;
    if constexpr (P == problem::half_a_table)
        has_half_a_table<T>();
    else if constexpr (P == problem::empty_name)
        has_empty_name<T>();
    else if constexpr (P == problem::no_class_name)
        has_no_class_name<T>();
    else if constexpr (P == problem::reserved_name)
        has_reserved_name<T>();
    else if constexpr (P == problem::foreign_member)
        has_foreign_member<T>();
    else if constexpr (P == problem::required_may_be_empty)
        requires_optional<T>();
    else if constexpr (P == problem::required_is_not_read)
        requires_unread_member<T>();
    else if constexpr (P == problem::no_key_type)
        has_no_key_type<T>();
    else if constexpr (P == problem::shard_in_itself)
        has_shard_without_end<T>();
    else if constexpr (P == problem::optional_shard_in_container)
        has_optional_shard<T>();
    else if constexpr (P == problem::choice_of_others)
        has_choice_of_others<T>();
    else if constexpr (P == problem::choice_of_shards)
        has_choice_of_shards<T>();
    else
    {
        static_assert(P == problem::choice_of_equal_classes);
        has_choice_of_equals<T>();
    }
}

template <class T, class... Outer>
constexpr bool check_object();

/// Reports what is wrong with a type, the structs within it included. `D` is the member that has it.
template <class T, class D, class... Outer>
constexpr bool check_type()
{
    using mapping::kind;
    constexpr auto found = mapping::find_kind<T>();
    if constexpr (shape_of<T> == shape::object)
        return check_object<T, Outer...>();
    else if constexpr (shape_of<T> == shape::choice)
        return []<class... A>(std::variant<A...> const*)
        { return (check_type<A, D, Outer...>() & ... & true); }(static_cast<T const*>(nullptr));
    else if constexpr (shape_of<T> == shape::optional
        && shape_of<typename element_of<T>::type> == shape::optional)
    {
        mapping::cannot_store_member<D::pointer, T>();
        return false;
    }
    else if constexpr (shape_of<T> != shape::leaf)
        return check_type<typename element_of<T>::type, D, Outer...>();
    else if constexpr (mapping::is_storable_alone<T>())
        return true;
    else
    {
        if constexpr (found == kind::unsupported && std::is_enum_v<T>)
            mapping::cannot_store_enum_of_member<D::pointer, T>();
        else if constexpr (found == kind::unsupported && std::is_class_v<T>)
            mapping::cannot_store_struct_of_member<D::pointer, T>();
        else
            mapping::cannot_store_member<D::pointer, T>();
        return false;
    }
}

/// `Outer` are the structs around this one, which may contain each other.
template <class T, class... Outer>
constexpr bool check_object()
{
    if constexpr ((std::same_as<T, Outer> || ...))
        return true;
    else if constexpr (mapping::forgets_members<T>())
    {
        mapping::cannot_store_undescribed_member<T>();
        return false;
    }
    else if constexpr (problem_of<T> != declaration_problem::none)
    {
        report_declaration<T, problem_of<T>>();
        return false;
    }
    else
    {
        static_assert(
            mapping::described<T>::names.size() == mapping::described<T>::count); // checks the names
        bool result = true;
        for_each_written<T>(
            [&]<class D>(D)
            {
                using member = std::remove_cv_t<mapping::member_type<D, T>>;
                result = check_type<member, D, T, Outer...>() && result;
            });
        return result;
    }
}

template <class T>
constexpr bool check_document_object()
{
    if constexpr (mapping::find_kind<T>() != mapping::kind::described_struct)
    {
        mapping::cannot_store_struct<T>();
        return false;
    }
    else
        return check_object<T>();
}

/// Whether a T can be an object of a document. If not, the compiler says why, once.
template <class T>
inline constexpr bool is_document_object = check_document_object<T>();

template <class T>
constexpr bool check_document_root()
{
    if constexpr (!is_document_object<T>)
        return false;
    else if constexpr (!document_traits<T>::is_shard)
    {
        has_no_table<T>();
        return false;
    }
    else
        return true;
}

/// Whether a T can be a document of a store of its own.
template <class T>
inline constexpr bool is_document = check_document_root<T>();

} // namespace dynasio::stores::documents

#endif
