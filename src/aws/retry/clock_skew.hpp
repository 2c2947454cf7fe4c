// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_RETRY_CLOCK_SKEW_HPP
#define DYNASIO_SRC_AWS_RETRY_CLOCK_SKEW_HPP

#include <atomic>
#include <chrono>
#include <optional>
#include <string_view>

namespace dynasio::aws {

/// How far the server's clock is ahead of ours, as one exchange shows it: its `Date` against the middle
/// between sending and receiving. Nothing when `date` is empty or no HTTP date, when the response came from a
/// cache (`has_age`: it has an `Age` header), and when the exchange took more than 15 minutes or ended before
/// it began.
std::optional<std::chrono::nanoseconds> clock_skew_candidate(std::string_view date, bool has_age,
    std::chrono::system_clock::time_point sent, std::chrono::system_clock::time_point received) noexcept;

/// Whether a response with the error `code` is worth another attempt because its cause may be the clock: the
/// code is a clock-skew code, and the exchange showed a skew more than four minutes away from the one the
/// attempt was signed with. Such a retry counts as `retry_class::transient`. That the skew must have changed
/// is what ends the loop.
bool clock_skew_retryable(std::string_view code, std::chrono::nanoseconds attempt_skew,
    std::optional<std::chrono::nanoseconds> candidate) noexcept;

/// What a client knows of the server's clock.
///
/// Thread safety: any number of threads may use one object.
class clock_skew
{
public:
    /// Add this to the local time for signing. Zero until the first observation.
    std::chrono::nanoseconds current() const noexcept
    {
        return std::chrono::nanoseconds(skew_.load(std::memory_order_relaxed));
    }

    /// Learns from a response, good or bad, and returns what `clock_skew_candidate` says about it.
    std::optional<std::chrono::nanoseconds> observe(std::string_view date, bool has_age,
        std::chrono::system_clock::time_point sent, std::chrono::system_clock::time_point received) noexcept;

private:
    std::atomic<std::chrono::nanoseconds::rep> skew_{0};
};

} // namespace dynasio::aws

#endif
