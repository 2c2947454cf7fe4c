// SPDX-License-Identifier: BSL-1.0
//
// Records whose time to live has passed. DynamoDB deletes them days later.

#ifndef DYNASIO_SRC_STORES_RECORDS_EXPIRY_HPP
#define DYNASIO_SRC_STORES_RECORDS_EXPIRY_HPP

#include "stores/records/record_table_state.hpp"

#include <cstdint>

namespace dynasio::stores::records {

/// Whether DynamoDB may delete a record with this time to live, both in seconds since 1970. Like the service, takes a time
/// five years ago or more for a mistake.
constexpr bool is_expired(std::int64_t time_to_live, std::int64_t now) noexcept
{
    constexpr std::int64_t five_years = 5LL * 365 * 24 * 60 * 60;
    return time_to_live <= now && (time_to_live > now - five_years);
}

/// Throws `bad_input` if the struct has no time to live.
void check_expires(record_table_state const& self);

/// The time of the service, in seconds since 1970, as far as the client knows it.
std::int64_t service_seconds(record_table_state const& self);

/// Whether a record of the struct, which has a time to live, is expired.
bool is_expired(record_table_state const& self, void const* record, std::int64_t now);

} // namespace dynasio::stores::records

#endif
