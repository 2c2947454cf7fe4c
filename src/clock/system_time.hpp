// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLOCK_SYSTEM_TIME_HPP
#define DYNASIO_SRC_CLOCK_SYSTEM_TIME_HPP

#include <dynasio/clock.hpp>

namespace dynasio::http {

/// The system's wall clock, for what has no client and so no `clock`.
[[nodiscard]] wall_time system_time() noexcept;

} // namespace dynasio::http

#endif
