// SPDX-License-Identifier: BSL-1.0

#include "decide/json_number.hpp"

#include "decide/text_parts.hpp"

#include <algorithm>
#include <cstdint>

namespace examples {

namespace {

std::size_t digits_from(std::string_view text, std::size_t begin)
{
    auto const first = text.begin() + static_cast<std::ptrdiff_t>(std::min(begin, text.size()));
    return static_cast<std::size_t>(std::find_if_not(first, text.end(), is_digit) - first);
}

} // namespace

std::size_t json_number_size(std::string_view text)
{
    std::size_t at = text.starts_with('-') ? 1 : 0;
    auto const whole = digits_from(text, at);
    if (whole == 0 || (whole > 1 && text[at] == '0'))
        return 0;
    at += whole;
    if (text.substr(at).starts_with('.'))
    {
        auto const fraction = digits_from(text, at + 1);
        if (fraction == 0)
            return 0;
        at += 1 + fraction;
    }
    if (text.substr(at).starts_with('e') || text.substr(at).starts_with('E'))
    {
        ++at;
        if (text.substr(at).starts_with('+') || text.substr(at).starts_with('-'))
            ++at;
        auto const exponent = digits_from(text, at);
        if (exponent == 0)
            return 0;
        at += exponent;
    }
    return at;
}

std::string canonical_number(std::string_view number)
{
    bool const negative = number.starts_with('-');
    if (negative)
        number.remove_prefix(1);
    auto const mark = std::min(number.find_first_of("eE"), number.size());
    auto exponent_text = number.substr(std::min(mark + 1, number.size()));
    if (exponent_text.starts_with('+'))
        exponent_text.remove_prefix(1);
    auto mantissa = number.substr(0, mark);
    auto const point = std::min(mantissa.find('.'), mantissa.size());
    auto const fraction = mantissa.substr(std::min(point + 1, mantissa.size()));

    std::string digits(mantissa.substr(0, point));
    digits += fraction;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty())
        return "0";
    auto const significant = digits.find_last_not_of('0') + 1;
    auto const zeros = digits.size() - significant;
    digits.resize(significant);

    constexpr std::size_t longest_exponent = 15;
    std::string const sign = negative ? "-" : "";
    if (exponent_text.size() > longest_exponent)
        return sign + std::string(mantissa) + 'e' + std::string(exponent_text);
    auto const given = exponent_text.empty() ? 0 : whole_number<std::int64_t>(exponent_text).value_or(0);
    auto const shift = static_cast<std::int64_t>(zeros) - static_cast<std::int64_t>(fraction.size());
    return sign + digits + 'e' + std::to_string(given + shift);
}

} // namespace examples
