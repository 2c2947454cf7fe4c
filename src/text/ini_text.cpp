// SPDX-License-Identifier: BSL-1.0

#include "text/ini_text.hpp"

#include "text/excerpt.hpp"

#include <openssl/crypto.h>

#include <algorithm>

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

void reserve_secret(std::string& text, std::size_t capacity)
{
    if (capacity <= text.capacity())
        return;
    std::string larger;
    larger.reserve(std::max(capacity, 2 * text.capacity()));
    larger = text;
    text.swap(larger);
    wipe(larger);
}

void append_secret(std::string& text, std::string_view more)
{
    reserve_secret(text, text.size() + more.size());
    text += more;
}

} // namespace dynasio::text
