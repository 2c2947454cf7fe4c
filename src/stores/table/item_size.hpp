// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_TABLE_ITEM_SIZE_HPP
#define DYNASIO_SRC_STORES_TABLE_ITEM_SIZE_HPP

#include <dynasio/value/attribute_value.hpp>

#include <cstddef>

namespace dynasio::stores::table {

/// 400 KB.
inline constexpr std::size_t max_item_size = 409'600;

/// The size of the item as DynamoDB counts it: names, and values by type. Numbers count about half of their digits.
std::size_t item_size(item const& value);

} // namespace dynasio::stores::table

#endif
