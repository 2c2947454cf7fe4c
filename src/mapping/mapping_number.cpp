// SPDX-License-Identifier: BSL-1.0
//
// Numbers and times of described structs: checked conversions from and to the text of an N.

#include "text/excerpt.hpp"

#include <dynasio/json/detail/ascii.hpp>
#include <dynasio/mapping/detail/attribute_codec.hpp>
#include <dynasio/mapping/detail/scalar.hpp>

#include <algorithm>
#include <array>
#include <cfloat>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace dynasio::mapping {

namespace {

[[noreturn]] void fail_no_number(std::string_view text)
{
    throw json::codec_error("expected N, found \"" + text::shortened(text) + '"');
}

template <class T>
[[noreturn]] void fail_range(std::string_view text, T lowest, T highest)
{
    throw json::codec_error("number " + text::shortened(text) + " is out of range, expected "
        + std::to_string(lowest) + " to " + std::to_string(highest));
}

/// The value of plain digits, with a sign or not, few enough for 64 bits: nearly all numbers that there are.
bool read_plain_integer(std::string_view text, std::int64_t& result)
{
    bool const negative = !text.empty() && text.front() == '-';
    if (negative)
        text.remove_prefix(1);
    if (text.empty() || text.size() > 18)
        return false;
    std::int64_t value = 0;
    for (char const c : text)
    {
        if (!json::is_digit(c))
            return false;
        value = value * 10 + (c - '0');
    }
    result = negative ? -value : value;
    return true;
}

enum class outcome
{
    fits,
    has_fraction,
    too_large,
};

/// The value of any valid number times 10^digits.
template <class T>
outcome scale(std::string_view text, int digits, T& result)
{
    auto const parsed = number::parse(text);
    if (!parsed)
        fail_no_number(text);
    std::string plain = parsed->normalized();
    std::size_t fraction = 0;
    if (auto const point = plain.find('.'); point != std::string::npos)
    {
        plain.erase(point, 1);
        fraction = plain.size() - point;
    }
    auto const wanted = static_cast<std::size_t>(digits);
    if (fraction > wanted)
        return outcome::has_fraction;
    if (plain != "0")
        plain.append(wanted - fraction, '0');
    if constexpr (std::is_unsigned_v<T>)
        if (plain.front() == '-')
            return outcome::too_large;
    auto const [end, ec] = std::from_chars(plain.data(), plain.data() + plain.size(), result);
    return ec == std::errc() ? outcome::fits : outcome::too_large;
}

/// The value of digits with a point or not. Where neither they nor the power of ten that divides them have been rounded,
/// one division gives the nearest value (W. D. Clinger, "How to read floating point numbers accurately", 1990).
template <class Float>
bool read_short_decimal(std::string_view text, Float& result)
{
    constexpr auto powers = []
    {
        // 5^10 and 5^22 are the highest powers that have no more binary digits than the type.
        std::array < Float, std::numeric_limits<Float>::digits<53 ? 11 : 18> values{1};
        for (std::size_t i = 1; i < values.size(); ++i)
            values[i] = values[i - 1] * 10;
        return values;
    }();
    bool const negative = !text.empty() && text.front() == '-';
    if (negative)
        text.remove_prefix(1);
    auto const point = std::min(text.find('.'), text.size());
    if (FLT_EVAL_METHOD != 0 || point == 0 || point + 1 == text.size() || text.size() > 18)
        return false;
    std::uint64_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (json::is_digit(text[i]))
            digits = digits * 10 + static_cast<std::uint64_t>(text[i] - '0');
        else if (i != point)
            return false;
    std::size_t const fraction = point == text.size() ? 0 : text.size() - point - 1;
    if (digits >> std::numeric_limits<Float>::digits != 0 || fraction >= powers.size())
        return false;
    result = static_cast<Float>(digits) / powers[fraction];
    if (negative)
        result = -result;
    return true;
}

/// An integer in any way of writing: with an exponent, with zeros after a point.
template <class Integer>
Integer read_any_integer(std::string_view text, Integer lowest, Integer highest)
{
    Integer result{};
    switch (scale(text, 0, result))
    {
    case outcome::fits:
        break;
    case outcome::has_fraction:
        throw json::codec_error("expected an integer, found " + text::shortened(text));
    case outcome::too_large:
        fail_range(text, lowest, highest);
    }
    return result;
}

template <class Float>
Float read_floating(std::string_view text)
{
    Float result{};
    if (read_short_decimal(text, result))
        return result;
    if (!number::parse(text))
        fail_no_number(text);
    if (text.front() == '+')
        text.remove_prefix(1);
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), result);
    if (ec == std::errc() && end == text.data() + text.size())
        return result;
    if (ec != std::errc::result_out_of_range)
        fail_no_number(text);
    // Too small is zero as in every rounding; too large has no nearest value.
    auto const parsed = *number::parse(text);
    if (number(-1) < parsed && parsed < number(1))
        return text.front() == '-' ? -Float{} : Float{};
    throw json::codec_error(
        "number " + text::shortened(text) + " is out of range of a floating-point member");
}

template <class Float>
number write_float(Float value)
{
    try
    {
        return number(value);
    }
    catch (std::invalid_argument const&)
    {
        if (!std::isfinite(value))
            throw mapping_error({}, "expected a finite number, found NaN or infinity");
        std::array<char, 32> shortest{};
        auto const end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), value).ptr;
        throw mapping_error({},
            "number " + std::string(shortest.data(), end)
                + " is out of range of N: it must be 0, or from 1e-130 to below 1e+126");
    }
}

} // namespace

std::int64_t read_signed(std::string_view text, std::int64_t lowest, std::int64_t highest)
{
    std::int64_t result = 0;
    if (!read_plain_integer(text, result))
        result = read_any_integer(text, lowest, highest);
    if (result < lowest || result > highest)
        fail_range(text, lowest, highest);
    return result;
}

std::uint64_t read_unsigned(std::string_view text, std::uint64_t highest)
{
    std::uint64_t result = 0;
    std::int64_t plain = 0;
    if (read_plain_integer(text, plain) && plain >= 0)
        result = static_cast<std::uint64_t>(plain);
    else
        result = read_any_integer<std::uint64_t>(text, 0, highest);
    if (result > highest)
        fail_range<std::uint64_t>(text, 0, highest);
    return result;
}

std::int64_t read_ticks(
    std::string_view text, int digits, std::int64_t factor, std::int64_t lowest, std::int64_t highest)
{
    std::int64_t result = 0;
    auto const fraction = [&]
    {
        std::string unit = digits == 0
            ? std::to_string(factor)
            : "0." + std::string(static_cast<std::size_t>(digits - 1), '0') + std::to_string(factor);
        return json::codec_error(
            "expected a multiple of " + unit + " seconds, found " + text::shortened(text));
    };
    auto const range = [&]
    { return json::codec_error("number " + text::shortened(text) + " is out of range of a time"); };
    if (digits != 0 || !read_plain_integer(text, result))
        switch (scale(text, digits, result))
        {
        case outcome::fits:
            break;
        case outcome::has_fraction:
            throw fraction();
        case outcome::too_large:
            throw range();
        }
    if (result % factor != 0)
        throw fraction();
    result /= factor;
    if (result < lowest || result > highest)
        throw range();
    return result;
}

double read_double(std::string_view text)
{
    return read_floating<double>(text);
}

float read_float(std::string_view text)
{
    return read_floating<float>(text);
}

void read_number(std::string_view text, number& out)
{
    auto parsed = number::parse(text);
    if (!parsed)
        fail_no_number(text);
    out = *std::move(parsed);
}

std::string ticks_text(std::int64_t ticks, int digits, std::int64_t factor)
{
    constexpr auto top = std::numeric_limits<std::int64_t>::max();
    if (ticks > top / factor || ticks < -(top / factor))
    {
        if (factor != 1)
            fail_ticks();
    }
    std::string text = std::to_string(factor == 1 ? ticks : ticks * factor);
    if (digits == 0)
        return text;
    bool const negative = text.front() == '-';
    if (negative)
        text.erase(0, 1);
    auto const places = static_cast<std::size_t>(digits);
    if (text.size() <= places)
        text.insert(0, places + 1 - text.size(), '0');
    text.insert(text.size() - places, 1, '.');
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    if (negative)
        text.insert(0, 1, '-');
    return text;
}

number write_floating(double value)
{
    return write_float(value);
}

number write_floating(float value)
{
    return write_float(value);
}

void fail_ticks()
{
    throw mapping_error({}, "the time is out of range");
}

} // namespace dynasio::mapping
