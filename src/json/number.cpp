// SPDX-License-Identifier: BSL-1.0

#include "json/number.hpp"

#include <dynasio/json/detail/ascii.hpp>
#include <dynasio/json/detail/decode.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <system_error>

namespace dynasio::json {

namespace {

/// Makes it value * 10^power + digit; false when that does not fit.
bool append_digit(std::uint64_t& value, std::int64_t power, unsigned digit) noexcept
{
    for (; power > 0 && value != 0; --power)
        if (__builtin_mul_overflow(value, std::uint64_t(10), &value))
            return false;
    return !__builtin_add_overflow(value, std::uint64_t(digit), &value);
}

/// The exponent behind the `e`. Far beyond what any text has digits for, all exponents are alike.
std::int64_t exponent_of(std::string_view text) noexcept
{
    constexpr std::int64_t enough = 1'000'000'000'000;
    std::int64_t value = 0;
    for (char const c : text)
        if (is_digit(c))
            value = std::min(enough, value * 10 + (c - '0'));
    return text.starts_with('-') ? -value : value;
}

} // namespace

std::optional<std::int64_t> whole_number(std::string_view text) noexcept
{
    bool const negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    auto const end = std::min(text.find_first_of("eE"), text.size());
    auto const exponent = end == text.size() ? 0 : exponent_of(text.substr(end + 1));

    // `value` is made of the digits up to the last one that is not zero.
    std::uint64_t value = 0;
    std::int64_t place = 0;
    std::int64_t last = 0;
    std::optional<std::int64_t> point;
    for (char const c : text.substr(0, end))
    {
        if (c == '.')
        {
            point = place;
            continue;
        }
        if (c != '0')
        {
            if (!append_digit(value, place - last, static_cast<unsigned>(c - '0')))
                return std::nullopt;
            last = place;
        }
        ++place;
    }
    if (value == 0)
        return 0;
    auto const power = point.value_or(place) - 1 - last + exponent;
    if (power < 0 || !append_digit(value, power, 0))
        return std::nullopt;
    constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value > limit + (negative ? 1 : 0))
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - value : value);
}

double floating_number(std::string_view text)
{
    double value = 0;
    auto const result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec == std::errc::result_out_of_range)
        throw codec_error("the number " + std::string(text.substr(0, 60)) + " is out of range");
    return value;
}

} // namespace dynasio::json
