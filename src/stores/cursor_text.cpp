// SPDX-License-Identifier: BSL-1.0

#include "stores/cursor_text.hpp"

#include <dynasio/value/binary.hpp>

namespace dynasio::stores {

std::string to_url_text(std::string_view bytes)
{
    auto text = base64url_encode(to_binary(bytes));
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

std::optional<std::string> from_url_text(std::string_view text)
{
    std::string standard(text);
    for (char& c : standard)
    {
        if (c == '+' || c == '/' || c == '=')
            return std::nullopt;
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    }
    standard.append((4 - standard.size() % 4) % 4, '=');
    auto const bytes = base64_decode(standard);
    if (!bytes)
        return std::nullopt;
    return to_string(*bytes);
}

} // namespace dynasio::stores
