// SPDX-License-Identifier: BSL-1.0
//
// Expressions written as text, which the compiler reads and checks against a described struct:
//
//     auto c = condition_text<phone, "relationship = :r AND begins_with(phone_number, :p)">(
//         bind<":r">(relation::friend_), bind<":p">("555"));
//     auto u = update_text<phone, "SET name = :n ADD calls :one REMOVE note">(bind<":n">("Anna"), bind<":one">(1));
//
// The text is what DynamoDB's documentation calls an expression, but names stand for themselves (`#name` is not needed,
// not even for reserved words), and every `:value` is bound by name. An unknown attribute, an operator that does not fit
// its type, a value of the wrong type, unbound or unused, an update of a key of the record (see `record_definition`): does not
// compile, and the message has the part of the text that is wrong. What comes out is the same as from the typed builder.

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

/// A value for a placeholder of a text, which it owns: see `bind`.
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

/// The value of the placeholder `Name`, which is written with its colon. An empty optional or set that an attribute is
/// set to removes the attribute, as in `attr<...> = value`.
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

/// The key condition of a Query of the table. Where the record has a `record_definition`, its partition key must be
/// compared by `=`, and other attributes than its keys do not compile.
template <class Record, fixed_string Text, class... Bound>
[[nodiscard]] key_condition key_condition_text(Bound const&... values)
{
    using checked = expressions::checked_text<Record, Text, expressions::text_use::key_condition, Bound...>;
    if constexpr (checked::good)
        return expressions::build_key_condition(checked::tree, checked::values(values...).data());
    else
        return key_condition({});
}

/// The key condition of a Query of an index, whose keys may be any attributes.
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
