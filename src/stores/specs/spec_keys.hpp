// SPDX-License-Identifier: BSL-1.0
//
// The sort keys of specs. `#` separates and is not escaped anywhere, so a key alone does not tell where the
// id ends: readers compare the attribute `id` too.

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_KEYS_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_KEYS_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dynasio {

/// The longest id whose sort keys still fit.
inline constexpr std::size_t max_spec_id_size = 1003;

/// Whole seconds, padded to 20 digits. Negative ones, which no save makes, count as 0.
[[nodiscard]] std::string spec_time_text(std::int64_t seconds);

/// Sort key of the table: `<T>#<id>`.
[[nodiscard]] std::string spec_version_key(std::int64_t seconds, std::string_view id);

/// Sort key of the table: `latest#<id>`.
[[nodiscard]] std::string spec_latest_key(std::string_view id);

/// Sort key of the index: `<id>#<T>`.
[[nodiscard]] std::string spec_version_index_key(std::string_view id, std::int64_t seconds);

/// Sort key of the index: `<id>#latest`.
[[nodiscard]] std::string spec_latest_index_key(std::string_view id);

namespace detail {

/// The id of a spec: its sort keys add 21 bytes.
void check_spec_id(std::string_view id);

} // namespace detail
} // namespace dynasio

#endif
