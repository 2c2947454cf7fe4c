// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_RECORDS_RECORD_CURSOR_HPP
#define DYNASIO_SRC_STORES_RECORDS_RECORD_CURSOR_HPP

#include "stores/records/page.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::records {

/// The places of all parts of a stream as one text, fit for a URL.
std::string encode_cursor(page_source const& source, std::vector<page_place> const& places);

/// Throws `bad_input` for a text that does not come from a stream of this table and index with so many parts. Its places
/// are not checked.
std::vector<page_place> decode_cursor(page_source const& source, std::string_view cursor, std::size_t parts);

/// The content of a cursor.
std::string encode_places(std::vector<page_place> const& places);
/// Empty for a text that `encode_places` does not give for so many parts.
std::optional<std::vector<page_place>> decode_places(std::string_view content, std::size_t parts);

/// Throws `bad_input` for places at which no record of the source can stand: the keys of table and index, each of its type
/// and not empty, and those of the partition that is queried. `index` is null if the index has not been described yet;
/// then its keys are not checked.
void check_places(page_source const& source, index_info const* index, std::vector<page_place> const& places);

} // namespace dynasio::stores::records

#endif
