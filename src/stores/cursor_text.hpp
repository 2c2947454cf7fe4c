// SPDX-License-Identifier: BSL-1.0
//
// The text of cursors: a position as URL-safe text that belongs to one list of a store.

#ifndef DYNASIO_SRC_STORES_CURSOR_TEXT_HPP
#define DYNASIO_SRC_STORES_CURSOR_TEXT_HPP

#include <dynasio/secret.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::stores {

/// Any bytes as text that may stand in a URL: URL-safe base64 without padding.
std::string to_url_text(std::string_view bytes);

/// Empty for a text that `to_url_text` does not give.
std::optional<std::string> from_url_text(std::string_view text);

/// A cursor with this content. `scope` names what it belongs to, such as the table and the index. With keys, the content is
/// sealed with the first one; otherwise anybody can read it, and a checksum tells cursors of another scope and cut ones.
std::string write_cursor(std::span<secret const> keys, std::string_view scope, std::string_view content);

/// The content; empty for a text that `write_cursor` does not give for this scope and these keys. Without keys, others can
/// make such a text, so the content must be checked.
std::optional<std::string> read_cursor(
    std::span<secret const> keys, std::string_view scope, std::string_view cursor);

/// Throws `std::invalid_argument` for a key that does not have 32 bytes.
void check_cursor_keys(std::span<secret const> keys, char const* option);

} // namespace dynasio::stores

#endif
