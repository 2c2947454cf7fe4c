// SPDX-License-Identifier: BSL-1.0
//
// What the ids of user agents and channels have in common: 16 bytes as hexadecimal digits, with and without dashes. Pure.

#ifndef DYNASIO_SRC_STORES_PUSH_HEX_ID_HPP
#define DYNASIO_SRC_STORES_PUSH_HEX_ID_HPP

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::stores::push {

using id_bytes = std::array<std::byte, 16>;

/// From 32 digits in any case, or 36 characters with dashes after 8, 12, 16 and 20 digits.
[[nodiscard]] std::optional<id_bytes> parse_id(std::string_view text) noexcept;

/// The same. Throws `store_error` with `bad_input` that names the argument.
[[nodiscard]] id_bytes checked_id(std::string_view argument, std::string_view text);

inline constexpr std::size_t id_digits_size = 32;
inline constexpr std::size_t dashed_id_size = 36;

/// Lower-case digits.
void append_id_digits(std::string& out, id_bytes const& bytes);
[[nodiscard]] std::string id_digits(id_bytes const& bytes);

/// Lower-case digits and dashes.
void append_dashed_id(std::string& out, id_bytes const& bytes);
[[nodiscard]] std::string dashed_id(id_bytes const& bytes);

} // namespace dynasio::stores::push

#endif
