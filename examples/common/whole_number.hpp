// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_COMMON_WHOLE_NUMBER_HPP
#define DYNASIO_EXAMPLES_COMMON_WHOLE_NUMBER_HPP

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace examples {

/// The number that is the whole text, without a sign `+` or spaces.
template <class Number>
std::optional<Number> whole_number(std::string_view text)
{
    Number value{};
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace examples

#endif
