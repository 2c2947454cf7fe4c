// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_UPDATE_GRAMMAR_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_UPDATE_GRAMMAR_HPP

#include <dynasio/expressions/detail/text/parser_base.hpp>

namespace dynasio::expressions {

/// Updates: each of the four clauses once, in any order. Projections: a list of paths.
class update_grammar : public parser_base
{
public:
    using parser_base::parser_base;

    constexpr node_index update()
    {
        constexpr std::string_view words[] = {"SET", "REMOVE", "ADD", "DELETE"};
        bool seen[4]{};
        node_index first = 0;
        node_index last = 0;
        do
        {
            std::size_t clause = 0;
            while (clause < 4 && !is_word(now_, words[clause]))
                ++clause;
            if (clause == 4)
            {
                fail(text_problem::syntax, now_);
                return 0;
            }
            if (seen[clause])
                fail(text_problem::clause_twice, now_);
            seen[clause] = true;
            advance();
            do
            {
                auto const next =
                    change(static_cast<node_kind>(static_cast<std::size_t>(node_kind::set) + clause));
                if (failed())
                    return 0;
                first = first ? first : next;
                if (last)
                    nodes_[last].next = next;
                last = next;
            } while (accept(","));
        } while (now_.kind != token_kind::end);
        return first;
    }

    constexpr node_index paths()
    {
        auto const first = path();
        auto last = first;
        while (!failed() && accept(","))
        {
            auto const next = path();
            if (!failed())
                nodes_[last].next = next;
            last = next;
        }
        return first;
    }

private:
    constexpr node_index where() { return path(); }

    /// The right side of an assignment.
    constexpr node_index term()
    {
        if (now_.kind == token_kind::placeholder)
            return placeholder();
        if (!at_call())
            return path();
        auto const name = view(now_);
        if (name == "list_append")
            return call(*this, node_kind::list_append, &update_grammar::term, &update_grammar::term);
        if (name == "if_not_exists")
            return call(*this, node_kind::if_not_exists, &update_grammar::where, &update_grammar::term);
        fail(text_problem::unknown_function, now_);
        return 0;
    }

    constexpr node_index sum()
    {
        auto const left = term();
        auto const sign = now_;
        bool const plus = accept("+");
        if (failed() || (!plus && !accept("-")))
            return left;
        auto const right = term();
        return add(plus ? node_kind::plus : node_kind::minus, sign, link(left, right));
    }

    constexpr node_index change(node_kind kind)
    {
        auto const where = path();
        if (failed() || kind == node_kind::remove)
            return add(kind, now_, where);
        if (kind == node_kind::set)
            expect("=");
        auto const value = failed() ? node_index(0) : kind == node_kind::set ? sum() : placeholder();
        return add(kind, now_, link(where, value));
    }
};

} // namespace dynasio::expressions

#endif
