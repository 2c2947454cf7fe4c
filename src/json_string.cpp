// SPDX-License-Identifier: BSL-1.0

#include "json_string.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace dynasio::detail {

namespace {

unsigned char byte_at(std::string_view text, std::size_t i) noexcept
{
    return static_cast<unsigned char>(text[i]);
}

/// ASCII that stands for itself in a JSON string.
bool is_plain(unsigned char c) noexcept
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/// Whether eight bytes are all plain, tested at once: the top bit of a byte of `special` is set when that byte is not
/// plain. (It can also be set beside such a byte, which does no harm.)
bool eight_plain(char const* at) noexcept
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    auto const quotes = word ^ (ones * '"');
    auto const backslashes = word ^ (ones * '\\');
    auto const special = word | (word - ones * 0x20) | (quotes - ones) | (backslashes - ones);
    return (special & ones * 0x80) == 0;
}

std::size_t plain_until(std::string_view text, std::size_t from) noexcept
{
    while (text.size() - from >= 8 && eight_plain(text.data() + from))
        from += 8;
    while (from < text.size() && is_plain(byte_at(text, from)))
        ++from;
    return from;
}

/// The length of the UTF-8 sequence that begins at `i`; 0 when it is cut, over-long, a surrogate or above U+10FFFF.
std::size_t sequence_length(std::string_view text, std::size_t i) noexcept
{
    auto const lead = byte_at(text, i);
    std::size_t const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || text.size() - i < length)
        return 0;
    auto const second = byte_at(text, i + 1);
    unsigned char const low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char const high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high)
        return 0;
    for (std::size_t k = 2; k < length; ++k)
        if ((byte_at(text, i + k) & 0xc0) != 0x80)
            return 0;
    return length;
}

void append_escape(std::string& out, unsigned char c)
{
    constexpr char hex[] = "0123456789abcdef";
    out += '\\';
    switch (c)
    {
    case '"':
    case '\\':
        out += static_cast<char>(c);
        break;
    case '\b':
        out += 'b';
        break;
    case '\f':
        out += 'f';
        break;
    case '\n':
        out += 'n';
        break;
    case '\r':
        out += 'r';
        break;
    case '\t':
        out += 't';
        break;
    default:
        out += "u00";
        out += hex[c >> 4];
        out += hex[c & 15];
    }
}

} // namespace

bool append_json_string(std::string& out, std::string_view text)
{
    out += '"';
    std::size_t copied = 0;
    for (auto i = plain_until(text, 0); i < text.size(); i = plain_until(text, i))
    {
        if (byte_at(text, i) >= 0x80)
        {
            auto const length = sequence_length(text, i);
            if (length == 0)
                return false;
            i += length;
            continue;
        }
        out.append(text, copied, i - copied);
        append_escape(out, byte_at(text, i));
        copied = ++i;
    }
    out.append(text, copied);
    out += '"';
    return true;
}

} // namespace dynasio::detail
