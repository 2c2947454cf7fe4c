// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_REFRESH_WINDOWS_HPP
#define DYNASIO_AWS_REFRESH_WINDOWS_HPP

#include <chrono>

namespace dynasio::aws {

/// When credentials that expire are replaced. A refresh is begun by a call that comes within a window, never by a timer: a client
/// that is idle leaves no work.
struct refresh_windows
{
    refresh_windows() {}

    /// So long before they expire, a call begins a refresh in the background, and goes on with what is there; up to half of the time
    /// to the mandatory window later, at random, so that many processes do not come at once. At most half of their life.
    /// Not negative.
    std::chrono::nanoseconds advisory = std::chrono::minutes(5);

    /// So long before they expire, a call waits for the refresh, but no longer than half of what is left to the credentials and
    /// to the call: then, or when the refresh fails, it goes on with what is there. At most a tenth of their life, and at most
    /// `advisory`. Not negative.
    std::chrono::nanoseconds mandatory = std::chrono::minutes(1);
};

/// Throws `std::invalid_argument` that names the member when a window is out of its range.
void validate(refresh_windows const& windows);

} // namespace dynasio::aws

#endif
