// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/cache/refresh_schedule.hpp"

#include "clock/add_saturated.hpp"
#include "clock/backoff.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace dynasio::aws {

namespace {

using std::chrono::nanoseconds;
using wall_duration = http::wall_time::duration;

/// Windows may be longer than what the clock can express.
http::wall_time add(http::wall_time t, nanoseconds d) noexcept
{
    return http::add_saturated(t, std::chrono::duration_cast<wall_duration>(d));
}

/// The difference, which must not be negative, or the largest duration.
nanoseconds between(http::wall_time from, http::wall_time to) noexcept
{
    if (from < http::wall_time{} && to > add(from, nanoseconds::max()))
        return nanoseconds::max();
    return to - from;
}

nanoseconds scaled(nanoseconds d, double factor) noexcept
{
    return std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double, std::nano>(d) * factor);
}

void check_window(nanoseconds value, char const* member)
{
    if (value < nanoseconds::zero())
        throw std::invalid_argument(std::string("refresh_windows::") + member + " is "
            + std::to_string(value.count()) + ", but must be 0 ns or more");
}

} // namespace

void validate(refresh_windows const& windows)
{
    check_window(windows.advisory, "advisory");
    check_window(windows.mandatory, "mandatory");
    if (windows.mandatory > windows.advisory)
        throw std::invalid_argument("refresh_windows::mandatory is longer than advisory");
}

} // namespace dynasio::aws

namespace dynasio::aws::detail {

void refresh_schedule::obtained(
    std::optional<http::wall_time> expiration, http::wall_time now, double random, bool outlive) noexcept
{
    expiration_ = expiration;
    outlive_ = outlive;
    extended_ = false;
    failures_ = 0;
    not_before_ = http::wall_time::min();
    if (!expiration_)
        return;
    if (*expiration_ <= now)
    {
        if (outlive_)
            extend(now, random);
        return;
    }
    auto const life = between(now, *expiration_);
    auto const advisory = std::min(windows_.advisory, life / 2);
    auto const mandatory = std::min({windows_.mandatory, advisory, life / 10});
    auto const jitter = scaled((advisory - mandatory) / 2, random);
    advisory_at_ = add(*expiration_, -(advisory - jitter));
    mandatory_at_ = add(*expiration_, -mandatory);
}

void refresh_schedule::failed(http::wall_time now, double random) noexcept
{
    if (!expiration_)
        return;
    if (now >= *expiration_)
    {
        if (outlive_)
            extend(now, random);
        return;
    }
    // With the usual window, 10 s and more, up to a minute.
    auto const pause =
        http::backoff(windows_.advisory / 30, windows_.advisory / 5, failures_++, 0.5 + random / 2);
    not_before_ = add(now, pause);
    if (now < mandatory_at_)
        not_before_ = std::min(not_before_, mandatory_at_);
}

/// Twice the window, and up to that window more: with the usual one 10 to 15 minutes.
void refresh_schedule::extend(http::wall_time now, double random) noexcept
{
    extended_ = true;
    not_before_ = add(add(now, windows_.advisory), windows_.advisory);
    not_before_ = add(not_before_, scaled(windows_.advisory, random));
}

refresh_need refresh_schedule::need(http::wall_time now) const noexcept
{
    if (!expiration_)
        return refresh_need::none;
    if (now >= *expiration_)
    {
        if (!extended_)
            return refresh_need::mandatory;
        return now < not_before_ ? refresh_need::none : refresh_need::early;
    }
    if (now < advisory_at_ || now < not_before_)
        return refresh_need::none;
    return now < mandatory_at_ ? refresh_need::early : refresh_need::urgent;
}

nanoseconds refresh_schedule::left(http::wall_time now) const noexcept
{
    if (!expiration_)
        return nanoseconds::max();
    return *expiration_ <= now ? nanoseconds::zero() : between(now, *expiration_);
}

} // namespace dynasio::aws::detail
