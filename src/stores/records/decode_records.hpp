// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_RECORDS_DECODE_RECORDS_HPP
#define DYNASIO_SRC_STORES_RECORDS_DECODE_RECORDS_HPP

#include "stores/records/record_table_state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::records {

/// The contents of a response with records, besides the records.
struct decoded_records
{
    std::size_t count = 0;                    ///< records added to the target
    std::optional<item> last_evaluated_key{}; ///< where the next page begins
};

/// How to handle records that do not fit, if several are read.
enum class bad_records : bool
{
    fail,
    skip,
};

/// Decodes the records of a response (`Item`, `Attributes` or `Items`) directly into the target, and checks their
/// categories. Throws `malformed_item` with table, key and attribute for a record that does not fit, and `decode_error`
/// for a malformed response. Call it within `decode_response`.
decoded_records read_records(record_table_state const& self, std::string_view body, record_target target,
    bad_records bad = bad_records::fail);

/// The contents of a response of BatchGetItem, besides the records.
struct batch_response
{
    std::vector<item> keys_left{};     ///< unprocessed
    std::vector<std::string> tables{}; ///< all that the response names
};

/// As `read_records`, for the `Responses` of a BatchGetItem.
decoded_records read_batch(record_table_state const& self, std::string_view body, record_target target,
    bad_records bad, batch_response& batch);

} // namespace dynasio::stores::records

#endif
