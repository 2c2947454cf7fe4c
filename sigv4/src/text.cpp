// SPDX-License-Identifier: BSL-1.0

#include "text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace dynasio::sigv4::detail {

namespace {

bool is_unreserved(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
        || c == '_' || c == '~';
}

bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\t';
}

int hex_value(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

time_text::time_text(std::chrono::sys_seconds time)
{
    using namespace std::chrono_literals;
    // Before anything is computed: the calendar's own numbers overflow far outside.
    if (time < std::chrono::sys_days(0y / 1 / 1) || time >= std::chrono::sys_days(10000y / 1 / 1))
        throw std::invalid_argument("the signing time is outside the years 0 to 9999");
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(time - day);

    auto const put = [this](std::size_t at, unsigned value)
    {
        text_[at] = static_cast<char>('0' + value / 10 % 10);
        text_[at + 1] = static_cast<char>('0' + value % 10);
    };
    auto const year = static_cast<unsigned>(static_cast<int>(date.year()));
    put(0, year / 100);
    put(2, year % 100);
    put(4, static_cast<unsigned>(date.month()));
    put(6, static_cast<unsigned>(date.day()));
    text_[8] = 'T';
    put(9, static_cast<unsigned>(clock.hours().count()));
    put(11, static_cast<unsigned>(clock.minutes().count()));
    put(13, static_cast<unsigned>(clock.seconds().count()));
    text_[15] = 'Z';
}

bool is_token(std::string_view name) noexcept
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty()
        && std::all_of(name.begin(), name.end(),
            [=](char c)
            {
                return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9')
                    || marks.find(c) != std::string_view::npos;
            });
}

bool is_folded(std::string_view value) noexcept
{
    if (value.find('\t') != std::string_view::npos)
        return false;
    for (std::size_t at = 0; (at = value.find(' ', at)) != std::string_view::npos; ++at)
        if (at == 0 || at + 1 == value.size() || value[at + 1] == ' ')
            return false;
    return true;
}

void append_folded(std::string& out, std::string_view value)
{
    bool between = false;
    bool any = false;
    for (char const c : value)
    {
        if (is_blank(c))
        {
            between = any;
            continue;
        }
        if (between)
            out += ' ';
        out += c;
        between = false;
        any = true;
    }
}

bool breaks_a_line(std::string_view text) noexcept
{
    // Eight bytes at a time: is any of them below a space? Only then look for the three, tabs and the like
    // are harmless.
    constexpr std::uint64_t each = 0x0101010101010101;
    std::size_t at = 0;
    for (; text.size() - at >= 8; at += 8)
    {
        std::uint64_t bytes;
        std::memcpy(&bytes, text.data() + at, 8);
        if (((bytes - each * 0x20) & ~bytes & (each * 0x80)) != 0)
            break;
    }
    return std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
        [](char c) { return c == '\n' || c == '\r' || c == '\0'; });
}

void require_one_line(std::string_view text, std::string_view what)
{
    if (breaks_a_line(text))
        throw std::invalid_argument(std::string(what) + " contains a CR, LF or NUL");
}

void require_something(std::string_view text, std::string_view what)
{
    if (text.empty())
        throw std::invalid_argument(std::string(what) + " is empty");
}

void append_encoded(std::string& out, std::string_view text, bool keep_slash)
{
    constexpr char digits[] = "0123456789ABCDEF";
    for (char const c : text)
    {
        if (is_unreserved(c) || (keep_slash && c == '/'))
        {
            out += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
}

std::string percent_decoded(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i != text.size(); ++i)
    {
        if (text[i] == '%' && text.size() - i > 2 && hex_value(text[i + 1]) >= 0
            && hex_value(text[i + 2]) >= 0)
        {
            decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        }
        else
            decoded += text[i];
    }
    return decoded;
}

} // namespace dynasio::sigv4::detail
