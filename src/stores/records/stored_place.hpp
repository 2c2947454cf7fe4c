// SPDX-License-Identifier: BSL-1.0
//
// What a path leads to in the records of a table.

#ifndef DYNASIO_SRC_STORES_RECORDS_STORED_PLACE_HPP
#define DYNASIO_SRC_STORES_RECORDS_STORED_PLACE_HPP

#include <dynasio/expressions/path.hpp>
#include <dynasio/stores/records/detail/record_type.hpp>
#include <dynasio/stores/records/detail/stored_type.hpp>

#include <string>

namespace dynasio::stores::records {

struct stored_place
{
    stored_type const* type = nullptr; ///< null if there is no such place
    bool may_be_absent = false;
    record_field const* field = nullptr; ///< if it is a whole member of the record
    std::string problem{};               ///< why there is no such place

    [[nodiscard]] bool holds_anything() const { return type->kind == mapping::kind::value; }
};

stored_place find_place(record_type const& type, path const& where);

/// Throws `mapping_error` for a value that could not be read from there, or is not an allowed value.
void check_value(stored_place const& place, attribute_value const& value);

/// Whether every value of one place, apart from NULL, could be read from the other one.
bool holds_values_of(stored_place const& to, stored_place const& from);

/// The value at a path; null if there is none.
attribute_value const* find_value(item const& stored, path const& where);

} // namespace dynasio::stores::records

#endif
