// SPDX-License-Identifier: BSL-1.0

#include "text/printable.hpp"

#include "text/plain_run.hpp"

namespace dynasio::text {

namespace {

constexpr char delete_character = '\x7f'; // plain in JSON
constexpr std::string_view hex = "0123456789abcdef";

void append_byte(std::string& out, char c)
{
    auto const byte = static_cast<unsigned char>(c);
    out += '\\';
    switch (c)
    {
    case '\n':
        out += 'n';
        return;
    case '\r':
        out += 'r';
        return;
    case '\t':
        out += 't';
        return;
    default:
        out += {'x', hex[byte >> 4], hex[byte & 15]};
    }
}

/// The code point of a valid sequence of two or three bytes; 0 for four bytes, which hold none of those that are escaped.
unsigned code_point(std::string_view sequence)
{
    auto const bits = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]) & 0x3fU; };
    if (sequence.size() == 2)
        return (static_cast<unsigned char>(sequence[0]) & 0x1fU) << 6 | bits(1);
    if (sequence.size() == 3)
        return (static_cast<unsigned char>(sequence[0]) & 0xfU) << 12 | bits(1) << 6 | bits(2);
    return 0;
}

bool is_hidden(unsigned c)
{
    return (c >= 0x80 && c < 0xa0)                                       // controls
        || c == 0x2028 || c == 0x2029                                    // separators of lines and paragraphs
        || c == 0x61c || c == 0x200e || c == 0x200f                      // marks of direction
        || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069); // embeddings, overrides, isolates
}

} // namespace

std::string printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    auto const* at = text.data();
    auto const* const end = at + text.size();
    while (at != end)
    {
        for (auto const* const plain = skip_plain(at, end); at != plain; ++at)
        {
            if (*at != delete_character)
                out += *at;
            else
                append_byte(out, *at);
        }
        if (at == end)
            break;
        auto const length = utf8_sequence(at, end);
        if (length == 0)
        {
            if (*at == '"' || *at == '\\')
                out += *at;
            else
                append_byte(out, *at);
            ++at;
            continue;
        }
        std::string_view const sequence(at, static_cast<std::size_t>(length));
        if (auto const c = code_point(sequence); is_hidden(c))
            out += {'\\', 'u', hex[c >> 12], hex[c >> 8 & 15], hex[c >> 4 & 15], hex[c & 15]};
        else
            out += sequence;
        at += length;
    }
    return out;
}

} // namespace dynasio::text
