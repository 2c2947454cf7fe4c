// SPDX-License-Identifier: BSL-1.0
//
// The JSON of metadata and permissions: what is sent, and what comes back.

#ifndef DYNASIO_SRC_STORES_URLS_JSON_PARTS_HPP
#define DYNASIO_SRC_STORES_URLS_JSON_PARTS_HPP

#include <dynasio/stores/urls/url_permissions.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dynasio::stores::urls {

/// How deep JSON is that users give.
inline constexpr std::size_t most_levels = 64;

/// Throws `json::encode_error` for text that is not UTF-8.
std::string to_json(url_permissions const& permissions);

/// Throws `json::decode_error`.
url_permissions read_permissions(std::string_view json);

} // namespace dynasio::stores::urls

#endif
