// SPDX-License-Identifier: BSL-1.0

#include "stores/push/hex_id.hpp"

#include "stores/argument_checks.hpp"

namespace dynasio::stores::push {

namespace {

constexpr bool has_dash_before(std::size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

/// 16 and above: no digit.
unsigned value_of(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return static_cast<unsigned>(c - 'A') + 10;
    return 16;
}

void append(std::string& out, id_bytes const& bytes, bool dashed)
{
    constexpr char digits[] = "0123456789abcdef";
    auto const start = out.size();
    out.resize(start + (dashed ? dashed_id_size : id_digits_size));
    auto* to = out.data() + start;
    for (std::size_t i = 0; i < bytes.size(); ++i)
    {
        if (dashed && has_dash_before(i))
            *to++ = '-';
        auto const byte = std::to_integer<unsigned>(bytes[i]);
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 15];
    }
}

} // namespace

std::optional<id_bytes> parse_id(std::string_view text) noexcept
{
    bool const dashed = text.size() == dashed_id_size;
    if (!dashed && text.size() != id_digits_size)
        return std::nullopt;
    id_bytes bytes;
    auto const* at = text.data();
    for (std::size_t i = 0; i < bytes.size(); ++i)
    {
        if (dashed && has_dash_before(i) && *at++ != '-')
            return std::nullopt;
        auto const high = value_of(*at++);
        auto const low = value_of(*at++);
        if ((high | low) > 15)
            return std::nullopt;
        bytes[i] = static_cast<std::byte>(high << 4 | low);
    }
    return bytes;
}

id_bytes checked_id(std::string_view argument, std::string_view text)
{
    auto const bytes = parse_id(text);
    if (!bytes)
        throw_bad_input(argument, "is not 32 hexadecimal digits or a UUID with dashes");
    return *bytes;
}

void append_id_digits(std::string& out, id_bytes const& bytes)
{
    append(out, bytes, false);
}

std::string id_digits(id_bytes const& bytes)
{
    std::string text;
    append_id_digits(text, bytes);
    return text;
}

void append_dashed_id(std::string& out, id_bytes const& bytes)
{
    append(out, bytes, true);
}

std::string dashed_id(id_bytes const& bytes)
{
    std::string text;
    append_dashed_id(text, bytes);
    return text;
}

} // namespace dynasio::stores::push
