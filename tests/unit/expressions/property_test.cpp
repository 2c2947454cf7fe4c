// SPDX-License-Identifier: BSL-1.0
//
// Random conditions, nested in all ways: their text, parsed again by DynamoDB's rules of precedence, must hold for the same
// items, and must have no pair of parentheses that could be left out.

#include "expression_types.hpp"

#include <dynasio/expressions/detail/text/parser.hpp>

#include <gtest/gtest.h>

#include <bitset>
#include <iostream>
#include <random>

namespace expression_types {
namespace {

using namespace dynasio;
using expressions::node_kind;

constexpr std::size_t attributes = 6;
constexpr std::size_t longest = 4000;

/// Which of the attributes `a0`, `a1`, ... equal 1.
using state = std::bitset<attributes>;

/// A condition, and whether it holds in every state.
struct sample
{
    condition what;
    std::bitset<1U << attributes> truth;
};

class random_condition
{
public:
    explicit random_condition(unsigned seed) : random_(seed) {}

    sample make(int levels)
    {
        switch (levels == 0 ? 0 : random_() % 4)
        {
        case 1: {
            auto inner = make(levels - 1);
            return {!inner.what, ~inner.truth};
        }
        case 2: {
            auto a = make(levels - 1);
            auto b = make(levels - 1);
            return {a.what && b.what, a.truth & b.truth};
        }
        case 3: {
            auto a = make(levels - 1);
            auto b = make(levels - 1);
            return {a.what || b.what, a.truth | b.truth};
        }
        default:
            return one(random_() % attributes);
        }
    }

private:
    sample one(std::size_t i)
    {
        path const attribute("a" + std::to_string(i));
        sample result;
        // BETWEEN has an AND of its own.
        result.what = random_() % 2 ? condition(attribute == 1) : condition(between(attribute, 1, 1));
        for (std::size_t s = 0; s < result.truth.size(); ++s)
            result.truth[s] = state(s)[i];
        return result;
    }

    std::mt19937 random_;
};

/// The text with names in place of their placeholders, as checked text has it.
std::string with_names(condition const& c)
{
    expression_writer writer;
    auto const text = writer.write(c);
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '#')
            result += writer.names()[static_cast<std::size_t>(text[++i] - '0')];
        else
            result += text[i];
    return result;
}

bool holds(expressions::text_tree const& tree, expressions::node_index i, state s)
{
    auto const& node = tree[i];
    switch (node.kind)
    {
    case node_kind::either:
        return holds(tree, node.child, s) || holds(tree, tree[node.child].next, s);
    case node_kind::both:
        return holds(tree, node.child, s) && holds(tree, tree[node.child].next, s);
    case node_kind::negation:
        return !holds(tree, node.child, s);
    default:
        return s[static_cast<std::size_t>(tree.text_of(node.child)[1] - '0')];
    }
}

/// The operators and operands in brackets, without regard to how chains of one operator are nested.
std::string shape(expressions::text_tree const& tree, expressions::node_index i)
{
    auto const& node = tree[i];
    if (node.kind == node_kind::negation)
        return "!" + shape(tree, node.child);
    if (node.kind != node_kind::either && node.kind != node_kind::both)
        return std::string(tree.text_of(node.child)) + (node.kind == node_kind::between ? "b" : "e");
    std::string result = node.kind == node_kind::either ? "(|" : "(&";
    for (auto const below : {node.child, tree[node.child].next})
    {
        auto inner = shape(tree, below);
        if (tree[below].kind == node.kind)
            inner = inner.substr(2, inner.size() - 3);
        result += inner;
    }
    return result + ")";
}

struct reparsed
{
    explicit reparsed(std::string text) : source(std::move(text))
    {
        source.resize(longest, ' ');
        parsed = expressions::parse_text<longest>(source, expressions::text_form::condition);
        tree = {source, parsed.nodes.data(), parsed.root};
    }

    std::string source;
    expressions::parsed_text<longest> parsed;
    expressions::text_tree tree;
};

TEST(expression_property, texts_mean_what_was_built_without_a_needless_parenthesis)
{
    int count = 0;
    int parentheses = 0;
    for (unsigned seed = 0; seed < 400; ++seed)
    {
        auto const sample = random_condition(seed).make(1 + static_cast<int>(seed % 5));
        auto const text = with_names(sample.what);
        SCOPED_TRACE(text);
        ASSERT_LT(text.size(), longest);
        reparsed const again(text);
        ASSERT_NE(again.tree.root, 0);
        for (std::size_t s = 0; s < sample.truth.size(); ++s)
            ASSERT_EQ(holds(again.tree, again.tree.root, state(s)), sample.truth[s]);
        auto const whole = shape(again.tree, again.tree.root);
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '(')
                open.push_back(i);
            else if (text[i] == ')')
            {
                auto without = text;
                without[open.back()] = ' ';
                without[i] = ' ';
                open.pop_back();
                reparsed const other(without);
                ASSERT_NE(other.tree.root, 0);
                EXPECT_NE(shape(other.tree, other.tree.root), whole) << "without need: " << without;
                ++parentheses;
            }
        ++count;
    }
    EXPECT_GT(parentheses, 200);
    std::cout << count << " conditions, " << parentheses << " pairs of parentheses\n";
}

TEST(expression_property, any_text_is_parsed_or_refused)
{
    constexpr std::string_view pieces[] = {"a", "b.c", "d[1]", "[", "]", "(", ")", ",", ":v", "=", "<", "<>",
        "+", "-", "AND", "OR", "NOT", "IN", "BETWEEN", "SET", "ADD", "REMOVE", "DELETE", "size", "contains",
        "if_not_exists", "list_append", "#x", ".", " ", "\n", "\xff"};
    std::mt19937 random(7);
    int good = 0;
    for (int i = 0; i < 20'000; ++i)
    {
        std::string text;
        for (auto count = random() % 12; count > 0; --count)
            (text += pieces[random() % std::size(pieces)]) += random() % 4 ? " " : "";
        text.resize(200, ' ');
        auto const form = static_cast<expressions::text_form>(random() % 3);
        auto const parsed = expressions::parse_text<200>(text, form);
        EXPECT_EQ(parsed.root == 0, parsed.fault.problem != expressions::text_problem::none) << text;
        EXPECT_LE(parsed.fault.begin + parsed.fault.size, text.size());
        EXPECT_LE(parsed.count, text.size());
        good += parsed.root != 0;
    }
    EXPECT_GT(good, 50);
}

} // namespace
} // namespace expression_types
