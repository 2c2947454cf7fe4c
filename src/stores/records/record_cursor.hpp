// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_RECORDS_RECORD_CURSOR_HPP
#define DYNASIO_SRC_STORES_RECORDS_RECORD_CURSOR_HPP

#include "stores/records/page.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::records {

/// The places of all parts of a stream as one text, fit for a URL.
std::string encode_cursor(std::vector<page_place> const& places);

/// Throws `bad_input` for a text that does not come from a stream of this table with so many parts.
std::vector<page_place> decode_cursor(
    record_table_state const& self, std::string_view cursor, std::size_t parts);

} // namespace dynasio::stores::records

#endif
