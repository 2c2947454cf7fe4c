// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_SUPPORT_SHIFTED_CLOCK_HPP
#define DYNASIO_TESTS_SUPPORT_SHIFTED_CLOCK_HPP

#include <dynasio/clock.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace dynasio::tests {

/// The real clock, until the test moves it.
class shifted_clock final : public http::clock
{
public:
    explicit shifted_clock(std::shared_ptr<http::clock> real) : real_(std::move(real)) {}

    /// What waits already goes on waiting; what looks at the time, or begins to wait for a moment, is that much
    /// later.
    void shift(http::time_point::duration by) { offset_ = offset_.load() + by.count(); }

    /// Sets the wall clock wrong by this much.
    void shift_wall(http::wall_time::duration by) { wall_offset_ = by.count(); }

    [[nodiscard]] http::time_point now() const noexcept override { return real_->now() + offset(); }
    [[nodiscard]] http::wall_time wall_now() const noexcept override
    {
        return real_->wall_now() + http::wall_time::duration(wall_offset_);
    }
    void arm(http::alarm& a, http::time_point when) override
    {
        real_->arm(a, when == http::no_deadline ? when : when - offset());
    }
    bool disarm(http::alarm& a) noexcept override { return real_->disarm(a); }
    void stop() noexcept override { real_->stop(); }

private:
    [[nodiscard]] http::time_point::duration offset() const noexcept
    {
        return http::time_point::duration(offset_.load());
    }

    std::shared_ptr<http::clock> real_;
    std::atomic<http::time_point::duration::rep> offset_ = 0;
    std::atomic<http::wall_time::duration::rep> wall_offset_ = 0;
};

} // namespace dynasio::tests

#endif
