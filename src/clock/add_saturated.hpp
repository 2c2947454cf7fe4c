// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLOCK_ADD_SATURATED_HPP
#define DYNASIO_SRC_CLOCK_ADD_SATURATED_HPP

#include <chrono>
#include <type_traits>

namespace dynasio::http {

/// The sum, or the clock's last (first) point in time if the sum is later (earlier). A timeout of `duration::max()` hence
/// ends at `no_deadline`. Every sum of a point in time and a duration that users choose is made here.
template <class Clock, class Duration>
[[nodiscard]] constexpr std::chrono::time_point<Clock, Duration> add_saturated(
    std::chrono::time_point<Clock, Duration> t, std::type_identity_t<Duration> d) noexcept
{
    using point = std::chrono::time_point<Clock, Duration>;
    auto const since_epoch = t.time_since_epoch();
    if (d >= Duration::zero())
        return since_epoch > Duration::max() - d ? point::max() : t + d;
    return since_epoch < Duration::min() - d ? point::min() : t + d;
}

} // namespace dynasio::http

#endif
