// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_CONDITION_GRAMMAR_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_CONDITION_GRAMMAR_HPP

#include <dynasio/expressions/detail/text/parser_base.hpp>

namespace dynasio::expressions {

/// Conditions: OR of AND of NOT of comparisons and functions.
class condition_grammar : public parser_base
{
public:
    using parser_base::parser_base;

    constexpr node_index either()
    {
        auto left = both();
        for (auto word = now_; !failed() && accept_word("OR"); word = now_)
        {
            auto const right = both();
            left = add(node_kind::either, word, link(left, right));
        }
        return left;
    }

private:
    /// An operand of a comparison.
    constexpr node_index operand()
    {
        if (now_.kind == token_kind::placeholder)
            return placeholder();
        if (!at_call())
            return path();
        if (view(now_) == "size")
            return call(*this, node_kind::size, &condition_grammar::operand);
        fail(text_problem::unknown_function, now_);
        return 0;
    }

    constexpr node_index both()
    {
        auto left = negation();
        for (auto word = now_; !failed() && accept_word("AND"); word = now_)
        {
            auto const right = negation();
            left = add(node_kind::both, word, link(left, right));
        }
        return left;
    }

    /// Whether the word NOT is the operator here. It is an attribute if a comparison follows.
    [[nodiscard]] constexpr bool at_not() const
    {
        if (!is_word(now_, "NOT"))
            return false;
        auto ahead = scanner_;
        auto const first = ahead.next();
        auto const second = ahead.next();
        if (is_word(first, "IN"))
            return !is_sign(second, "(");
        if (is_word(first, "BETWEEN"))
            return second.kind == token_kind::sign || is_word(second, "IN") || is_word(second, "BETWEEN");
        return first.kind != token_kind::sign || is_sign(first, "(");
    }

    constexpr node_index negation()
    {
        if (!at_not())
            return primary();
        auto const word = now_;
        advance();
        auto const inner = negation();
        return add(node_kind::negation, word, inner);
    }

    constexpr node_index primary()
    {
        if (accept("("))
        {
            auto const inner = either();
            if (!failed())
                expect(")");
            return inner;
        }
        if (at_call())
        {
            auto const name = view(now_);
            if (name == "attribute_exists")
                return call(*this, node_kind::exists, &condition_grammar::operand);
            if (name == "attribute_not_exists")
                return call(*this, node_kind::not_exists, &condition_grammar::operand);
            if (name == "attribute_type")
                return call(
                    *this, node_kind::has_type, &condition_grammar::operand, &condition_grammar::operand);
            if (name == "begins_with")
                return call(
                    *this, node_kind::begins_with, &condition_grammar::operand, &condition_grammar::operand);
            if (name == "contains")
                return call(
                    *this, node_kind::contains, &condition_grammar::operand, &condition_grammar::operand);
        }
        auto const left = operand();
        return failed() ? node_index(0) : relation(left);
    }

    constexpr node_index relation(node_index left)
    {
        constexpr std::string_view signs[] = {"=", "<>", "<", "<=", ">", ">="};
        auto const word = now_;
        for (std::size_t i = 0; i < 6; ++i)
            if (accept(signs[i]))
            {
                auto const right = operand();
                auto const kind = static_cast<node_kind>(static_cast<std::size_t>(node_kind::equal) + i);
                return add(kind, word, link(left, right));
            }
        if (accept_word("BETWEEN"))
        {
            auto const low = operand();
            if (!failed() && !accept_word("AND"))
                fail(text_problem::syntax, now_);
            auto const high = failed() ? node_index(0) : operand();
            return add(node_kind::between, word, link(left, link(low, high)));
        }
        if (accept_word("IN"))
            return in(left, word);
        fail(text_problem::syntax, now_);
        return 0;
    }

    constexpr node_index in(node_index left, token word)
    {
        expect("(");
        auto last = left;
        std::size_t operands = 0;
        do
        {
            auto const next = failed() ? node_index(0) : operand();
            if (failed())
                return 0;
            nodes_[last].next = next;
            last = next;
            if (++operands > 100)
                fail(text_problem::too_many_operands, word);
        } while (accept(","));
        expect(")");
        return add(node_kind::in, word, left);
    }
};

} // namespace dynasio::expressions

#endif
