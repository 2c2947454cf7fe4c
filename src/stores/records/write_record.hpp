// SPDX-License-Identifier: BSL-1.0
//
// Shared by single writes and transactions.

#ifndef DYNASIO_SRC_STORES_RECORDS_WRITE_RECORD_HPP
#define DYNASIO_SRC_STORES_RECORDS_WRITE_RECORD_HPP

#include "stores/records/failed_condition.hpp"

#include <dynasio/expressions/expression_writer.hpp>

namespace dynasio::stores::records {

/// A put requires that no record is stored, or one with the version that was read.
requirements requirements_of_put(existence expected, encoded_record const& record, condition only_if);

/// Adds the condition to the request, unless it is empty.
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
