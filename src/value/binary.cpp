// SPDX-License-Identifier: BSL-1.0

#include <dynasio/value/binary.hpp>

#include "value/base64.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace dynasio {

namespace {

constexpr char standard_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 0xff;

using digit_table = std::array<std::uint8_t, 256>;

constexpr digit_table make_digits(char const* alphabet)
{
    digit_table digits{};
    for (auto& d : digits)
        d = no_digit;
    for (std::uint8_t i = 0; i < 64; ++i)
        digits[static_cast<unsigned char>(alphabet[i])] = i;
    return digits;
}

constexpr auto standard_digits = make_digits(standard_alphabet);
constexpr auto url_digits = make_digits(url_alphabet);

void append_base64(std::string& out, binary const& bytes, char const* alphabet)
{
    auto const start = out.size();
    out.resize(start + (bytes.size() + 2) / 3 * 4);
    char* to = out.data() + start;
    auto const byte = [&](std::size_t i) { return std::to_integer<std::uint32_t>(bytes[i]); };
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3)
    {
        auto const group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        *to++ = alphabet[group >> 18];
        *to++ = alphabet[group >> 12 & 63];
        *to++ = alphabet[group >> 6 & 63];
        *to++ = alphabet[group & 63];
    }
    auto const left = bytes.size() - i;
    if (left == 0)
        return;
    auto const group = byte(i) << 16 | (left == 2 ? byte(i + 1) << 8 : 0);
    *to++ = alphabet[group >> 18];
    *to++ = alphabet[group >> 12 & 63];
    *to++ = left == 2 ? alphabet[group >> 6 & 63] : '=';
    *to++ = '=';
}

/// Without padding, which is at most two characters.
std::string_view without_padding(std::string_view text)
{
    for (int i = 0; i < 2 && text.ends_with('='); ++i)
        text.remove_suffix(1);
    return text;
}

/// `text` has no padding.
bool decode(std::string_view text, digit_table const& digit_values, binary& out)
{
    auto const left = text.size() % 4;
    if (left == 1)
        return false;
    out.resize(text.size() / 4 * 3 + left * 3 / 4);
    auto* to = out.data();
    auto const digit = [&](std::size_t i) -> std::uint32_t
    { return digit_values[static_cast<unsigned char>(text[i])]; };
    auto const last_group = text.size() - left;
    for (std::size_t i = 0; i < last_group; i += 4)
    {
        auto const a = digit(i);
        auto const b = digit(i + 1);
        auto const c = digit(i + 2);
        auto const d = digit(i + 3);
        if ((a | b | c | d) > 63)
            return false;
        auto const group = a << 18 | b << 12 | c << 6 | d;
        *to++ = static_cast<std::byte>(group >> 16);
        *to++ = static_cast<std::byte>(group >> 8 & 255);
        *to++ = static_cast<std::byte>(group & 255);
    }
    if (left == 0)
        return true;
    auto const a = digit(last_group);
    auto const b = digit(last_group + 1);
    auto const c = left == 3 ? digit(last_group + 2) : 0;
    if ((a | b | c) > 63)
        return false;
    // Bits that stand for nothing must be zero, or two texts would mean the same bytes.
    if (left == 3 ? (c & 3) != 0 : (b & 15) != 0)
        return false;
    auto const group = a << 18 | b << 12 | c << 6;
    *to++ = static_cast<std::byte>(group >> 16);
    if (left == 3)
        *to = static_cast<std::byte>(group >> 8 & 255);
    return true;
}

} // namespace

namespace value {

void append_base64(std::string& out, binary const& bytes)
{
    dynasio::append_base64(out, bytes, standard_alphabet);
}

bool decode_base64(std::string_view text, binary& out)
{
    return text.size() % 4 == 0 && decode(without_padding(text), standard_digits, out);
}

bool decode_base64url(std::string_view text, binary& out)
{
    bool const is_padded = text.ends_with('=');
    return (!is_padded || text.size() % 4 == 0) && decode(without_padding(text), url_digits, out);
}

} // namespace value

binary to_binary(std::string_view text)
{
    auto const* const bytes = reinterpret_cast<std::byte const*>(text.data());
    return {bytes, bytes + text.size()};
}

std::string to_string(binary const& bytes)
{
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

std::string base64_encode(binary const& bytes)
{
    std::string result;
    append_base64(result, bytes, standard_alphabet);
    return result;
}

std::string base64url_encode(binary const& bytes)
{
    std::string result;
    append_base64(result, bytes, url_alphabet);
    return result;
}

std::optional<binary> base64_decode(std::string_view text)
{
    std::optional<binary> result(std::in_place);
    if (!value::decode_base64(text, *result))
        result.reset();
    return result;
}

} // namespace dynasio
