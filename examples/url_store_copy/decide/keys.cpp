// SPDX-License-Identifier: BSL-1.0

#include "decide/keys.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace examples::copier {

namespace {

constexpr std::string_view part_suffix = ".part";

bool is_control(std::uint32_t character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

/// How many bytes a character of UTF-8 has that begins with this one; 0 if none does.
std::size_t length_after(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

struct character
{
    std::uint32_t code = 0;
    std::size_t length = 0; ///< 0 for bytes that are not UTF-8
};

character first_character(std::string_view text)
{
    auto const first = static_cast<unsigned char>(text.front());
    auto const length = length_after(first);
    if (length == 0 || length > text.size())
        return {};
    std::uint32_t code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
    {
        auto const next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80)
            return {};
        code = code << 6 | (next & 0x3FU);
    }
    bool const too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    bool const is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (too_long || is_surrogate || code > 0x10FFFF)
        return {};
    return {code, length};
}

std::string refusal_of_text(std::string_view text)
{
    while (!text.empty())
    {
        auto const next = first_character(text);
        if (next.length == 0)
            return "it is not UTF-8";
        if (next.code < 0x20 || next.code == 0x7F)
            return "it has a control character";
        text.remove_prefix(next.length);
    }
    return {};
}

std::string refusal_of_segment(std::string_view segment)
{
    if (segment.empty())
        return "it is absolute, or has an empty segment";
    if (segment == "." || segment == "..")
        return "it has a segment . or ..";
    return {};
}

} // namespace

std::string refusal_of_path(std::string_view path)
{
    if (auto const why = refusal_of_text(path); !why.empty())
        return why;
    for (std::size_t begin = 0;;)
    {
        auto const end = std::min(path.find('/', begin), path.size());
        auto const segment = path.substr(begin, end - begin);
        if (auto const why = refusal_of_segment(segment); !why.empty())
            return why;
        if (end == path.size())
            return is_unfinished_name(segment) ? "it has the name of an unfinished download" : "";
        begin = end + 1;
    }
}

bool is_unfinished_name(std::string_view name)
{
    return name.size() > 1 + part_suffix.size() && name.front() == '.' && name.ends_with(part_suffix);
}

std::string unfinished_name(std::string_view name)
{
    return '.' + std::string(name) + std::string(part_suffix);
}

std::string pattern_of_prefix(std::string_view prefix)
{
    std::string pattern;
    for (char const c : prefix)
    {
        bool const is_special = c == '*' || c == '?' || c == '[';
        pattern += is_special ? std::string{'[', c, ']'} : std::string(1, c);
    }
    return pattern + '*';
}

std::string printable(std::string_view text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    while (!text.empty())
    {
        auto const next = first_character(text);
        if (next.length != 0 && !is_control(next.code))
        {
            result += text.substr(0, next.length);
            text.remove_prefix(next.length);
            continue;
        }
        // Of a control character beyond ASCII each byte by itself: the rest of it is no UTF-8.
        auto const byte = static_cast<unsigned char>(text.front());
        result += "\\x";
        result += digits[byte >> 4];
        result += digits[byte & 15U];
        text.remove_prefix(1);
    }
    return result;
}

} // namespace examples::copier
