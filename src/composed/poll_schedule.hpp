// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_COMPOSED_POLL_SCHEDULE_HPP
#define DYNASIO_SRC_COMPOSED_POLL_SCHEDULE_HPP

#include <dynasio/client.hpp>
#include <dynasio/clock.hpp>

#include <boost/asio/awaitable.hpp>

namespace dynasio::composed {

/// When to look again, for operations that repeat requests until the service shows what they wait for:
///
///     poll_schedule polls(owner, deadline, first, longest);
///     while (not there yet)
///         if (bool const again = co_await polls.next(); !again)
///             ... the deadline has come ...
class poll_schedule
{
public:
    using duration = http::time_point::duration;

    /// Pauses begin with `first` and double up to `longest`; each is shortened by a random part of up to a half.
    poll_schedule(client const& owner, http::time_point deadline, duration first, duration longest);

    /// Ends when it is time to look again. The last look is made shortly before the deadline; after that, and after the
    /// deadline, this is false at once. Must not be destroyed meanwhile. Cancellation: as `call::pause_until`.
    [[nodiscard]] boost::asio::awaitable<bool> next();

private:
    client owner_;
    http::time_point deadline_;
    duration first_;
    duration longest_;
    std::uint64_t round_; // see call::calls_in_flight
    unsigned polls_ = 0;
    bool last_ = false;
};

/// When to look for the last time, so that a request has some time before the deadline, which is later than `now`.
[[nodiscard]] http::time_point last_poll(http::time_point now, http::time_point deadline) noexcept;

/// The pause after look number `polls` (from 0): between half and all of the backoff. `random` is in [0, 1).
[[nodiscard]] http::time_point::duration poll_pause(http::time_point::duration first,
    http::time_point::duration longest, unsigned polls, double random) noexcept;

} // namespace dynasio::composed

#endif
