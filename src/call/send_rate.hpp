// SPDX-License-Identifier: BSL-1.0
//
// The client rate limiter of the adaptive retry mode, as the calls of a client share it.

#ifndef DYNASIO_SRC_CALL_SEND_RATE_HPP
#define DYNASIO_SRC_CALL_SEND_RATE_HPP

#include "aws/retry/rate_limiter.hpp"

#include <dynasio/clock.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <mutex>
#include <optional>

namespace dynasio::call {

struct running_call;

/// Thread safety: any number of threads may use one object.
class send_rate
{
public:
    explicit send_rate(http::time_point start) noexcept : limiter_(start) {}

    bool try_take(http::time_point now) noexcept;
    void on_response(bool throttled, http::time_point now) noexcept;

    /// Attempts that wait.
    [[nodiscard]] std::size_t waiting() const;

    /// The place of one attempt among those that wait. It is given up where the object ends.
    class turn
    {
    public:
        turn(send_rate& rate, http::time_point now);
        turn(turn const&) = delete;
        turn& operator=(turn const&) = delete;
        ~turn();

        /// How long it will wait, at the rate of the latest look.
        [[nodiscard]] std::chrono::nanoseconds wait() const noexcept { return wait_; }
        /// Whether it is the attempt's turn, which ends the wait. Looks at the rate again.
        [[nodiscard]] bool has_come(http::time_point now) noexcept;

    private:
        send_rate& rate_;
        std::optional<aws::detail::rate_limiter::ticket> ticket_;
        std::chrono::nanoseconds wait_{0};
    };

private:
    std::mutex mutable mutex_;
    aws::detail::rate_limiter limiter_;
};

/// Takes a token for the attempt. False when it has to wait for the client's rate limit.
bool may_send_now(running_call const& c);

/// The service has responded to the attempt.
void learn_rate(running_call const& c, bool throttled);

/// Waits until the client's rate limit allows the next attempt. False, with the reason in the attempts, when the deadline or
/// a cancellation comes first. `c` must live until it ends.
boost::asio::awaitable<bool> wait_for_turn(running_call& c);

} // namespace dynasio::call

#endif
