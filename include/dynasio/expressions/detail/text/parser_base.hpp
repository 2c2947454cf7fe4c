// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_PARSER_BASE_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_PARSER_BASE_HPP

#include <dynasio/expressions/detail/text/lexer.hpp>
#include <dynasio/expressions/detail/text/node.hpp>

namespace dynasio::expressions {

/// Shared by the grammars: the position in the text, the nodes so far, the first fault. After a fault, all rules return 0
/// and add no nodes.
class parser_base
{
public:
    /// `nodes` must have room for one node more than the text has characters.
    constexpr parser_base(std::string_view text, syntax_node* nodes)
        : text_(text), nodes_(nodes), scanner_(text)
    {
        advance();
    }

    [[nodiscard]] constexpr text_fault fault() const { return fault_; }

    [[nodiscard]] constexpr std::size_t count() const { return count_; }

    constexpr node_index expect_end(node_index root)
    {
        if (!failed() && now_.kind != token_kind::end)
            fail(text_problem::syntax, now_);
        return failed() ? node_index(0) : root;
    }

protected:
    [[nodiscard]] constexpr bool failed() const { return fault_.problem != text_problem::none; }

    constexpr void fail(text_problem problem, token where)
    {
        if (failed())
            return;
        if (where.kind == token_kind::hash)
            problem = text_problem::hash_name;
        if (where.kind == token_kind::end && problem == text_problem::syntax)
            fault_ = {text_.empty() ? text_problem::empty : text_problem::incomplete, 0, text_.size()};
        else
            fault_ = {problem, where.begin, where.size};
    }

    constexpr void advance() { now_ = scanner_.next(); }
    [[nodiscard]] constexpr std::string_view view(token t) const { return text_.substr(t.begin, t.size); }
    [[nodiscard]] constexpr bool is_word(token t, std::string_view keyword) const
    {
        return t.kind == token_kind::word && is_keyword(view(t), keyword);
    }
    [[nodiscard]] constexpr bool is_sign(token t, std::string_view sign) const
    {
        return t.kind == token_kind::sign && view(t) == sign;
    }
    [[nodiscard]] constexpr token peek() const
    {
        auto ahead = scanner_;
        return ahead.next();
    }

    constexpr bool accept(std::string_view sign)
    {
        if (!is_sign(now_, sign))
            return false;
        advance();
        return true;
    }
    constexpr bool accept_word(std::string_view keyword)
    {
        if (!is_word(now_, keyword))
            return false;
        advance();
        return true;
    }
    constexpr void expect(std::string_view sign)
    {
        if (!failed() && !accept(sign))
            fail(text_problem::syntax, now_);
    }

    constexpr node_index add(node_kind kind, token where, node_index child = 0)
    {
        if (failed())
            return 0;
        auto const index = static_cast<node_index>(++count_);
        nodes_[index] = {
            kind, static_cast<std::uint16_t>(where.begin), static_cast<std::uint16_t>(where.size), child, 0};
        return index;
    }
    /// Links `second` after `first`. Returns `first`.
    constexpr node_index link(node_index first, node_index second)
    {
        if (!failed())
            nodes_[first].next = second;
        return first;
    }

    constexpr node_index path()
    {
        if (now_.kind != token_kind::word)
        {
            fail(text_problem::syntax, now_);
            return 0;
        }
        auto const result = add(node_kind::path, now_);
        advance();
        return result;
    }

    constexpr node_index placeholder()
    {
        if (now_.kind != token_kind::placeholder)
        {
            fail(text_problem::syntax, now_);
            return 0;
        }
        auto const result = add(node_kind::value, now_);
        advance();
        return result;
    }

    [[nodiscard]] constexpr bool at_call() const
    {
        return now_.kind == token_kind::word && is_sign(peek(), "(");
    }

    /// `name(a)` or `name(a, b)`, by the rules of the arguments. The next tokens are the name and the bracket.
    template <class Grammar, class... Rules>
    constexpr node_index call(Grammar& grammar, node_kind kind, node_index (Grammar::*first)(), Rules... more)
    {
        auto const name = now_;
        advance();
        advance();
        auto const arguments = (grammar.*first)();
        (next_argument(grammar, arguments, more), ...);
        expect(")");
        return add(kind, name, arguments);
    }

    template <class Grammar>
    constexpr void next_argument(Grammar& grammar, node_index before, node_index (Grammar::*rule)())
    {
        expect(",");
        if (!failed())
            link(before, (grammar.*rule)());
    }

    std::string_view text_;
    syntax_node* nodes_;
    lexer scanner_;
    std::size_t count_ = 0;
    token now_;
    text_fault fault_;
};

} // namespace dynasio::expressions

#endif
