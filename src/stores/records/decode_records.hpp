// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_RECORDS_DECODE_RECORDS_HPP
#define DYNASIO_SRC_STORES_RECORDS_DECODE_RECORDS_HPP

#include "stores/records/record_table_state.hpp"

#include <string_view>

namespace dynasio::stores::records {

/// What a response with records says besides them.
struct decoded_records
{
    std::size_t count = 0;                    ///< records that went to the target
    std::optional<item> last_evaluated_key{}; ///< where the next page begins
};

/// Whether records that do not fit are left out, where several are read.
enum class bad_records : bool
{
    fail,
    skip,
};

/// Decodes the records of a response (`Item`, `Attributes` or `Items`) straight into the target, and checks their
/// categories. Throws `malformed_item` that names table, key and attribute for a record that does not fit, and
/// `decode_error` for a response that is none: to be called within `decode_response`.
decoded_records read_records(record_table_state const& self, std::string_view body, record_target target,
    bad_records bad = bad_records::fail);

/// The same for the `Responses` of a BatchGetItem about this table; `left` gets the keys of it that are unprocessed.
decoded_records read_batch(record_table_state const& self, std::string_view body, record_target target,
    bad_records bad, std::vector<item>& left);

} // namespace dynasio::stores::records

#endif
