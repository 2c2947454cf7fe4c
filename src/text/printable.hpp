// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_TEXT_PRINTABLE_HPP
#define DYNASIO_SRC_TEXT_PRINTABLE_HPP

#include <string>
#include <string_view>

namespace dynasio::text {

/// The text as one line that is safe to print. Control characters and bytes that are no UTF-8 become `\n`, `\r`, `\t` or
/// `\x1b`; line separators, and characters that change the direction of writing, become `\u202e`. All else stays, backslashes
/// too: this is for people, and cannot be undone.
std::string printable(std::string_view text);

} // namespace dynasio::text

#endif
