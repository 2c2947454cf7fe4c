// SPDX-License-Identifier: BSL-1.0
//
// The grammar and the limits of DynamoDB's numbers.

#ifndef DYNASIO_SRC_VALUE_NUMBER_GRAMMAR_HPP
#define DYNASIO_SRC_VALUE_NUMBER_GRAMMAR_HPP

#include <dynasio/json/detail/ascii.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dynasio::value {

/// A number's text taken apart: plus or minus d.ddd × 10^exponent.
struct number_parts
{
    /// The text from the first significant digit on; it may have a point in between.
    std::string_view digits = {};
    /// How many digits count, without zeros at either end; none for zero.
    std::size_t significant = 0;
    /// Of the first significant digit.
    std::int64_t exponent = 0;
    bool negative = false;
};

/// Null, or what is wrong with the text.
char const* split_number(std::string_view text, number_parts& parts) noexcept;

/// The same without parts; at once for what nearly all numbers are, a few digits.
inline bool is_number(std::string_view text) noexcept
{
    if (!text.empty() && text.size() <= 38)
    {
        std::size_t i = text.front() == '-' && text.size() > 1 ? 1 : 0;
        while (i < text.size() && json::is_digit(text[i]))
            ++i;
        if (i == text.size())
            return true;
    }
    number_parts parts;
    return split_number(text, parts) == nullptr;
}

} // namespace dynasio::value

#endif
