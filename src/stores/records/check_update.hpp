// SPDX-License-Identifier: BSL-1.0
//
// Updates and conditions, checked against the struct before they are sent.

#ifndef DYNASIO_SRC_STORES_RECORDS_CHECK_UPDATE_HPP
#define DYNASIO_SRC_STORES_RECORDS_CHECK_UPDATE_HPP

#include "stores/records/failed_condition.hpp"
#include "stores/records/stored_place.hpp"

#include <dynasio/expressions/detail/term.hpp>
#include <dynasio/expressions/update.hpp>

#include <string_view>
#include <vector>

namespace dynasio::stores::records {

/// Throws `bad_input` for changes after which a record would not fit the struct. Returns the requirements on the stored
/// record for those that depend on it. Increments the version, if there is one.
std::vector<guard> check_changes(record_table_state const& self, update& changes);

/// The requirements for a sum that is stored at `where`. Throws `bad_input`.
std::vector<guard> check_sum(
    record_table_state const& self, path const& where, stored_place const& to, expressions::term const& sum);

/// The same for ADD, for which a missing attribute counts as 0.
std::vector<guard> check_addition(
    record_table_state const& self, path const& where, stored_place const& to, attribute_value const& amount);

/// Throws `bad_input` for a value that the place cannot have.
void check_value_at(record_table_state const& self, path const& where, stored_place const& place,
    attribute_value const& value);

/// Throws `bad_input` for a text in a condition that is not an allowed value of the member that it is compared with.
void check_condition(record_table_state const& self, expressions::fragment const& content);
inline void check_condition(record_table_state const& self, condition const& what)
{
    check_condition(self, what.content());
}

} // namespace dynasio::stores::records

#endif
