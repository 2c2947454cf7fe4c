// SPDX-License-Identifier: BSL-1.0
//
// Nodes of a checked text to expressions, by the same steps as the typed builder.

#include <dynasio/expressions/comparison.hpp>
#include <dynasio/expressions/detail/text/checked_text.hpp>
#include <dynasio/expressions/key_condition.hpp>
#include <dynasio/expressions/projection.hpp>
#include <dynasio/expressions/update.hpp>

namespace dynasio::expressions {

namespace {

std::string_view function_name(node_kind kind)
{
    switch (kind)
    {
    case node_kind::size:
        return "size(";
    case node_kind::exists:
        return "attribute_exists(";
    case node_kind::not_exists:
        return "attribute_not_exists(";
    case node_kind::has_type:
        return "attribute_type(";
    case node_kind::begins_with:
        return "begins_with(";
    case node_kind::contains:
        return "contains(";
    case node_kind::if_not_exists:
        return "if_not_exists(";
    case node_kind::list_append:
        return "list_append(";
    default:
        return {};
    }
}

class text_builder
{
public:
    text_builder(text_tree const& tree, bound_value const* values) : tree_(tree), values_(values) {}

    [[nodiscard]] condition make_condition(node_index i) const
    {
        auto const& node = tree_[i];
        switch (node.kind)
        {
        case node_kind::either:
            return make_condition(node.child) || make_condition(next(node.child));
        case node_kind::both:
            return make_condition(node.child) && make_condition(next(node.child));
        case node_kind::negation:
            return !make_condition(node.child);
        default:
            break;
        }
        fragment content;
        write(content, i);
        return {std::move(content), condition::binding::whole};
    }

    [[nodiscard]] change make_change(node_index i) const
    {
        auto const& node = tree_[i];
        path where(tree_.text_of(node.child));
        auto const operand = next(node.child);
        if (node.kind == node_kind::remove)
            return {update_clause::remove, std::move(where), {}};
        bool const is_value = tree_[operand].kind == node_kind::value;
        if (node.kind == node_kind::set && is_value && value(operand).absent)
            return {update_clause::remove, std::move(where), {}};
        fragment content;
        write(content, operand);
        auto const clause = node.kind == node_kind::set ? update_clause::set
            : node.kind == node_kind::add               ? update_clause::add
                                                        : update_clause::erase;
        return {clause, std::move(where), std::move(content)};
    }

    /// Terms of an AND, from the first to the last.
    template <class F>
    void for_each_term(node_index i, F f) const
    {
        if (tree_[i].kind == node_kind::both)
        {
            for_each_term(tree_[i].child, f);
            for_each_term(next(tree_[i].child), f);
        }
        else
            f(i);
    }

    void write(fragment& out, node_index i) const
    {
        auto const& node = tree_[i];
        auto const kind = node.kind;
        if (kind == node_kind::path)
            path(tree_.text_of(i)).write(out);
        else if (kind == node_kind::value)
        {
            if (value(i).absent)
                fail_no_value();
            out.add_value(value(i).value);
        }
        else if (auto const name = function_name(kind); !name.empty())
            write_list(out, name, node.child);
        else if (kind == node_kind::in)
        {
            write(out, node.child);
            write_list(out, " IN (", next(node.child));
        }
        else if (kind == node_kind::between)
        {
            write_pair(out, node.child, " BETWEEN ");
            out.add_text(" AND ");
            write(out, next(next(node.child)));
        }
        else
            write_pair(out, node.child, sign(kind));
    }

private:
    static std::string_view sign(node_kind kind)
    {
        if (kind == node_kind::plus)
            return " + ";
        if (kind == node_kind::minus)
            return " - ";
        return sign_of(static_cast<relation>(static_cast<int>(kind) - static_cast<int>(node_kind::equal)));
    }

    void write_pair(fragment& out, node_index first, std::string_view between) const
    {
        write(out, first);
        out.add_text(between);
        write(out, next(first));
        ++out.operators;
    }

    void write_list(fragment& out, std::string_view opening, node_index first) const
    {
        out.add_text(opening);
        for (auto i = first; i; i = next(i))
        {
            if (i != first)
                out.add_text(", ");
            write(out, i);
        }
        out.add_text(")");
        ++out.operators;
    }

    [[nodiscard]] node_index next(node_index i) const { return tree_[i].next; }

    [[nodiscard]] bound_value const& value(node_index i) const
    {
        auto const name = tree_.text_of(i);
        auto const* found = values_;
        while (found->name != name)
            ++found; // every placeholder is bound
        return *found;
    }

    text_tree const& tree_;
    bound_value const* values_;
};

} // namespace

condition build_condition(text_tree const& tree, bound_value const* values)
{
    return text_builder(tree, values).make_condition(tree.root);
}

key_condition build_key_condition(text_tree const& tree, bound_value const* values)
{
    text_builder const builder(tree, values);
    key_condition result({});
    builder.for_each_term(tree.root,
        [&](node_index i) { result = key_condition(std::move(result), builder.make_condition(i)); });
    return result;
}

update build_update(text_tree const& tree, bound_value const* values)
{
    text_builder const builder(tree, values);
    update result;
    for (auto i = tree.root; i; i = tree[i].next)
        result.insert(builder.make_change(i));
    return result;
}

projection build_projection(text_tree const& tree)
{
    projection result;
    for (auto i = tree.root; i; i = tree[i].next)
        result.insert(path(tree.text_of(i)));
    return result;
}

void fail_bound_range(std::string_view name, std::string_view value)
{
    throw mapping_error(
        std::string(name), "number " + std::string(value) + " is out of range of the attribute");
}

} // namespace dynasio::expressions
