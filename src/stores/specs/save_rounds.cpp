// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/save_rounds.hpp"

#include <algorithm>
#include <limits>

namespace dynasio::stores::specs {

std::optional<spec_save_round> next_spec_save_round(
    std::int64_t seconds, std::int64_t now, spec_save_outcome const& outcome) noexcept
{
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    if (outcome.latest_is_newer)
    {
        // If the response does not contain the stored second, it is at least the rejected one.
        auto const newest = std::max(outcome.latest_updated_at.value_or(seconds), std::int64_t{0});
        if (newest == last)
            return std::nullopt;
        return spec_save_round{std::max(now, newest + 1), true};
    }
    if (outcome.version_exists)
    {
        if (seconds == last)
            return std::nullopt;
        return spec_save_round{seconds + 1, false};
    }
    if (outcome.contended)
        return spec_save_round{seconds, true};
    return std::nullopt;
}

} // namespace dynasio::stores::specs
