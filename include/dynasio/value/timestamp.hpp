// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_VALUE_TIMESTAMP_HPP
#define DYNASIO_VALUE_TIMESTAMP_HPP

#include <chrono>

namespace dynasio {

/// A time in a shape of the service: milliseconds since the epoch, UTC. On the wire it is seconds with a fraction.
using timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

} // namespace dynasio

#endif
