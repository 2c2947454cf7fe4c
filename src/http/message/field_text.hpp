// SPDX-License-Identifier: BSL-1.0
//
// The characters of header fields (RFC 9110, section 5).

#ifndef DYNASIO_SRC_HTTP_MESSAGE_FIELD_TEXT_HPP
#define DYNASIO_SRC_HTTP_MESSAGE_FIELD_TEXT_HPP

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dynasio::http {

constexpr char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size()
        && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

inline constexpr auto token_chars = []
{
    std::array<bool, 256> table{};
    for (char const c :
        std::string_view("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

constexpr bool is_token_char(char c) noexcept
{
    return token_chars[static_cast<unsigned char>(c)];
}

constexpr bool is_field_blank(char c) noexcept
{
    return c == ' ' || c == '\t';
}

/// All but control characters; bytes above ASCII are allowed.
constexpr bool is_value_char(char c) noexcept
{
    auto const byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

/// How many characters of a value, other than tabs, `text` begins with. Eight bytes at a time: the lowest byte that is below
/// a space, or is 0x7f, gets its top bit.
inline std::size_t value_run(std::string_view text) noexcept
{
    std::size_t at = 0;
    if constexpr (std::endian::native == std::endian::little)
    {
        constexpr std::uint64_t each = 0x0101010101010101;
        for (; text.size() - at >= 8; at += 8)
        {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data() + at, 8);
            auto const deleted = word ^ each * 0x7f;
            auto const stop = (((word - each * 0x20) & ~word) | ((deleted - each) & ~deleted)) & each * 0x80;
            if (stop != 0)
                return at + static_cast<std::size_t>(std::countr_zero(stop)) / 8;
        }
    }
    while (at != text.size() && text[at] != '\t' && is_value_char(text[at]))
        ++at;
    return at;
}

/// Without blanks at both ends.
inline std::string_view trimmed(std::string_view text) noexcept
{
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace dynasio::http

#endif
