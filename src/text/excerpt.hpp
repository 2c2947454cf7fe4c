// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_TEXT_EXCERPT_HPP
#define DYNASIO_SRC_TEXT_EXCERPT_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace dynasio::text {

/// Texts of attributes may be long, and secret; what shows is enough to recognise them.
inline std::string shortened(std::string_view text)
{
    constexpr std::size_t shown = 40;
    if (text.size() <= shown)
        return std::string(text);
    auto end = shown - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end; // not within a character
    return std::string(text.substr(0, end)) + "...";
}

} // namespace dynasio::text

#endif
