// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/manual_clock.hpp>

#include "clock/add_saturated.hpp"
#include "clock/queued_clock.hpp"

#include <algorithm>
#include <atomic>

namespace dynasio::testing {

struct manual_clock::impl final : http::queued_clock
{
    explicit impl(http::wall_time w) : wall(w.time_since_epoch().count()) {}

    void schedule(std::optional<http::time_point>) noexcept override {}

    void move_to(http::time_point t)
    {
        auto const passed = t.time_since_epoch().count() - steady.exchange(t.time_since_epoch().count());
        auto const on_wall =
            std::chrono::duration_cast<http::wall_time::duration>(http::time_point::duration(passed));
        auto before = wall.load();
        while (!wall.compare_exchange_weak(before, later(before, on_wall)))
        {}
        fire_due(t);
    }

    static http::wall_time::rep later(http::wall_time::rep before, http::wall_time::duration passed)
    {
        return http::add_saturated(http::wall_time(http::wall_time::duration(before)), passed)
            .time_since_epoch()
            .count();
    }

    [[nodiscard]] http::time_point now() const
    {
        return http::time_point(http::time_point::duration(steady.load()));
    }

    std::atomic<http::time_point::rep> steady{epoch().time_since_epoch().count()};
    std::atomic<http::wall_time::rep> wall;
};

manual_clock::manual_clock(http::wall_time wall) : impl_(std::make_unique<impl>(wall)) {}

manual_clock::~manual_clock()
{
    impl_->stop();
}

http::time_point manual_clock::now() const noexcept
{
    return impl_->now();
}

http::wall_time manual_clock::wall_now() const noexcept
{
    return http::wall_time(http::wall_time::duration(impl_->wall.load()));
}

void manual_clock::arm(http::alarm& a, http::time_point when)
{
    impl_->arm(a, when);
    if (when <= now())
        impl_->fire_due(now());
}

bool manual_clock::disarm(http::alarm& a) noexcept
{
    return impl_->disarm(a);
}

void manual_clock::stop() noexcept
{
    impl_->stop();
}

void manual_clock::advance(std::chrono::steady_clock::duration d)
{
    auto const end = http::add_saturated(now(), d);
    for (auto next = impl_->earliest(); next && *next <= end; next = impl_->earliest())
        impl_->move_to(std::max(*next, now()));
    impl_->move_to(end);
}

bool manual_clock::advance_to_next()
{
    auto const next = impl_->earliest();
    if (!next)
        return false;
    impl_->move_to(std::max(*next, now()));
    return true;
}

void manual_clock::set_wall(http::wall_time wall)
{
    impl_->wall = wall.time_since_epoch().count();
}

std::size_t manual_clock::pending_alarms() const
{
    return impl_->pending();
}

std::optional<http::time_point> manual_clock::next_deadline() const
{
    return impl_->earliest();
}

} // namespace dynasio::testing
