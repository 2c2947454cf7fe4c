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

constexpr std::array<std::uint8_t, 256> make_digits()
{
    std::array<std::uint8_t, 256> digits{};
    for (auto& d : digits)
        d = no_digit;
    for (std::uint8_t i = 0; i < 64; ++i)
        digits[static_cast<unsigned char>(standard_alphabet[i])] = i;
    return digits;
}

constexpr auto digit_values = make_digits();

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

} // namespace

namespace value {

void append_base64(std::string& out, binary const& bytes)
{
    dynasio::append_base64(out, bytes, standard_alphabet);
}

bool decode_base64(std::string_view text, binary& out)
{
    if (text.size() % 4 != 0)
        return false;
    if (text.empty())
    {
        out.clear();
        return true;
    }
    std::size_t padding = 0;
    if (text.back() == '=')
        padding = text[text.size() - 2] == '=' ? 2 : 1;

    out.resize(text.size() / 4 * 3 - padding);
    auto* to = out.data();
    auto const digit = [&](std::size_t i) -> std::uint32_t
    { return digit_values[static_cast<unsigned char>(text[i])]; };
    auto const last_group = padding == 0 ? text.size() : text.size() - 4;
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
    if (padding == 0)
        return true;
    auto const a = digit(last_group);
    auto const b = digit(last_group + 1);
    auto const c = padding == 1 ? digit(last_group + 2) : 0;
    if ((a | b | c) > 63)
        return false;
    // Bits that stand for nothing must be zero, or two texts would mean the same bytes.
    if (padding == 1 ? (c & 3) != 0 : (b & 15) != 0)
        return false;
    auto const group = a << 18 | b << 12 | c << 6;
    *to++ = static_cast<std::byte>(group >> 16);
    if (padding == 1)
        *to = static_cast<std::byte>(group >> 8 & 255);
    return true;
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
