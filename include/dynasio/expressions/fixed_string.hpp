// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_FIXED_STRING_HPP
#define DYNASIO_EXPRESSIONS_FIXED_STRING_HPP

#include <cstddef>
#include <string_view>

namespace dynasio {

/// Text as a template argument. `N` includes the terminating zero.
template <std::size_t N>
struct fixed_string
{
    char text[N]{};

    constexpr fixed_string() = default;
    constexpr fixed_string(char const (&literal)[N]) // NOLINT: implicit, so that a literal is an argument
    {
        for (std::size_t i = 0; i < N; ++i)
            text[i] = literal[i];
    }

    [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
};

} // namespace dynasio

#endif
