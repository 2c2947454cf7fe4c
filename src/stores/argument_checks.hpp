// SPDX-License-Identifier: BSL-1.0
//
// Checks of the arguments of stores, before anything is sent.

#ifndef DYNASIO_SRC_STORES_ARGUMENT_CHECKS_HPP
#define DYNASIO_SRC_STORES_ARGUMENT_CHECKS_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dynasio::stores {

inline constexpr std::size_t max_partition_key = 2048;
inline constexpr std::size_t max_sort_key = 1024;

/// Throws `store_error` with `bad_input`.
[[noreturn]] void throw_bad_input(std::string_view argument, std::string_view why);

/// Text that becomes (a part of) a key: not empty, at most `limit` bytes, UTF-8.
void check_key_text(std::string_view argument, std::string_view text, std::size_t limit);

/// Text of an attribute: UTF-8.
void check_text(std::string_view argument, std::string_view text);

void check_sub(std::string_view sub);

} // namespace dynasio::stores

#endif
