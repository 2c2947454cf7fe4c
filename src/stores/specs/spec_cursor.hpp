// SPDX-License-Identifier: BSL-1.0
//
// Cursors: the position at which a page of specs ended, as URL-safe text. A cursor contains no `sub`, so it cannot
// select the page of another user.

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_CURSOR_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_CURSOR_HPP

#include "stores/specs/spec_requests.hpp"

#include <dynasio/value/attribute_value.hpp>

#include <string>
#include <string_view>

namespace dynasio::stores::specs {

/// The cursor for a position as DynamoDB gave it. Throws `std::invalid_argument` when the position has no such key.
[[nodiscard]] std::string encode_spec_cursor(
    spec_store_options const& store, spec_list const& which, item const& last_evaluated_key);

/// The position. Throws `store_error` with `bad_input` for text that is no cursor of this list.
[[nodiscard]] item decode_spec_cursor(
    spec_store_options const& store, spec_list const& which, std::string_view cursor);

// The contents of cursors.

/// The key that says it all. Throws as `encode_spec_cursor`.
[[nodiscard]] std::string encode_spec_position(item const& last_evaluated_key);

/// The position in the list of the specs of `sub`. Throws `store_error` with `bad_input` for a key that is not of it.
[[nodiscard]] item decode_spec_list_position(std::string_view sub, std::string_view key);

/// The position in the list of the versions of one spec. Throws `store_error` with `bad_input` for a key that is not of
/// it.
[[nodiscard]] item decode_spec_versions_position(
    std::string_view sub, std::string_view id, std::string_view key);

} // namespace dynasio::stores::specs

#endif
