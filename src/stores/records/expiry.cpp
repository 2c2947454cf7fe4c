// SPDX-License-Identifier: BSL-1.0

#include "stores/records/expiry.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "clock/add_saturated.hpp"

#include <chrono>

namespace dynasio::stores::records {

void check_expires(record_table_state const& self)
{
    if (self.type().time_to_live == no_field)
        self.throw_bad_input(
            "skip_expired", "applies to records with a time_to_live in their record_definition");
}

std::int64_t service_seconds(record_table_state const& self)
{
    auto const& state = *call::state_of(self.owner());
    auto const skew = state.clock_skew().value_or(std::chrono::nanoseconds::zero());
    auto const now = http::add_saturated(
        state.clock()->wall_now(), std::chrono::duration_cast<http::wall_time::duration>(skew));
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

bool is_expired(record_table_state const& self, void const* record, std::int64_t now)
{
    auto const time_to_live = self.type().expires_at(record);
    return time_to_live && is_expired(*time_to_live, now);
}

} // namespace dynasio::stores::records
