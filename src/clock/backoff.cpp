// SPDX-License-Identifier: BSL-1.0

#include "clock/backoff.hpp"

#include <algorithm>

namespace dynasio::http {

time_point::duration backoff(
    time_point::duration base, time_point::duration cap, unsigned retry, double share) noexcept
{
    using duration = time_point::duration;
    // Doubling stops at the cap, long before it could overflow.
    auto whole = std::min(base, cap);
    for (; retry != 0 && whole.count() != 0 && whole < cap; --retry)
        whole = whole > cap / 2 ? cap : whole * 2;
    if (share >= 1.0)
        return whole;
    if (share > 0.0) // false for not-a-number
        return duration(static_cast<duration::rep>(static_cast<double>(whole.count()) * share));
    return duration::zero();
}

} // namespace dynasio::http
