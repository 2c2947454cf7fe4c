// SPDX-License-Identifier: BSL-1.0

#include <dynasio/value/number.hpp>

#include "value/number_grammar.hpp"

#include <cmath>
#include <ostream>
#include <stdexcept>
#include <system_error>

namespace dynasio {

namespace {

using value::number_parts;

number_parts parts_of(std::string const& text) noexcept
{
    number_parts parts;
    (void)value::split_number(text, parts);
    return parts;
}

/// The significant digits, one after the other.
class digit_reader
{
public:
    explicit digit_reader(number_parts const& parts) noexcept
        : next_(parts.digits.data()), left_(parts.significant)
    {}

    /// The next digit; zeros after the last one.
    unsigned read() noexcept
    {
        if (left_ == 0)
            return 0;
        --left_;
        if (*next_ == '.')
            ++next_;
        return static_cast<unsigned>(*next_++ - '0');
    }

private:
    char const* next_;
    std::size_t left_;
};

template <class Float>
std::string shortest_text(Float value)
{
    if (!std::isfinite(value))
        throw std::invalid_argument("not a number that DynamoDB can hold: it is not finite");
    char buffer[32];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

} // namespace

number::number(double value) : number(shortest_text(value)) {}

number::number(float value) : number(shortest_text(value)) {}

number::number(std::string_view text)
{
    number_parts parts;
    if (char const* const problem = value::split_number(text, parts))
    {
        // A text that is far too long for a number says more when it is cut.
        constexpr std::size_t shown = 60;
        auto const cut = text.size() > shown;
        throw std::invalid_argument("not a number that DynamoDB can hold: \""
            + std::string(text.substr(0, shown)) + (cut ? "...\": " : "\": ") + problem);
    }
    text_ = text;
}

std::optional<number> number::parse(std::string_view text)
{
    if (!value::is_number(text))
        return std::nullopt;
    return number(value::checked_number{text});
}

std::string number::normalized() const
{
    auto const parts = parts_of(text_);
    if (parts.significant == 0)
        return "0";
    digit_reader digits(parts);
    std::string result;
    if (parts.negative)
        result += '-';
    auto const add_digit = [&] { result += static_cast<char>('0' + digits.read()); };
    auto const significant = static_cast<std::int64_t>(parts.significant);
    if (parts.exponent < 0)
    {
        result += "0.";
        result.append(static_cast<std::size_t>(-parts.exponent - 1), '0');
    }
    auto const whole = parts.exponent + 1;
    for (std::int64_t i = 0; i < significant || i < whole; ++i)
    {
        if (i == whole && whole > 0)
            result += '.';
        add_digit();
    }
    return result;
}

int number::compare(number const& a, number const& b) noexcept
{
    auto const left = parts_of(a.text_);
    auto const right = parts_of(b.text_);
    auto const sign = [](number_parts const& p) { return p.significant == 0 ? 0 : p.negative ? -1 : 1; };
    int const side = sign(left);
    if (side != sign(right))
        return side < sign(right) ? -1 : 1;
    if (side == 0)
        return 0;
    if (left.exponent != right.exponent)
        return left.exponent < right.exponent ? -side : side;
    digit_reader left_digits(left);
    digit_reader right_digits(right);
    for (auto n = std::max(left.significant, right.significant); n > 0; --n)
    {
        auto const l = left_digits.read();
        auto const r = right_digits.read();
        if (l != r)
            return l < r ? -side : side;
    }
    return 0;
}

namespace {

/// The magnitude, if it is an integer that fits.
std::optional<std::uint64_t> magnitude(number_parts const& parts)
{
    if (parts.significant == 0)
        return 0;
    auto const whole = parts.exponent + 1;
    if (whole < static_cast<std::int64_t>(parts.significant) || whole > 20)
        return std::nullopt;
    digit_reader digits(parts);
    std::uint64_t value = 0;
    for (std::int64_t i = 0; i < whole; ++i)
        if (__builtin_mul_overflow(value, std::uint64_t(10), &value)
            || __builtin_add_overflow(value, std::uint64_t(digits.read()), &value))
            return std::nullopt;
    return value;
}

} // namespace

std::int64_t number::to_int64() const
{
    auto const parts = parts_of(text_);
    auto const value = magnitude(parts);
    auto const limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value || *value > limit + (parts.negative ? 1 : 0))
        throw_out_of_range();
    return static_cast<std::int64_t>(parts.negative ? 0 - *value : *value);
}

std::uint64_t number::to_uint64() const
{
    auto const parts = parts_of(text_);
    auto const value = magnitude(parts);
    if (!value || (parts.negative && *value != 0))
        throw_out_of_range();
    return *value;
}

namespace {

template <class Float>
std::optional<Float> nearest(std::string_view text)
{
    if (text.front() == '+')
        text.remove_prefix(1);
    Float value = 0;
    auto const result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec == std::errc())
        return value;
    // Too small is as good as zero; too large is not as good as anything.
    number_parts parts;
    (void)value::split_number(text, parts);
    if (parts.exponent < 0)
        return Float(0);
    return std::nullopt;
}

} // namespace

double number::to_double() const
{
    if (auto const value = nearest<double>(text_))
        return *value;
    throw_out_of_range();
}

float number::to_float() const
{
    if (auto const value = nearest<float>(text_))
        return *value;
    throw_out_of_range();
}

void number::throw_out_of_range() const
{
    throw std::range_error("the number " + text_ + " does not fit the requested type");
}

std::ostream& operator<<(std::ostream& out, number const& n)
{
    return out << n.text();
}

} // namespace dynasio
