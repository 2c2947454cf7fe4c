// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_JSON_DETAIL_ASCII_HPP
#define DYNASIO_JSON_DETAIL_ASCII_HPP

namespace dynasio::json {

constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace dynasio::json

#endif
