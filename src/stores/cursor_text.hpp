// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_CURSOR_TEXT_HPP
#define DYNASIO_SRC_STORES_CURSOR_TEXT_HPP

#include <optional>
#include <string>
#include <string_view>

namespace dynasio::stores {

/// Any bytes as text that may stand in a URL: URL-safe base64 without padding.
std::string to_url_text(std::string_view bytes);

/// Empty for a text that `to_url_text` does not give.
std::optional<std::string> from_url_text(std::string_view text);

} // namespace dynasio::stores

#endif
