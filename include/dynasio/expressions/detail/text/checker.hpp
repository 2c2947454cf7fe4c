// SPDX-License-Identifier: BSL-1.0
//
// Checks the text of an expression against the types of a struct, by the rules of the typed builder.

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_CHECKER_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_CHECKER_HPP

#include <dynasio/expressions/detail/text/types.hpp>

namespace dynasio::expressions {

/// The key attributes of a table. The first is empty if they are unknown.
struct key_names
{
    std::string_view partition;
    std::string_view sort;
};

class checker : public operand_types
{
public:
    using operand_types::operand_types;

    constexpr void condition(node_index i)
    {
        if (failed())
            return;
        auto const kind = node(i).kind;
        if (kind == node_kind::either || kind == node_kind::both)
        {
            condition(child(i));
            condition(second(i));
        }
        else if (kind == node_kind::negation)
            condition(child(i));
        else if (is_comparison(kind))
            comparison(i);
        else if (kind == node_kind::between || kind == node_kind::in)
            several(i);
        else
            function(i);
    }

    constexpr void update(node_index first, key_names keys)
    {
        int count = 0;
        for (auto i = first; i && !failed(); i = node(i).next)
        {
            auto const where = child(i);
            auto const type = path_type(where);
            if (!type)
                return;
            auto const root = text_steps(text_of(where)).next().text;
            require(root != keys.partition && root != keys.sort, text_problem::key_changed, where);
            if (count++ < most_compared)
                refuse_overlap(first, i);
            change(i, *type);
        }
    }

    constexpr void projection(node_index first)
    {
        int count = 0;
        for (auto i = first; i && path_type(i); i = node(i).next)
        {
            for (auto other = count++ < most_compared ? first : i; other != i; other = node(other).next)
                require(!texts_overlap(text_of(other), text_of(i)), text_problem::overlap, i);
        }
    }

    /// Accepts only equalities, and at most one range, of key attributes. The text must be a valid condition.
    constexpr void key_condition(node_index root, key_names keys)
    {
        std::size_t equalities = 0;
        std::size_t ranges = 0;
        bool partition = keys.partition.empty();
        for (auto i = root; i && !failed();)
        {
            bool const more = node(i).kind == node_kind::both;
            auto const term = more ? second(i) : i;
            key_term(term);
            auto const name = text_of(child(term));
            bool const equality = node(term).kind == node_kind::equal;
            require(keys.partition.empty() || name == keys.partition || name == keys.sort,
                text_problem::no_key, child(term));
            partition = partition || (equality && name == keys.partition);
            ++(equality ? equalities : ranges);
            i = more ? child(i) : node_index(0);
        }
        require(ranges < 2, text_problem::wrong_key_form, root);
        require(partition && equalities > 0, text_problem::no_partition, root);
    }

private:
    /// The number of paths that are compared with each other at compile time, where steps are limited. Others are compared
    /// at run time.
    static constexpr int most_compared = 64;

    /// The type of an operand of a comparison.
    constexpr model_ref operand_type(node_index i)
    {
        switch (node(i).kind)
        {
        case node_kind::path:
            return path_type(i);
        case node_kind::value:
            return value_type(i);
        default:
            if (auto const of = operand_type(child(i)))
                require(has_size(*of), text_problem::no_size, i);
            return failed() ? model_ref() : model_ref(model_of<std::uint64_t>::value);
        }
    }

    constexpr void comparison(node_index i)
    {
        auto const left = operand_type(child(i));
        auto const right = failed() ? model_ref() : operand_type(second(i));
        if (!right || !left)
            return;
        require(stored_alike(*left, *right), text_problem::not_comparable, i);
        auto const kind = node(i).kind;
        require(kind == node_kind::equal || kind == node_kind::not_equal
                || (has_order(*left) && has_order(*right)),
            text_problem::no_order, i);
    }

    /// BETWEEN and IN.
    constexpr void several(node_index i)
    {
        auto const left = operand_type(child(i));
        for (auto other = second(i); other && !failed(); other = node(other).next)
            if (auto const right = operand_type(other))
                require(stored_alike(*left, *right), text_problem::not_comparable, i);
        if (!failed() && node(i).kind == node_kind::between)
            require(has_order(*left), text_problem::no_order, i);
    }

    constexpr void function(node_index i)
    {
        auto const kind = node(i).kind;
        auto const subject = child(i);
        bool const takes_path =
            kind == node_kind::exists || kind == node_kind::not_exists || kind == node_kind::has_type;
        require(!takes_path || node(subject).kind == node_kind::path, text_problem::syntax, i);
        auto const type = failed() ? model_ref() : operand_type(subject);
        if (!type || kind == node_kind::exists || kind == node_kind::not_exists)
            return;
        auto const other = operand_type(second(i));
        if (!other)
            return;
        if (kind == node_kind::begins_with)
            require(may_begin(*type, *other), text_problem::wrong_prefix, i);
        else if (kind == node_kind::contains)
            require(may_contain(*type, *other), text_problem::wrong_part, i);
        else
            require(node(second(i)).kind == node_kind::value && other->may_be(attribute_type::s),
                text_problem::wrong_type_name, i);
    }

    /// The type of the right side of an assignment.
    constexpr model_ref term_type(node_index i)
    {
        auto const kind = node(i).kind;
        if (kind == node_kind::path)
            return path_type(i);
        if (kind == node_kind::value)
            return value_type(i);
        auto const left = term_type(child(i));
        auto const right = failed() ? model_ref() : term_type(second(i));
        if (!left || !right)
            return {};
        bool const nested =
            node(child(i)).kind == node_kind::list_append || node(second(i)).kind == node_kind::list_append;
        require(!nested, text_problem::nested_append, i);
        if (kind == node_kind::if_not_exists)
        {
            require(storable_in(*left, *right), text_problem::wrong_value, i);
            if (node(second(i)).kind == node_kind::value)
                limit(second(i), *left);
            return left;
        }
        if (kind == node_kind::list_append)
        {
            require(is_list(*left) && is_list(*right) && stored_alike(*left, *right),
                text_problem::no_list_value, i);
            return left;
        }
        require(is_numeric(*left) && is_numeric(*right), text_problem::no_number, i);
        return left->fraction || right->fraction        ? model_of<double>::value
            : left->whole_number && right->whole_number ? model_of<std::int64_t>::value
                                                        : model_of<number>::value;
    }

    constexpr void change(node_index i, type_model const& type)
    {
        auto const kind = node(i).kind;
        if (failed() || kind == node_kind::remove)
            return;
        auto const operand = second(i);
        bool const is_value = node(operand).kind == node_kind::value;
        auto const value =
            kind == node_kind::set && is_value ? value_type(operand, true) : term_type(operand);
        if (!value)
            return;
        if (kind == node_kind::add)
            require(may_add(type, *value), text_problem::wrong_amount, i);
        else if (kind == node_kind::erase)
            require(may_erase(type, *value), text_problem::wrong_elements, i);
        else
            require(storable_in(type, *value), text_problem::wrong_value, i);
        if (kind == node_kind::set && is_value && !failed())
            limit(operand, type);
    }

    constexpr void refuse_overlap(node_index first, node_index i)
    {
        int compared = 0;
        for (auto other = first; other != i && compared++ < most_compared; other = node(other).next)
            require(
                !texts_overlap(text_of(child(other)), text_of(child(i))), text_problem::overlap, child(i));
    }

    constexpr void key_term(node_index i)
    {
        auto const kind = node(i).kind;
        bool good = (is_comparison(kind) && kind != node_kind::not_equal) || kind == node_kind::between
            || kind == node_kind::begins_with;
        good = good && node(child(i)).kind == node_kind::path;
        for (auto other = good ? second(i) : node_index(0); other; other = node(other).next)
            good = good && node(other).kind == node_kind::value;
        require(good, text_problem::wrong_key_form, i);
        for (auto other = failed() ? node_index(0) : second(i); other; other = node(other).next)
            if (auto const value = value_type(other))
                require(!value->is(attribute_type::null), text_problem::wrong_key_form, i);
        if (failed())
            return;
        auto const type = path_type(child(i));
        auto const text = text_of(child(i));
        require(type && has_order(*type) && text.find_first_of(".[") == std::string_view::npos,
            text_problem::no_key, child(i));
    }
};

} // namespace dynasio::expressions

#endif
