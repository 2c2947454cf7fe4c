// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_LEXER_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_LEXER_HPP

#include <dynasio/json/detail/ascii.hpp>

#include <cstddef>
#include <string_view>

namespace dynasio::expressions {

enum class token_kind : unsigned char
{
    end,
    word, ///< a whole path, or a keyword
    placeholder,
    sign,
    hash,
    bad,
};

struct token
{
    token_kind kind = token_kind::end;
    std::size_t begin = 0;
    std::size_t size = 0;
};

constexpr bool is_name_start(char c)
{
    return json::is_letter(c) || c == '_';
}
constexpr bool is_name_part(char c)
{
    return is_name_start(c) || json::is_digit(c);
}

/// Whether a word is this keyword, in any case. The keyword is given in capitals.
constexpr bool is_keyword(std::string_view word, std::string_view keyword)
{
    if (word.size() != keyword.size())
        return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if (word[i] != keyword[i] && !(word[i] >= 'a' && word[i] <= 'z' && word[i] - 'a' + 'A' == keyword[i]))
            return false;
    return true;
}

/// Splits the text of an expression into tokens.
class lexer
{
public:
    constexpr explicit lexer(std::string_view text) : text_(text) {}

    constexpr token next()
    {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t'))
            ++at_;
        token result{token_kind::end, at_, 0};
        if (at_ < text_.size())
            result.kind = scan(text_[at_]);
        result.size = at_ - result.begin;
        return result;
    }

private:
    constexpr token_kind scan(char first)
    {
        ++at_;
        switch (first)
        {
        case ':':
            return skip_name() ? token_kind::placeholder : token_kind::bad;
        case '#':
            skip_name();
            return token_kind::hash;
        case '<':
            if (at_ < text_.size() && (text_[at_] == '=' || text_[at_] == '>'))
                ++at_;
            return token_kind::sign;
        case '>':
            if (at_ < text_.size() && text_[at_] == '=')
                ++at_;
            return token_kind::sign;
        case '=':
        case '(':
        case ')':
        case ',':
        case '+':
        case '-':
            return token_kind::sign;
        default:
            --at_;
            return scan_path();
        }
    }

    constexpr bool skip_name()
    {
        auto const begin = at_;
        while (at_ < text_.size() && is_name_part(text_[at_]))
            ++at_;
        return at_ != begin;
    }

    constexpr token_kind scan_path()
    {
        for (;;)
        {
            if (at_ == text_.size() || !is_name_start(text_[at_]))
                return fail();
            skip_name();
            while (at_ < text_.size() && text_[at_] == '[')
            {
                auto const begin = ++at_;
                while (at_ < text_.size() && json::is_digit(text_[at_]))
                    ++at_;
                // No list has so many elements, and the number would overflow later.
                if (at_ == begin || at_ - begin > 9 || at_ == text_.size() || text_[at_] != ']')
                    return fail();
                ++at_;
            }
            if (at_ == text_.size() || text_[at_] != '.')
                return token_kind::word;
            ++at_;
        }
    }

    constexpr token_kind fail()
    {
        if (at_ < text_.size())
            ++at_;
        return token_kind::bad;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// The steps of a path that the lexer has accepted.
class text_steps
{
public:
    constexpr explicit text_steps(std::string_view path) : path_(path) {}

    struct step
    {
        std::string_view text; ///< empty after the last
        bool is_index = false;
        std::size_t end = 0; ///< of the path up to here
    };

    constexpr step next()
    {
        if (at_ == path_.size())
            return {};
        bool const is_index = path_[at_] == '[';
        if (is_index || path_[at_] == '.')
            ++at_;
        auto const begin = at_;
        while (at_ < path_.size() && is_name_part(path_[at_]))
            ++at_;
        auto const text = path_.substr(begin, at_ - begin);
        if (is_index)
            ++at_;
        return {text, is_index, at_};
    }

private:
    std::string_view path_;
    std::size_t at_ = 0;
};

/// As `overlap` of two `path`s, in few steps, which compilers limit.
constexpr bool texts_overlap(std::string_view a, std::string_view b)
{
    if (a.size() > b.size())
        return texts_overlap(b, a);
    char const* const in_a = a.data();
    char const* const in_b = b.data();
    std::size_t const size = a.size();
    std::size_t same = 0;
    while (same < size && in_a[same] == in_b[same])
        ++same;
    if (same == b.size())
        return true;
    auto const ends_step = [](char c) { return c == '.' || c == '['; };
    // They overlap if one path ends here, or one continues with an index and the other with a name.
    return ends_step(b[same]) && (same == a.size() || ends_step(a[same]));
}

} // namespace dynasio::expressions

#endif
