// SPDX-License-Identifier: BSL-1.0
//
// Expressions written as text, which is parsed and checked against a described struct at compile time:
//
//     auto c = condition_text<phone, "relationship = :r AND begins_with(phone_number, :p)">(
//         bind<":r">(relation::friend_), bind<":p">("555"));
//     auto u = update_text<phone, "SET name = :n ADD calls :one REMOVE note">(bind<":n">("Anna"), bind<":one">(1));
//
// The text has the syntax of DynamoDB's expressions, but names stand for themselves (`#name` is not needed, not even for
// reserved words), and every `:value` is bound by name. These do not compile: an unknown attribute, an operator that does
// not fit the type, a value that has the wrong type or is unbound or unused, an update of a key of the record (see
// `record_definition`). The compiler's message quotes the wrong part of the text. The result is the same as that of the
// typed builder.

#ifndef DYNASIO_EXPRESSIONS_TEXT_HPP
#define DYNASIO_EXPRESSIONS_TEXT_HPP

#include <dynasio/expressions/condition.hpp>
#include <dynasio/expressions/detail/text/checked_text.hpp>
#include <dynasio/expressions/fixed_string.hpp>
#include <dynasio/expressions/key_condition.hpp>
#include <dynasio/expressions/projection.hpp>
#include <dynasio/expressions/update.hpp>

#include <type_traits>
#include <utility>

namespace dynasio {

/// A value for a placeholder of a text. Owns the value. See `bind`.
template <fixed_string Name, class V>
class bound
{
public:
    explicit bound(V value) : value_(std::move(value)) {}

    static constexpr expressions::bound_model model{Name.view(), expressions::value_model<V>};
    [[nodiscard]] V const& value() const noexcept { return value_; }

private:
    V value_;
};

/// Binds a value to the placeholder `Name`, which includes the colon. Setting an attribute to an empty optional or set
/// removes the attribute, as in `attr<...> = value`.
template <fixed_string Name, class V>
[[nodiscard]] bound<Name, std::decay_t<V const&>> bind(V const& value)
{
    return bound<Name, std::decay_t<V const&>>(value);
}

/// A condition or filter. Throws `mapping_error` for a value that cannot be stored.
template <class Record, fixed_string Text, class... Bound>
[[nodiscard]] condition condition_text(Bound const&... values)
{
    using checked = expressions::checked_text<Record, Text, expressions::text_use::condition, Bound...>;
    if constexpr (checked::good)
        return expressions::build_condition(checked::tree, checked::values(values...).data());
    else
        return {};
}

/// The key condition of a Query of the table. If the record has a `record_definition`, the text must compare its partition
/// key by `=` and must not use other attributes than its keys.
template <class Record, fixed_string Text, class... Bound>
[[nodiscard]] key_condition key_condition_text(Bound const&... values)
{
    using checked = expressions::checked_text<Record, Text, expressions::text_use::key_condition, Bound...>;
    if constexpr (checked::good)
        return expressions::build_key_condition(checked::tree, checked::values(values...).data());
    else
        return key_condition({});
}

/// The key condition of a Query of an index. Any attributes can be keys.
template <class Record, fixed_string Text, class... Bound>
[[nodiscard]] key_condition index_key_condition_text(Bound const&... values)
{
    using checked =
        expressions::checked_text<Record, Text, expressions::text_use::index_key_condition, Bound...>;
    if constexpr (checked::good)
        return expressions::build_key_condition(checked::tree, checked::values(values...).data());
    else
        return key_condition({});
}

/// Throws `mapping_error` for a value that cannot be stored.
template <class Record, fixed_string Text, class... Bound>
[[nodiscard]] update update_text(Bound const&... values)
{
    using checked = expressions::checked_text<Record, Text, expressions::text_use::update, Bound...>;
    if constexpr (checked::good)
        return expressions::build_update(checked::tree, checked::values(values...).data());
    else
        return {};
}

template <class Record, fixed_string Text>
[[nodiscard]] projection projection_text()
{
    using checked = expressions::checked_text<Record, Text, expressions::text_use::projection>;
    if constexpr (checked::good)
        return expressions::build_projection(checked::tree);
    else
        return {};
}

} // namespace dynasio

#endif
