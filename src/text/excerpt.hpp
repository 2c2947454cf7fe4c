// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_TEXT_EXCERPT_HPP
#define DYNASIO_SRC_TEXT_EXCERPT_HPP

#include "text/printable.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace dynasio::text {

/// The beginning of a text, up to `longest` bytes of it, on one printable line. Texts of attributes may be long, and secret;
/// what shows is enough to recognise them.
inline std::string shortened(std::string_view text, std::size_t longest = 40)
{
    if (text.size() <= longest)
        return printable(text);
    auto end = longest - 3;
    constexpr int longest_character = 4;
    for (int i = 1; i < longest_character && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++i)
        --end; // not within a character
    return printable(text.substr(0, end)) + "...";
}

} // namespace dynasio::text

#endif
