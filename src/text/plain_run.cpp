// SPDX-License-Identifier: BSL-1.0

#include "text/plain_run.hpp"

namespace dynasio::text {

std::ptrdiff_t utf8_sequence(char const* at, char const* end) noexcept
{
    auto const byte = [&](std::ptrdiff_t i) { return static_cast<unsigned char>(at[i]); };
    auto const lead = byte(0);
    std::ptrdiff_t const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || end - at < length)
        return 0;
    unsigned char const low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char const high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (byte(1) < low || byte(1) > high)
        return 0;
    for (std::ptrdiff_t k = 2; k < length; ++k)
        if ((byte(k) & 0xc0) != 0x80)
            return 0;
    return length;
}

char const* skip_unicode(char const* at, char const* end) noexcept
{
    while (at != end)
    {
        auto const length = utf8_sequence(at, end);
        if (length == 0)
            break;
        at = skip_plain(at + length, end);
    }
    return at;
}

bool is_utf8(std::string_view text) noexcept
{
    auto const* const end = text.data() + text.size();
    for (auto const* at = skip_text(text.data(), end); at != end; at = skip_text(at + 1, end))
        if (static_cast<unsigned char>(*at) >= 0x80)
            return false;
    return true;
}

} // namespace dynasio::text
