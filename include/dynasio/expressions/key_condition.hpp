// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_KEY_CONDITION_HPP
#define DYNASIO_EXPRESSIONS_KEY_CONDITION_HPP

#include <dynasio/expressions/attr.hpp>
#include <dynasio/expressions/comparison.hpp>
#include <dynasio/expressions/condition.hpp>
#include <dynasio/expressions/condition_functions.hpp>

#include <string>
#include <utility>

namespace dynasio {

/// Selects the items that a Query reads: a value of the partition key, and optionally a condition on the sort key.
///
///     key_condition k = key(attr<&call::caller> == 7) && begins_with(attr<&call::day>, "2026-");
///
/// The sort key supports `==`, `<`, `<=`, `>`, `>=`, `between` and `begins_with`. (For indexes whose keys have several
/// attributes, further equalities may precede the last condition.)
class key_condition
{
public:
    explicit key_condition(expressions::fragment content) : content_(std::move(content)) {}
    /// Adds a condition. Throws `expression_error` for a path into an attribute, or if the attribute already has one.
    key_condition(key_condition before, condition next);

    [[nodiscard]] expressions::fragment const& content() const noexcept { return content_; }

private:
    expressions::fragment content_;
};

/// A key condition with equalities on these attributes only, so another condition can follow.
template <class... Attributes>
class open_key_condition : public key_condition
{
public:
    explicit open_key_condition(condition first) : key_condition(key_condition({}), std::move(first)) {}
    open_key_condition(key_condition before, condition next)
        : key_condition(std::move(before), std::move(next))
    {}
};

/// A key condition that ends with a range on the last of these attributes.
template <class... Attributes>
class closed_key_condition : public key_condition
{
public:
    closed_key_condition(key_condition before, condition next)
        : key_condition(std::move(before), std::move(next))
    {}
};

namespace expressions {

template <class P>
constexpr bool may_be_key()
{
    if constexpr (path_operand<P>)
        return has_order(operand_model<P>);
    else
        return false;
}

template <class P>
inline constexpr bool is_within_member = false;
template <auto First, auto Second, auto... More>
inline constexpr bool is_within_member<typed_attribute<First, Second, More...>> = true;
template <auto Root, class T>
inline constexpr bool is_within_member<typed_path<Root, T>> = true;

template <relation R, class P>
constexpr void check_key_condition()
{
    static_assert(may_be_key<P>(), "Keys are attributes of type S, N or B.");
    static_assert(!is_within_member<P>, "A key is a whole attribute, not something within one.");
    static_assert(R != relation::not_equal && R != relation::other,
        "DynamoDB compares sort keys by ==, <, <=, >, >=, between and begins_with only, with values that are "
        "not NULL.");
}

} // namespace expressions

/// Begins a key condition with the partition key.
template <expressions::relation R, class P>
[[nodiscard]] open_key_condition<P> key(simple_condition<R, P> partition)
{
    expressions::check_key_condition<R, P>();
    static_assert(
        R == expressions::relation::equal, "A Query is for one partition: compare the partition key by ==.");
    return open_key_condition<P>(std::move(partition));
}

template <class... A, expressions::relation R, class P>
[[nodiscard]] auto operator&&(open_key_condition<A...> before, simple_condition<R, P> next)
{
    expressions::check_key_condition<R, P>();
    if constexpr (R == expressions::relation::equal)
        return open_key_condition<A..., P>(std::move(before), std::move(next));
    else
        return closed_key_condition<A..., P>(std::move(before), std::move(next));
}

} // namespace dynasio

#endif
