// SPDX-License-Identifier: BSL-1.0

#include "decide/text_parts.hpp"

#include <algorithm>

namespace examples {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/// The length of the sequence that `lead` begins and its smallest code point; length 0 for what begins none.
struct sequence
{
    std::size_t length;
    char32_t smallest;
    char32_t bits;
};

sequence sequence_of(unsigned char lead)
{
    if (lead < 0x80)
        return {1, 0, lead};
    if (lead >= 0xC0 && lead < 0xE0)
        return {2, 0x80, lead & 0x1FU};
    if (lead >= 0xE0 && lead < 0xF0)
        return {3, 0x800, lead & 0x0FU};
    if (lead >= 0xF0 && lead < 0xF8)
        return {4, 0x10000, lead & 0x07U};
    return {0, 0, 0};
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool equal_names(std::string_view a, std::string_view b)
{
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> split_quoted(std::string_view text, char separator)
{
    std::vector<std::string_view> result;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i)
    {
        if (i < text.size() && text[i] == '"')
            quoted = !quoted;
        if (i == text.size() || (text[i] == separator && !quoted))
        {
            result.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    return result;
}

bool is_utf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();)
    {
        auto const [length, smallest, bits] = sequence_of(static_cast<unsigned char>(text[i]));
        if (length == 0 || length > text.size() - i)
            return false;
        char32_t code_point = bits;
        for (std::size_t k = 1; k < length; ++k)
        {
            auto const next = static_cast<unsigned char>(text[i + k]);
            if (next < 0x80 || next >= 0xC0)
                return false;
            code_point = code_point << 6 | (next & 0x3FU);
        }
        bool const surrogate = code_point >= 0xD800 && code_point < 0xE000;
        if (code_point < smallest || code_point > 0x10FFFF || surrogate)
            return false;
        i += length;
    }
    return true;
}

bool is_identifier(std::string_view text)
{
    auto const may_follow = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
    return !text.empty() && !is_digit(text.front()) && std::all_of(text.begin(), text.end(), may_follow);
}

void append_utf8(std::string& out, char32_t code_point)
{
    auto const put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    auto const follow = [&](int shift) { put(0x80U | (code_point >> shift & 0x3FU)); };
    if (code_point < 0x80)
        put(code_point);
    else if (code_point < 0x800)
    {
        put(0xC0U | code_point >> 6);
        follow(0);
    }
    else if (code_point < 0x10000)
    {
        put(0xE0U | code_point >> 12);
        follow(6);
        follow(0);
    }
    else
    {
        put(0xF0U | code_point >> 18);
        follow(12);
        follow(6);
        follow(0);
    }
}

std::optional<unsigned> hex_value(char c)
{
    if (is_digit(c))
        return static_cast<unsigned>(c - '0');
    if (lower(c) >= 'a' && lower(c) <= 'f')
        return static_cast<unsigned>(lower(c) - 'a' + 10);
    return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        if (text[i] != '%')
        {
            result += text[i];
            continue;
        }
        auto const high = i + 2 < text.size() ? hex_value(text[i + 1]) : std::nullopt;
        auto const low = i + 2 < text.size() ? hex_value(text[i + 2]) : std::nullopt;
        if (!high || !low)
            return std::nullopt;
        result += static_cast<char>(static_cast<unsigned char>(*high << 4 | *low));
        i += 2;
    }
    return result;
}

} // namespace examples
