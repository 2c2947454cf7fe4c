// SPDX-License-Identifier: BSL-1.0
//
// Which key a file has, and which file a key has. Pure functions.

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_DECIDE_KEYS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_DECIDE_KEYS_HPP

#include <string>
#include <string_view>

namespace examples::copier {

/// Why this is no path of a file within a folder that is the end of a key too; empty for one that is. Refused are empty
/// texts and segments, `.` and `..`, control characters, what is not UTF-8, and the names of unfinished downloads.
std::string refusal_of_path(std::string_view path);

/// Whether files of this name are unfinished downloads: `.NAME.part`. They are not copied, so that no file of the store
/// can be taken for a part of another one.
bool is_unfinished_name(std::string_view name);

/// The name under which a file is downloaded, in the folder where it will be.
std::string unfinished_name(std::string_view name);

/// The pattern of `url_store::glob` for the keys that begin with a text.
std::string pattern_of_prefix(std::string_view prefix);

/// A text without control characters and bytes that are not UTF-8, which are written as `\xNN`: names of files and texts
/// of servers cannot change a terminal.
std::string printable(std::string_view text);

} // namespace examples::copier

#endif
