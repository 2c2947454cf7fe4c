// SPDX-License-Identifier: BSL-1.0
//
// The ids of specs and the sort keys that contain them. The separator `#` is not escaped, so a key alone does not show where
// the id ends. Readers compare the attribute `id` too.

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_KEYS_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_KEYS_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dynasio::stores::specs {

/// The longest id whose sort keys still fit: these have 21 bytes more.
inline constexpr std::size_t max_spec_id_size = 1003;

/// The id of a spec from its display name: every run of `-`, `_` and `.` becomes one `-`, letters become
/// lower case. `Spec_One` is `spec-one`, `A--b..C__d` is `a-b-c-d`. Throws `store_error` with `bad_input`
/// when the name is empty or not ASCII: give such a spec an id of its own.
[[nodiscard]] std::string derive_spec_id(std::string_view name);

/// Whole seconds, padded to 20 digits. Negative ones, which no save makes, count as 0.
[[nodiscard]] std::string spec_time_text(std::int64_t seconds);

/// Sort key of the table: `<T>#<id>`.
[[nodiscard]] std::string spec_version_key(std::int64_t seconds, std::string_view id);

/// Sort key of the table: `latest#<id>`.
[[nodiscard]] std::string spec_latest_key(std::string_view id);

/// Sort key of the index for one of the table, which has a `#`: `<id>#<T>` or `<id>#latest`.
[[nodiscard]] std::string spec_index_key(std::string_view table_key);

} // namespace dynasio::stores::specs

#endif
