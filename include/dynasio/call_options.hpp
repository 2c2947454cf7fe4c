// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_CALL_OPTIONS_HPP
#define DYNASIO_CALL_OPTIONS_HPP

#include <chrono>
#include <optional>

namespace dynasio {

/// How one call differs from what the client's options say. Setters return the object, so that options can be written in
/// one expression: `call_options().timeout(2s).max_attempts(1)`.
class call_options
{
public:
    using duration = std::chrono::steady_clock::duration;
    using time_point = std::chrono::steady_clock::time_point;

    // Not an aggregate, so that GCC 12 handles it as a default argument.
    call_options() noexcept {}

    /// Bounds the whole call from the moment it is awaited: all attempts, the waits between them, and the wait for a
    /// connection. Must be positive, else the call ends with `client_errc::bad_input`; `duration::max()` means no limit.
    /// `std::nullopt` restores the default of the client or store.
    call_options& timeout(std::optional<duration> value) noexcept
    {
        timeout_ = value;
        return *this;
    }

    /// As `timeout`, up to a point in time of the client's clock (`client_options::clock`), by default that of
    /// `std::chrono::steady_clock`. Bounds all requests of an operation, a stream or several calls together. With
    /// `timeout`, the sooner of both counts; without one, the default timeout does not apply. `time_point::max()` means no
    /// limit. A call whose deadline has passed ends with `client_errc::deadline_exceeded`, without a request.
    /// `std::nullopt` takes it back.
    call_options& deadline(std::optional<time_point> value) noexcept
    {
        deadline_ = value;
        return *this;
    }

    /// Bounds each attempt. Must be positive.
    call_options& attempt_timeout(duration value) noexcept
    {
        attempt_timeout_ = value;
        return *this;
    }

    /// How often the request is sent at the most; 1 means no retries.
    call_options& max_attempts(unsigned value) noexcept
    {
        max_attempts_ = value;
        return *this;
    }

    [[nodiscard]] std::optional<duration> timeout() const noexcept { return timeout_; }
    [[nodiscard]] std::optional<time_point> deadline() const noexcept { return deadline_; }
    [[nodiscard]] std::optional<duration> attempt_timeout() const noexcept { return attempt_timeout_; }
    [[nodiscard]] std::optional<unsigned> max_attempts() const noexcept { return max_attempts_; }

private:
    std::optional<duration> timeout_;
    std::optional<time_point> deadline_;
    std::optional<duration> attempt_timeout_;
    std::optional<unsigned> max_attempts_;
};

} // namespace dynasio

#endif
