// SPDX-License-Identifier: BSL-1.0
//
// What can be wrong with the declaration of one struct, apart from types that cannot be stored at all.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_DECLARATION_PROBLEM_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_DECLARATION_PROBLEM_HPP

#include <dynasio/mapping/detail/member_pointer.hpp>
#include <dynasio/stores/documents/typed/detail/object_shape.hpp>
#include <dynasio/stores/documents/typed/detail/wrapper.hpp>

#include <cstddef>
#include <initializer_list>
#include <variant>

namespace dynasio::stores::documents {

enum class declaration_problem : unsigned char
{
    none,
    half_a_table,
    empty_name,
    no_class_name,
    reserved_name,
    foreign_member,
    required_may_be_empty,
    required_is_not_read,
    no_key_type,
    shard_in_itself,
    optional_shard_in_container,
    choice_of_others,
    choice_of_shards,
    choice_of_equal_classes,
};

/// The type of a key of this type: `null` if it can be none.
template <class M>
constexpr attribute_type key_type_of_member()
{
    constexpr auto kind = mapping::find_kind<M>();
    if constexpr (kind == mapping::kind::optional)
        return mapping::find_kind<typename M::value_type>() == mapping::kind::optional
            ? attribute_type::null
            : key_type_of_member<typename M::value_type>();
    else
        return mapping::is_text(kind)                                     ? attribute_type::s
            : kind == mapping::kind::binary                               ? attribute_type::b
            : mapping::is_number(kind) && kind != mapping::kind::floating ? attribute_type::n
                                                                          : attribute_type::null;
}

template <class T>
constexpr bool declares_key_type = requires { document_definition<T>::key_type; };

/// Of the table of a struct.
template <class T>
constexpr attribute_type key_type()
{
    if constexpr (declares_key_type<T>)
        return document_definition<T>::key_type;
    else if constexpr (has_key_member<T>)
        return key_type_of_member<std::remove_cv_t<mapping::member_type<key_member<T>, T>>>();
    else
        return attribute_type::s;
}

template <class T>
constexpr bool has_valid_key_type()
{
    constexpr auto type = key_type<T>();
    if constexpr (has_key_member<T>)
        if (key_type_of_member<std::remove_cv_t<mapping::member_type<key_member<T>, T>>>() != type)
            return false;
    return type == attribute_type::s || type == attribute_type::n || type == attribute_type::b;
}

/// Whether a T, which is in `Outer`, contains a `Start`.
template <class Start, class T, class... Outer>
constexpr bool leads_to()
{
    if constexpr (shape_of<T> == shape::object)
    {
        if constexpr (std::same_as<T, Start>)
            return true;
        else if constexpr ((std::same_as<T, Outer> || ...))
            return false;
        else
        {
            bool result = false;
            for_each_written<T>(
                [&]<class D>(D)
                {
                    using member = std::remove_cv_t<mapping::member_type<D, T>>;
                    result = result || leads_to<Start, member, T, Outer...>();
                });
            return result;
        }
    }
    else if constexpr (shape_of<T> != shape::leaf && shape_of<T> != shape::choice)
        return leads_to<Start, typename element_of<T>::type, Outer...>();
    else
        return false;
}

/// Whether a struct contains itself.
template <class T>
constexpr bool is_recursive()
{
    bool result = false;
    for_each_written<T>(
        [&]<class D>(D) { result = result || leads_to<T, std::remove_cv_t<mapping::member_type<D, T>>>(); });
    return result;
}

/// Whether there may be an empty optional where all elements are shards.
template <class T>
constexpr bool has_optional_shard_in_container()
{
    if constexpr (shape_of<T> == shape::list || shape_of<T> == shape::map)
        return is_left_out_empty<typename element_of<T>::type>
            || has_optional_shard_in_container<typename element_of<T>::type>();
    else if constexpr (shape_of<T> == shape::optional)
        return has_optional_shard_in_container<typename element_of<T>::type>();
    else
        return false;
}

template <class A, class B>
inline constexpr bool has_same_class = document_traits<A>::class_name == document_traits<B>::class_name
    && document_traits<A>::module_name == document_traits<B>::module_name;

template <class... A>
constexpr declaration_problem problem_of_choice(std::variant<A...> const*)
{
    using problem = declaration_problem;
    if constexpr (!((shape_of<A> == shape::object) && ...))
        return problem::choice_of_others;
    else if constexpr ((is_sharded<A>() || ...))
        return problem::choice_of_shards;
    else
    {
        std::size_t equal = 0;
        ([&]<class One>(One const*)
            { equal += (std::size_t(has_same_class<One, A>) + ...); }(static_cast<A const*>(nullptr)), ...);
        return equal == sizeof...(A) ? problem::none : problem::choice_of_equal_classes;
    }
}

template <class T>
constexpr declaration_problem problem_of_member_type()
{
    if constexpr (has_optional_shard_in_container<T>())
        return declaration_problem::optional_shard_in_container;
    else if constexpr (shape_of<T> == shape::choice)
        return problem_of_choice(static_cast<T const*>(nullptr));
    else if constexpr (shape_of<T> == shape::leaf || shape_of<T> == shape::object)
        return declaration_problem::none;
    else
        return problem_of_member_type<typename element_of<T>::type>();
}

/// Of a member that a list of members names.
template <class T, auto Member>
constexpr declaration_problem problem_of_required()
{
    using problem = declaration_problem;
    if constexpr (!mapping::is_member_of<T, Member>)
        return problem::foreign_member;
    else if constexpr (may_be_empty<mapping::value_of_member<Member>>)
        return problem::required_may_be_empty;
    else
    {
        bool is_written = false;
        for_each_written<T>(
            [&]<class D>(D) { is_written = is_written || mapping::same_member<D::pointer, Member>; });
        return is_written ? problem::none : problem::required_is_not_read;
    }
}

constexpr declaration_problem first_of(std::initializer_list<declaration_problem> all)
{
    for (auto const each : all)
        if (each != declaration_problem::none)
            return each;
    return declaration_problem::none;
}

template <class T, auto... Members>
constexpr declaration_problem problem_of_required(document_member_list<Members...> const&)
{
    return first_of({problem_of_required<T, Members>()...});
}
template <class T, auto... Members>
constexpr declaration_problem problem_of_left_out(document_member_list<Members...> const&)
{
    return (mapping::is_member_of<T, Members> && ...) ? declaration_problem::none
                                                      : declaration_problem::foreign_member;
}

template <class T>
constexpr declaration_problem problem_of_lists()
{
    auto result = declaration_problem::none;
    if constexpr (requires { document_definition<T>::left_out; })
        result = problem_of_left_out<T>(document_definition<T>::left_out);
    if constexpr (requires { document_definition<T>::required; })
        result = first_of({result, problem_of_required<T>(document_definition<T>::required)});
    return result;
}

template <class T>
constexpr declaration_problem problem_of_members()
{
    auto result = declaration_problem::none;
    for_each_written<T>(
        [&]<class D>(D)
        {
            result = first_of({result,
                is_reserved_name(mapping::stored_name_of<D>()) ? declaration_problem::reserved_name
                                                               : declaration_problem::none,
                problem_of_member_type<std::remove_cv_t<mapping::member_type<D, T>>>()});
        });
    return result;
}

/// What is wrong with a described struct itself. Structs within it have their own problems.
template <class T>
constexpr declaration_problem find_declaration_problem()
{
    using problem = declaration_problem;
    using traits = document_traits<T>;
    constexpr bool has_key = requires { document_definition<T>::key_name; };
    if constexpr (traits::is_shard != has_key)
        return problem::half_a_table;
    else if constexpr (has_key && (traits::table.empty() || traits::key_name.empty()))
        return problem::empty_name;
    else if constexpr (traits::class_name.empty() || traits::module_name.empty())
        return problem::no_class_name;
    else if constexpr (is_reserved_name(traits::key_name))
        return problem::reserved_name;
    else if constexpr (constexpr auto of_lists = problem_of_lists<T>(); of_lists != problem::none)
        return of_lists;
    else if constexpr (!has_valid_key_type<T>())
        return problem::no_key_type;
    else if constexpr (is_sharded<T>() && is_recursive<T>())
        return problem::shard_in_itself;
    else
        return problem_of_members<T>();
}

template <class T>
inline constexpr declaration_problem problem_of = find_declaration_problem<T>();

} // namespace dynasio::stores::documents

#endif
