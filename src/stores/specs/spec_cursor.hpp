// SPDX-License-Identifier: BSL-1.0
//
// Cursors: the position at which a page of specs ended, as URL-safe text. A cursor contains no `sub`, so it cannot
// select the page of another user.

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_CURSOR_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_CURSOR_HPP

#include <dynasio/value/attribute_value.hpp>

#include <string>
#include <string_view>

namespace dynasio::stores::specs {

/// The cursor for a position as DynamoDB gave it, of a list of specs or of versions. Throws
/// `std::invalid_argument` when the position has no such key.
[[nodiscard]] std::string encode_spec_cursor(item const& last_evaluated_key);

/// The position in the list of the specs of `sub`. Throws `store_error` with `bad_input` for text that is no
/// cursor of it.
[[nodiscard]] item decode_spec_list_cursor(std::string_view sub, std::string_view cursor);

/// The position in the list of the versions of one spec. Throws `store_error` with `bad_input` for text that
/// is no cursor of it.
[[nodiscard]] item decode_spec_versions_cursor(
    std::string_view sub, std::string_view id, std::string_view cursor);

} // namespace dynasio::stores::specs

#endif
