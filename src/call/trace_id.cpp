// SPDX-License-Identifier: BSL-1.0

#include "call/trace_id.hpp"

#include <algorithm>
#include <string_view>

namespace dynasio::call {

namespace {

constexpr std::string_view header_name = "x-amzn-trace-id";

char lower_of(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool names_the_header(std::string_view line) noexcept
{
    return line.size() > header_name.size() && line[header_name.size()] == ':'
        && std::equal(header_name.begin(), header_name.end(), line.begin(),
            [](char expected, char found) { return lower_of(found) == expected; });
}

bool has_the_header(std::string_view lines) noexcept
{
    while (!lines.empty())
    {
        if (names_the_header(lines))
            return true;
        auto const end = lines.find('\n');
        if (end == lines.npos)
            return false;
        lines.remove_prefix(end + 1);
    }
    return false;
}

} // namespace

std::string read_trace_id(aws::environment const& env)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (char const c : env.exact_variable("_X_AMZN_TRACE_ID").value_or(""))
    {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f)
        {
            encoded += c;
            continue;
        }
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

void append_trace_id(std::string& lines, std::string_view id)
{
    if (id.empty() || has_the_header(lines))
        return;
    lines += header_name;
    lines += ": ";
    lines += id;
    lines += "\r\n";
}

} // namespace dynasio::call
