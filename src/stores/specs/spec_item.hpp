// SPDX-License-Identifier: BSL-1.0
//
// Specs as items of the table and back.

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_ITEM_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_ITEM_HPP

#include <dynasio/stores/specs/spec.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstdint>
#include <string_view>

namespace dynasio {

/// The item that keeps this version for good.
[[nodiscard]] item encode_spec_version(std::string_view sub, spec_info const& info);

/// The item that says what the newest version is. Its `updated_at` holds the seconds like the other's.
[[nodiscard]] item encode_latest_spec(std::string_view sub, spec_info const& info);

/// Either kind of item. Unknown attributes are ignored; absent and NULL optional attributes are absent; a
/// count such as `3.0` is 3. Throws `store_error` with `malformed_item`, naming `table`, the item's key and
/// the attribute.
[[nodiscard]] spec_info decode_spec(item const& stored, std::string_view table);

/// What is stored when `info` is saved at `seconds`. Throws `store_error` with `bad_input`: empty `sub`, `id`
/// or `version`, neither `id` nor `name`, a key that is too long, text that is not UTF-8, a negative
/// `model_count`, an item that would not fit with its copy in the index (about 200 KB).
[[nodiscard]] spec_info checked_spec(std::string_view sub, spec const& input, std::int64_t seconds);

} // namespace dynasio

#endif
