// SPDX-License-Identifier: BSL-1.0
//
// Small text functions. Not locale dependent.

#ifndef DYNASIO_SRC_TEXT_INI_TEXT_HPP
#define DYNASIO_SRC_TEXT_INI_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace dynasio::text {

inline constexpr std::string_view blanks = " \t\r\n\f\v";

inline bool is_blank(char c) noexcept
{
    return blanks.find(c) != blanks.npos;
}

inline bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

inline bool is_letter_or_digit(char c) noexcept
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

inline std::string_view trim(std::string_view text) noexcept
{
    auto const first = text.find_first_not_of(blanks);
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

/// The text in quotes for an error message: cut when long, and printable.
std::string in_quotes(std::string_view text);

/// Overwrites text that may have held a secret, and empties it.
void wipe(std::string& text) noexcept;

/// Makes room for text that may hold a secret: what it was kept in before is overwritten.
void reserve_secret(std::string& text, std::size_t capacity);

/// Appends to text that may hold a secret, see `reserve_secret`.
void append_secret(std::string& text, std::string_view more);

} // namespace dynasio::text

#endif
