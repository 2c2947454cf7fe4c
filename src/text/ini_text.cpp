// SPDX-License-Identifier: BSL-1.0

#include "text/ini_text.hpp"

#include "text/excerpt.hpp"

#include <openssl/crypto.h>

namespace dynasio::text {

std::string to_lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string to_upper(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return result;
}

std::string in_quotes(std::string_view text)
{
    constexpr std::size_t longest = 80;
    return '"' + shortened(text, longest) + '"';
}

void wipe(std::string& text) noexcept
{
    if (!text.empty())
        OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

} // namespace dynasio::text
