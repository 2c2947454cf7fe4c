// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLOCK_BACKOFF_HPP
#define DYNASIO_SRC_CLOCK_BACKOFF_HPP

#include <dynasio/clock.hpp>

namespace dynasio::http {

/// The wait before retry number `retry`, counted from 0: `share` of a time that begins with `base` and doubles up to
/// `cap`, neither of them negative. `share` is from 0 to 1: a random number for full jitter, one above a half for at
/// least half of the time, and 1 for the whole. Values outside count as the nearest of these, not-a-number as 0.
[[nodiscard]] time_point::duration backoff(
    time_point::duration base, time_point::duration cap, unsigned retry, double share = 1.0) noexcept;

} // namespace dynasio::http

#endif
