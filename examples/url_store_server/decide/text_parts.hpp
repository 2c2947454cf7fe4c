// SPDX-License-Identifier: BSL-1.0
//
// Small functions of texts.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_TEXT_PARTS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_TEXT_PARTS_HPP

#include "common/whole_number.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// Whether the texts are equal but for the case of ASCII letters.
bool equal_names(std::string_view a, std::string_view b);

/// The parts between the separators. Text within double quotes is not separated.
std::vector<std::string_view> split_quoted(std::string_view text, char separator);

/// Whether the text is valid UTF-8, without surrogates and overlong forms.
bool is_utf8(std::string_view text);

/// A letter, digit or underscore each, and no digit first.
bool is_identifier(std::string_view text);

/// Appends the UTF-8 form of a code point.
void append_utf8(std::string& out, char32_t code_point);

/// The text with `%XX` replaced, once. Empty if a `%` is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text);

/// The value of a hexadecimal digit; empty for others.
std::optional<unsigned> hex_value(char c);

} // namespace examples

#endif
