// SPDX-License-Identifier: BSL-1.0

#include "value/number_grammar.hpp"

#include <algorithm>

namespace dynasio::value {

namespace {

constexpr std::size_t max_significant = 38;
constexpr std::int64_t min_exponent = -130;
constexpr std::int64_t max_exponent = 125;

/// Reads an optional sign.
bool read_minus(char const*& at, char const* end) noexcept
{
    if (at == end || (*at != '-' && *at != '+'))
        return false;
    return *at++ == '-';
}

/// The text after the `e`; false when it is no number.
bool read_exponent(char const* at, char const* end, std::int64_t& exponent) noexcept
{
    bool const negative = read_minus(at, end);
    if (at == end || !std::all_of(at, end, json::is_digit))
        return false;
    // Far beyond the limits all exponents are alike, and a text of any length must not overflow.
    constexpr std::int64_t enough = 1'000'000'000'000;
    std::int64_t value = 0;
    for (; at != end; ++at)
        value = std::min(enough, value * 10 + (*at - '0'));
    exponent = negative ? -value : value;
    return true;
}

} // namespace

char const* split_number(std::string_view text, number_parts& parts) noexcept
{
    char const* at = text.data();
    char const* const end = at + text.size();
    parts = {};
    parts.negative = read_minus(at, end);

    std::size_t digits = 0;            // all of them
    std::size_t digits_from_first = 0; // from the first significant one on
    std::int64_t before_point = 0;     // as many as stand before the point, from the first significant one on
    std::int64_t zeros_after_point = 0;
    bool point = false;
    for (; at != end; ++at)
    {
        if (*at == '.')
        {
            if (point)
                return "it has two decimal points";
            point = true;
            continue;
        }
        if (!json::is_digit(*at))
            break;
        ++digits;
        if (digits_from_first == 0)
        {
            if (*at == '0')
            {
                zeros_after_point += point;
                continue;
            }
            parts.digits = std::string_view(at, static_cast<std::size_t>(end - at));
        }
        ++digits_from_first;
        before_point += !point;
        if (*at != '0')
            parts.significant = digits_from_first;
    }
    if (digits == 0)
        return "it has no digits";
    std::int64_t exponent = 0;
    if (at != end)
    {
        if (*at != 'e' && *at != 'E')
            return "it has a character that does not belong to a number";
        if (!read_exponent(at + 1, end, exponent))
            return "its exponent is no integer";
    }
    if (parts.significant == 0)
        return nullptr;
    if (parts.significant > max_significant)
        return "it has more than 38 significant digits";
    parts.exponent = exponent + (before_point > 0 ? before_point - 1 : -zeros_after_point - 1);
    if (parts.exponent > max_exponent)
        return "its magnitude is above 9.99E+125";
    if (parts.exponent < min_exponent)
        return "its magnitude is below 1E-130";
    return nullptr;
}

} // namespace dynasio::value
