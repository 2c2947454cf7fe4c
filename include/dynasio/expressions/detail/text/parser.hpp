// SPDX-License-Identifier: BSL-1.0
//
// DynamoDB's grammar of expressions, but without placeholders for names: a name stands for itself, reserved or not.
// Keywords may be in any case. A word is a keyword only where the grammar allows one, so `size`, `and`, `set` may be
// attributes.

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_PARSER_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_PARSER_HPP

#include <dynasio/expressions/detail/text/condition_grammar.hpp>
#include <dynasio/expressions/detail/text/update_grammar.hpp>

#include <array>

namespace dynasio::expressions {

/// Above the longest expression that DynamoDB accepts.
inline constexpr std::size_t most_text = 8192;

/// The nodes of a text of `N` characters.
template <std::size_t N>
struct parsed_text
{
    std::array<syntax_node, N + 2> nodes{};
    std::size_t count = 0; ///< without the first, which is unused
    node_index root = 0;
    text_fault fault{};
};

template <std::size_t N>
constexpr parsed_text<N> parse_text(std::string_view text, text_form form)
{
    parsed_text<N> result;
    if (N > most_text)
    {
        result.fault.problem = text_problem::too_long;
        return result;
    }
    if (form == text_form::condition)
    {
        condition_grammar grammar(text, result.nodes.data());
        result.root = grammar.expect_end(grammar.either());
        result.fault = grammar.fault();
        result.count = grammar.count();
    }
    else
    {
        update_grammar grammar(text, result.nodes.data());
        result.root = grammar.expect_end(form == text_form::update ? grammar.update() : grammar.paths());
        result.fault = grammar.fault();
        result.count = grammar.count();
    }
    return result;
}

} // namespace dynasio::expressions

#endif
