// SPDX-License-Identifier: BSL-1.0

#include "json/string.hpp"

#include "text/plain_run.hpp"

namespace dynasio::json {

namespace {

void append_escape(std::string& out, char c)
{
    constexpr char hex[] = "0123456789abcdef";
    out += '\\';
    switch (c)
    {
    case '"':
    case '\\':
        out += c;
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
    auto const* copied = text.data();
    auto const* const end = copied + text.size();
    out += '"';
    for (auto const* at = text::skip_text(copied, end); at != end; at = text::skip_text(at, end))
    {
        if (static_cast<unsigned char>(*at) >= 0x80)
            return false;
        out.append(copied, at);
        append_escape(out, *at);
        copied = ++at;
    }
    out.append(copied, end);
    out += '"';
    return true;
}

} // namespace dynasio::json
