// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_MANUAL_CLOCK_HPP
#define DYNASIO_TESTING_MANUAL_CLOCK_HPP

#include <dynasio/clock.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace dynasio::testing {

/// A clock that stands still until the test moves it. It begins at `epoch()` and at the wall time it was given.
/// Thread safety: shared objects are safe. Lifetimes: end or stop it before the execution context of those who wait.
class manual_clock final : public http::clock
{
public:
    /// Where every manual clock begins: far from zero, so that a test may look back.
    static http::time_point epoch() noexcept { return http::time_point(std::chrono::hours(1000)); }

    /// Begins at `epoch()`, and at `wall` for `wall_now`.
    explicit manual_clock(http::wall_time wall = http::wall_time(std::chrono::seconds(1'700'000'000)));
    manual_clock(manual_clock const&) = delete;
    manual_clock& operator=(manual_clock const&) = delete;
    ~manual_clock() override;

    [[nodiscard]] http::time_point now() const noexcept override;
    [[nodiscard]] http::wall_time wall_now() const noexcept override;
    void arm(http::alarm& a, http::time_point when) override;
    bool disarm(http::alarm& a) noexcept override;
    void stop() noexcept override;

    /// Moves both times on by `d`, and fires what is due, in order, each at its own moment.
    void advance(std::chrono::steady_clock::duration d);

    /// Moves on to the next alarm and fires it; false when there is none.
    bool advance_to_next();

    /// Sets the time of `wall_now`. Alarms are not affected.
    void set_wall(http::wall_time wall);

    /// The number of armed alarms.
    [[nodiscard]] std::size_t pending_alarms() const;
    /// When the next alarm is due; empty if none is armed.
    [[nodiscard]] std::optional<http::time_point> next_deadline() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace dynasio::testing

#endif
