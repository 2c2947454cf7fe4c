// SPDX-License-Identifier: BSL-1.0
//
// When credentials are to be replaced, as a pure decision: time and randomness come in as values.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_CACHE_REFRESH_SCHEDULE_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_CACHE_REFRESH_SCHEDULE_HPP

#include <dynasio/aws/refresh_windows.hpp>
#include <dynasio/clock.hpp>

#include <chrono>
#include <optional>

namespace dynasio::aws::detail {

/// What a call does about the credentials that are there.
enum class refresh_need : unsigned char
{
    none,      ///< use them
    early,     ///< use them, and begin a refresh
    urgent,    ///< wait for a refresh, but use them if it takes too long or fails
    mandatory, ///< they have expired: wait for a refresh
};

/// The schedule of one set of credentials after the other.
class refresh_schedule
{
public:
    explicit refresh_schedule(refresh_windows const& windows) noexcept : windows_(windows) {}

    /// These were obtained at `now`. `random` is in [0, 1). `outlive`: they go on being used when they have expired and nothing
    /// better is to be had (static stability); the service decides.
    void obtained(
        std::optional<http::wall_time> expiration, http::wall_time now, double random, bool outlive) noexcept;

    /// A refresh has failed: the next one is not at once. Has no effect on credentials that have expired, unless these outlive
    /// that.
    void failed(http::wall_time now, double random) noexcept;

    [[nodiscard]] refresh_need need(http::wall_time now) const noexcept;

    /// The time until they expire; zero if they have.
    [[nodiscard]] std::chrono::nanoseconds left(http::wall_time now) const noexcept;

    /// Whether credentials that have expired may be used where a refresh fails.
    [[nodiscard]] bool outlive() const noexcept { return outlive_; }

private:
    void extend(http::wall_time now, double random) noexcept;

    refresh_windows windows_;
    std::optional<http::wall_time> expiration_;
    http::wall_time advisory_at_{};
    http::wall_time mandatory_at_{};
    http::wall_time not_before_ = http::wall_time::min(); ///< of the next refresh
    unsigned failures_ = 0;
    bool outlive_ = false;
    bool extended_ = false; ///< they are used although they have expired
};

} // namespace dynasio::aws::detail

#endif
