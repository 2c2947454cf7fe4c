// SPDX-License-Identifier: BSL-1.0
//
// What key conditions and filters are about, read off the expressions. Pure.

#ifndef DYNASIO_SRC_STORES_RECORDS_QUERY_KEY_HPP
#define DYNASIO_SRC_STORES_RECORDS_QUERY_KEY_HPP

#include "stores/records/record_table_state.hpp"

#include <dynasio/expressions/condition.hpp>
#include <dynasio/expressions/key_condition.hpp>

#include <string>
#include <vector>

namespace dynasio::stores::records {

/// Why a value cannot be a key of this type (`S`, `N` or `B`; 0: any of them) of at most `limit` bytes; empty if it can.
std::string key_problem(attribute_value const& value, char type, std::size_t limit);

/// The attributes that a key condition compares by `=`, with their values. Throws `bad_input` for a value that no key can
/// have, because it is empty, too long or of another type than the member.
item checked_equalities(record_table_state const& self, key_condition const& which);

/// The attributes that a condition names, each once, without those within attributes.
std::vector<std::string> attributes_of(condition const& what);

} // namespace dynasio::stores::records

#endif
