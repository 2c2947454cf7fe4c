// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_TEXT_PERCENT_HPP
#define DYNASIO_SRC_TEXT_PERCENT_HPP

#include <string>
#include <string_view>

namespace dynasio::text {

/// Appends the text with all but the unreserved characters of RFC 3986 percent-encoded. `out` may hold a secret, see `append_secret`.
void append_percent_encoded(std::string& out, std::string_view text);

} // namespace dynasio::text

#endif
