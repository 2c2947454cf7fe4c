// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_UPDATE_HPP
#define DYNASIO_EXPRESSIONS_UPDATE_HPP

#include <dynasio/expressions/attr.hpp>
#include <dynasio/expressions/change.hpp>
#include <dynasio/expressions/elements.hpp>
#include <dynasio/expressions/set_value.hpp>

#include <concepts>
#include <initializer_list>
#include <type_traits>
#include <utility>
#include <vector>

namespace dynasio {

namespace expressions {

template <class P>
struct change_at
{
    using type = change;
};
template <class P>
    requires requires { P::root; }
struct change_at<P>
{
    using type = change_of<P::root>;
};

} // namespace expressions

/// The type of the change at a path. It names the member if the path does.
template <expressions::path_operand P>
using change_to = typename expressions::change_at<P>::type;

/// Sets an attribute: `set(path("count"), 1)`. For attributes of structs, the same as `attr<...> = value`.
template <expressions::path_operand P, class V>
[[nodiscard]] change_to<P> set(P const& where, V const& value)
{
    return expressions::write_assignment<change_to<P>>(where, value);
}

/// The removal of what is at P.
template <class P>
class removal : public change_to<P>
{
public:
    using removed = P;

    using change_to<P>::change_to;
};

/// Removes an attribute, or an element of a list.
template <expressions::path_operand P>
[[nodiscard]] removal<P> remove(P const& where)
{
    return removal<P>(update_clause::remove, where.to_path(), {});
}

/// Adds to a number, or adds elements to a set. A missing number counts as 0, a missing set as empty.
template <expressions::path_operand P, class V>
[[nodiscard]] change_to<P> add(P const& where, V const& amount)
{
    static_assert(
        !expressions::operand<V>, "DynamoDB adds values only: for attributes use attr<...> += other.");
    static_assert(expressions::may_add(expressions::operand_model<P>, expressions::operand_model<V>),
        "ADD takes a number for a number, or a set of the same kind for a set.");
    expressions::fragment content;
    content.add_value(expressions::make_value_at(where, amount));
    return change_to<P>(update_clause::add, where.to_path(), std::move(content));
}

namespace expressions {

template <class P, class Elements>
change_to<P> change_set(update_clause clause, P const& where, Elements const& elements)
{
    using element = std::remove_cvref_t<decltype(*elements.begin())>;
    constexpr type_model const& set = operand_model<P>;
    static_assert(set.is_any() || (set.is_set() && may_contain(set, operand_model<element>)),
        "The attribute is no set of elements of this type.");
    fragment content;
    content.add_value(make_set(make_list(elements)));
    return change_to<P>(clause, where.to_path(), std::move(content));
}

} // namespace expressions

template <expressions::path_operand P, class E>
[[nodiscard]] change_to<P> add(P const& where, std::initializer_list<E> elements)
{
    return expressions::change_set(update_clause::add, where, elements);
}
template <expressions::path_operand P, class E>
[[nodiscard]] change_to<P> add(P const& where, expressions::element_list<E> const& elements)
{
    return expressions::change_set(update_clause::add, where, elements);
}

/// Removes elements from a set (the clause DELETE).
template <expressions::path_operand P, class V>
[[nodiscard]] change_to<P> erase(P const& where, V const& elements)
{
    static_assert(!expressions::operand<V>, "DynamoDB deletes values from sets, not other attributes.");
    static_assert(expressions::may_erase(expressions::operand_model<P>, expressions::operand_model<V>),
        "DELETE takes a set for an attribute that is a set of the same kind.");
    expressions::fragment content;
    content.add_value(expressions::make_value_at(where, elements));
    return change_to<P>(update_clause::erase, where.to_path(), std::move(content));
}
template <expressions::path_operand P, class E>
[[nodiscard]] change_to<P> erase(P const& where, std::initializer_list<E> elements)
{
    return expressions::change_set(update_clause::erase, where, elements);
}
template <expressions::path_operand P, class E>
[[nodiscard]] change_to<P> erase(P const& where, expressions::element_list<E> const& elements)
{
    return expressions::change_set(update_clause::erase, where, elements);
}

/// The changes of one UpdateItem:
///
///     update u(attr<&phone::name> = "Anna", attr<&phone::calls> += 1, remove(attr<&phone::note>));
///     u.set(attr<&phone::log> = list_append(attr<&phone::log>, {"called"})).add(attr<&phone::tags>, {"friend"});
///
/// Within a `co_await` expression, GCC 12 takes `elements("called")` in place of a braced list.
///
/// Adding a change throws `expression_error` if its path overlaps that of an earlier change, and `mapping_error` if its
/// value cannot be stored. An update without changes cannot be written.
class update
{
public:
    update() = default;
    template <std::derived_from<change>... Changes>
        requires(sizeof...(Changes) > 0)
    update(Changes... changes)
    {
        (insert(std::move(changes)), ...);
    }

    update& set(change c) & { return insert(std::move(c)); }
    update set(change c) && { return std::move(set(std::move(c))); }
    template <expressions::path_operand P, class V>
    update& set(P const& where, V const& value) &
    {
        return insert(dynasio::set(where, value));
    }
    template <expressions::path_operand P, class V>
    update set(P const& where, V const& value) &&
    {
        return std::move(set(where, value));
    }

    template <expressions::path_operand... P>
    update& remove(P const&... where) &
    {
        (insert(dynasio::remove(where)), ...);
        return *this;
    }
    template <expressions::path_operand... P>
    update remove(P const&... where) &&
    {
        return std::move(remove(where...));
    }

    template <expressions::path_operand P, class V>
    update& add(P const& where, V const& amount) &
    {
        return insert(dynasio::add(where, amount));
    }
    template <expressions::path_operand P, class V>
    update add(P const& where, V const& amount) &&
    {
        return std::move(add(where, amount));
    }
    template <expressions::path_operand P, class E>
    update& add(P const& where, std::initializer_list<E> elements) &
    {
        return insert(dynasio::add(where, elements));
    }
    template <expressions::path_operand P, class E>
    update add(P const& where, std::initializer_list<E> elements) &&
    {
        return std::move(add(where, elements));
    }

    template <expressions::path_operand P, class V>
    update& erase(P const& where, V const& elements) &
    {
        return insert(dynasio::erase(where, elements));
    }
    template <expressions::path_operand P, class V>
    update erase(P const& where, V const& elements) &&
    {
        return std::move(erase(where, elements));
    }
    template <expressions::path_operand P, class E>
    update& erase(P const& where, std::initializer_list<E> elements) &
    {
        return insert(dynasio::erase(where, elements));
    }
    template <expressions::path_operand P, class E>
    update erase(P const& where, std::initializer_list<E> elements) &&
    {
        return std::move(erase(where, elements));
    }

    /// Adds a change, or all changes of another update.
    update& insert(change c) &;
    update insert(change c) && { return std::move(insert(std::move(c))); }
    update& insert(update const& others) &;
    update insert(update const& others) && { return std::move(insert(others)); }

    [[nodiscard]] bool empty() const noexcept { return changes_.empty(); }

    /// Whether applying the update twice may differ from applying it once: numbers that are added, `list_append`, list elements
    /// that are removed or set behind the end, attributes that are set from ones that the update changes.
    [[nodiscard]] bool accumulates() const;

    [[nodiscard]] std::vector<change> const& changes() const noexcept { return changes_; }

private:
    std::vector<change> changes_;
};

} // namespace dynasio

#endif
