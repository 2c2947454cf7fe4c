// SPDX-License-Identifier: BSL-1.0

#include "text/percent.hpp"

#include "text/ini_text.hpp"

namespace dynasio::text {

void append_percent_encoded(std::string& out, std::string_view text)
{
    constexpr char hex[] = "0123456789ABCDEF";
    constexpr std::string_view unreserved_marks = "-._~";
    reserve_secret(out, out.size() + 3 * text.size());
    for (char const c : text)
    {
        if (is_letter_or_digit(c) || unreserved_marks.find(c) != unreserved_marks.npos)
        {
            out += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += hex[byte >> 4];
        out += hex[byte & 15];
    }
}

} // namespace dynasio::text
