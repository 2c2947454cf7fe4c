// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_JSON_STRING_HPP
#define DYNASIO_SRC_JSON_STRING_HPP

#include <string>
#include <string_view>

namespace dynasio::json {

/// Appends the text as a JSON string. False when it is not valid UTF-8; `out` then ends in a part of it.
bool append_json_string(std::string& out, std::string_view text);

} // namespace dynasio::json

#endif
