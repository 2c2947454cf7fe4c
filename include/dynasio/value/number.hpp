// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_VALUE_NUMBER_HPP
#define DYNASIO_VALUE_NUMBER_HPP

#include <charconv>
#include <compare>
#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dynasio {

namespace value {

template <class T>
concept plain_integer =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t>
    && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

/// A text that is known to be a number that DynamoDB can hold.
struct checked_number
{
    std::string_view text;
};

} // namespace value

/// An exact decimal number as DynamoDB keeps it: up to 38 significant digits, magnitude 1E-130 to 9.99…E+125, or zero.
/// It holds the decimal text it was made from; `1`, `1.0` and `1E0` are different texts of equal numbers.
class number
{
public:
    /// Zero.
    number() : text_("0") {}

    template <value::plain_integer T>
    number(T value) : text_(std::to_string(value))
    {}

    /// The shortest decimal text that reads back as `value`. Throws `std::invalid_argument` for NaN, infinities and
    /// magnitudes that DynamoDB cannot hold.
    explicit number(double value);
    explicit number(float value);

    /// Throws `std::invalid_argument` that says what is wrong with `text`.
    explicit number(std::string_view text);
    explicit number(char const* text) : number(std::string_view(text)) {}
    explicit number(std::string const& text) : number(std::string_view(text)) {}
    explicit number(value::checked_number checked) : text_(checked.text) {}

    /// Empty when `text` is no decimal number that DynamoDB can hold.
    static std::optional<number> parse(std::string_view text);

    /// The decimal text that the number was made from.
    [[nodiscard]] std::string const& text() const noexcept { return text_; }

    /// DynamoDB's own form: no leading or trailing zeros, no exponent, no negative zero.
    [[nodiscard]] std::string normalized() const;

    /// The value as an integer type. Throws `std::range_error` when it has a fraction or does not fit; `3.0` and `1E+1`
    /// are integers.
    template <value::plain_integer T>
    [[nodiscard]] T to() const
    {
        if constexpr (std::is_signed_v<T>)
            return narrow<T>(to_int64());
        else
            return narrow<T>(to_uint64());
    }

    /// The nearest value. Throws `std::range_error` when the magnitude does not fit.
    template <std::same_as<double> T>
    [[nodiscard]] T to() const
    {
        return to_double();
    }

    template <std::same_as<float> T>
    [[nodiscard]] T to() const
    {
        return to_float();
    }

    /// Comparisons are by value, not by text.
    friend bool operator==(number const& a, number const& b) noexcept
    {
        return a.text_ == b.text_ || compare(a, b) == 0;
    }
    friend std::strong_ordering operator<=>(number const& a, number const& b) noexcept
    {
        return compare(a, b) <=> 0;
    }

    /// Writes `text()`.
    friend std::ostream& operator<<(std::ostream& out, number const& n);

private:
    static int compare(number const& a, number const& b) noexcept;
    [[nodiscard]] std::int64_t to_int64() const;
    [[nodiscard]] std::uint64_t to_uint64() const;
    [[nodiscard]] double to_double() const;
    [[nodiscard]] float to_float() const;
    [[noreturn]] void throw_out_of_range() const;

    template <class T, class U>
    [[nodiscard]] T narrow(U value) const
    {
        if (!std::in_range<T>(value))
            throw_out_of_range();
        return static_cast<T>(value);
    }

    std::string text_;
};

} // namespace dynasio

#endif
