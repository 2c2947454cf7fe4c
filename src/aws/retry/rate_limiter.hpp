// SPDX-License-Identifier: BSL-1.0
//
// The client rate limiter of the adaptive retry mode: a token bucket whose fill rate follows the service's throttling. Time
// comes in as an argument. Nothing here sleeps or locks.

#ifndef DYNASIO_SRC_AWS_RETRY_RATE_LIMITER_HPP
#define DYNASIO_SRC_AWS_RETRY_RATE_LIMITER_HPP

#include <dynasio/clock.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace dynasio::aws::detail {

/// Requests per second that CUBIC allows `since_throttle` after the service throttled at `last_max` per second.
double cubic_rate(double last_max, std::chrono::duration<double> since_throttle) noexcept;

/// Each attempt asks for a token before it is sent. Tokens are free until the service throttles for the first time. From
/// then on attempts that wait keep their order, and a wait that ends early (`leave`) costs those behind nothing.
/// Moments that are earlier than one already seen count as that one.
class rate_limiter
{
public:
    using duration = std::chrono::nanoseconds;

    /// Measures rates from `start` on.
    explicit rate_limiter(http::time_point start) noexcept;

    /// A place among the attempts that wait.
    using ticket = std::uint64_t;

    /// Takes a token if there is one that nobody waits for; false otherwise.
    bool try_take(http::time_point now) noexcept;

    /// How long an attempt that began to wait now would wait at the current rate.
    [[nodiscard]] duration wait_for_new(http::time_point now) noexcept;

    /// The attempt waits behind all that wait. Each ticket must end with a `claim` that returns true, or with `leave`.
    ticket begin_wait();

    /// Takes the token of a waiting attempt, which ends its ticket. False if there is none for it yet.
    bool claim(ticket which, http::time_point now) noexcept;

    /// How long the attempt still waits at the current rate.
    [[nodiscard]] duration wait_of(ticket which, http::time_point now) noexcept;

    /// The attempt waits no longer. Its token goes to the next one.
    void leave(ticket which) noexcept;

    /// The service has responded to an attempt.
    void on_response(bool throttled, http::time_point now) noexcept;

    /// What was measured, in attempts per second.
    [[nodiscard]] double measured_rate() const noexcept { return measured_rate_; }
    /// Tokens per second.
    [[nodiscard]] double fill_rate() const noexcept { return fill_rate_; }
    /// Most tokens that the bucket holds.
    [[nodiscard]] double max_tokens() const noexcept { return max_tokens_; }
    /// Tokens in the bucket. Never negative.
    [[nodiscard]] double tokens() const noexcept { return tokens_; }
    [[nodiscard]] bool limits() const noexcept { return limits_; }
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }

private:
    void advance(http::time_point now) noexcept;
    void measure() noexcept;
    void set_rate(double rate) noexcept;
    [[nodiscard]] std::deque<ticket>::const_iterator find(ticket which) const noexcept;
    [[nodiscard]] duration wait_behind(std::size_t ahead) const noexcept;
    [[nodiscard]] bool has_token_behind(std::size_t ahead) const noexcept;
    void take() noexcept;

    http::time_point now_;
    http::time_point const start_;
    bool limits_ = false;

    double fill_rate_;
    double max_tokens_;
    double tokens_ = 0;
    std::deque<ticket> waiting_; // ascending
    ticket next_ticket_ = 0;

    double measured_rate_ = 0;
    double window_begin_ = 0; // in seconds from the start
    std::uint64_t responses_in_window_ = 0;

    double last_max_rate_ = 0;
    http::time_point last_throttle_;
};

} // namespace dynasio::aws::detail

#endif
