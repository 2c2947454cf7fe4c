// SPDX-License-Identifier: BSL-1.0
//
// What single writes and transactions have in common.

#ifndef DYNASIO_SRC_STORES_RECORDS_WRITE_RECORD_HPP
#define DYNASIO_SRC_STORES_RECORDS_WRITE_RECORD_HPP

#include "stores/records/record_table_state.hpp"

#include <dynasio/expressions/expression_writer.hpp>

namespace dynasio::stores::records {

/// What must hold for a record to be put: that there is none, or that it has the version that was read; and `extra`.
condition put_condition(
    record_table_state const& self, existence expected, encoded_record const& record, condition extra);

/// That there is such a record; and `extra`.
condition present_condition(record_table_state const& self, condition extra);

/// Throws `bad_input` for what cannot be changed. Counts the version on, where there is one.
void check_changes(record_table_state const& self, update& changes);

/// Nothing where there is no condition.
template <class Request>
void put_condition_into(Request& request, condition const& what)
{
    if (what.empty())
        return;
    expression_writer writer;
    request.condition_expression = writer.write(what);
    writer.into(request);
}

} // namespace dynasio::stores::records

#endif
