// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_CHECKED_TEXT_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_CHECKED_TEXT_HPP

#include <dynasio/expressions/detail/operand.hpp>
#include <dynasio/expressions/detail/text/checker.hpp>
#include <dynasio/expressions/detail/text/diagnostics.hpp>
#include <dynasio/expressions/detail/text/parser.hpp>
#include <dynasio/mapping/detail/member_pointer.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dynasio {
class condition;
class key_condition;
class update;
class projection;
template <class T>
struct record_definition;
} // namespace dynasio

namespace dynasio::expressions {

enum class text_use : unsigned char
{
    condition,
    key_condition,
    index_key_condition,
    update,
    projection,
};

constexpr text_form form_of(text_use use)
{
    return use == text_use::update    ? text_form::update
        : use == text_use::projection ? text_form::projection
                                      : text_form::condition;
}

/// A placeholder's value at run time.
struct bound_value
{
    std::string_view name;
    attribute_value value;
    bool absent = false;
};

/// Build expressions from a checked text. `values` holds all bound values.
condition build_condition(text_tree const& tree, bound_value const* values);
key_condition build_key_condition(text_tree const& tree, bound_value const* values);
update build_update(text_tree const& tree, bound_value const* values);
projection build_projection(text_tree const& tree);

[[noreturn]] void fail_bound_range(std::string_view name, std::string_view value);

template <fixed_string Text, text_form Form>
inline constexpr auto parsed = parse_text<Text.view().size()>(Text.view(), Form);

/// The used nodes only, to be kept in the program.
template <fixed_string Text, text_form Form>
inline constexpr auto nodes_of = []
{
    std::array<syntax_node, parsed<Text, Form>.count + 1> result;
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = parsed<Text, Form>.nodes[i];
    return result;
}();

template <class Record>
constexpr key_names keys_of()
{
    key_names result;
    if constexpr (requires { record_definition<Record>::partition_key; })
        result.partition = mapping::member_name<record_definition<Record>::partition_key>;
    if constexpr (requires { record_definition<Record>::sort_key; })
        result.sort = mapping::member_name<record_definition<Record>::sort_key>;
    return result;
}

template <std::size_t Bound>
struct text_outcome
{
    text_fault fault;
    std::array<integer_limits, Bound> limits;
};

/// Names each element, because GCC 12 does not treat an array that was made as a whole as a constant.
template <std::size_t... I>
constexpr text_outcome<sizeof...(I)> outcome_of(
    text_fault fault, [[maybe_unused]] operand_types const* check, std::index_sequence<I...>)
{
    return {fault, {(check ? check->limits(I) : integer_limits())...}};
}

template <std::size_t Bound>
constexpr text_outcome<Bound> check_text(text_tree tree, text_use use, type_model const& record,
    std::array<bound_model, Bound> const& bound, key_names keys)
{
    checker check(tree, record, bound.data(), Bound);
    switch (use)
    {
    case text_use::update:
        check.update(tree.root, keys);
        break;
    case text_use::projection:
        check.projection(tree.root);
        break;
    default:
        check.condition(tree.root);
        if (use != text_use::condition)
            check.key_condition(tree.root, use == text_use::key_condition ? keys : key_names());
    }
    check.check_used();
    return outcome_of(check.fault(), &check, std::make_index_sequence<Bound>());
}

template <std::size_t Size>
constexpr fixed_string<Size + 1> cut_out(std::string_view text, std::size_t begin)
{
    fixed_string<Size + 1> result;
    for (std::size_t i = 0; i < Size; ++i)
        result.text[i] = text[begin + i];
    return result;
}

/// A text for a record, and the values bound to it. Checked on instantiation.
template <class Record, fixed_string Text, text_use Use, class... Bound>
struct checked_text
{
    static_assert(mapping::kind_of<Record> == mapping::kind::described_struct,
        "Texts are checked against structs described with BOOST_DESCRIBE_STRUCT.");
    static_assert(sizeof...(Bound) <= operand_types::most_bound);

    static constexpr text_form form = form_of(Use);
    static constexpr text_tree tree{Text.view(), nodes_of<Text, form>.data(), parsed<Text, form>.root};
    static constexpr std::array<bound_model, sizeof...(Bound)> models{Bound::model...};
    static constexpr auto outcome = tree.root
        ? check_text(tree, Use, model_of<Record>::value, models, keys_of<Record>())
        : outcome_of(parsed<Text, form>.fault, nullptr, std::make_index_sequence<sizeof...(Bound)>());
    static constexpr text_fault fault = outcome.fault;
    static constexpr bool good = fault.problem == text_problem::none;

    static constexpr std::string_view source()
    {
        if constexpr (sizeof...(Bound) > 0)
            if (fault.bound >= 0)
                return models[static_cast<std::size_t>(fault.bound)].name;
        return Text.view();
    }
    // The compiler prints the wrong part of the text as template argument.
    static_assert(
        good || sizeof(diagnostics<Record, cut_out<fault.size>(source(), fault.begin), fault.problem>));

    static std::array<bound_value, sizeof...(Bound)> values(Bound const&... bound)
    {
        [[maybe_unused]] std::size_t i = 0;
        return {value(bound, outcome.limits[i++])...};
    }

    template <class B>
    static bound_value value(B const& bound, integer_limits const& limits)
    {
        auto const& given = bound.value();
        using type = std::remove_cvref_t<decltype(given)>;
        auto const name = B::model.name;
        if constexpr (value::plain_integer<type>)
            if (std::cmp_less(given, limits.lowest) || std::cmp_greater(given, limits.highest))
                fail_bound_range(name, std::to_string(given));
        if (is_absent_value(given))
            return {name, {}, true};
        try
        {
            return {name, make_value(given), false};
        }
        catch (mapping_error const& e)
        {
            throw e.within(name);
        }
    }
};

} // namespace dynasio::expressions

#endif
