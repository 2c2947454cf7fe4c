// SPDX-License-Identifier: BSL-1.0

#include <dynasio/clock.hpp>

#include "clock/queued_clock.hpp"
#include "clock/system_time.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <utility>

namespace dynasio::http {
namespace {

class system_clock_and_timer final
    : public clock
    , public queued_clock
    , public std::enable_shared_from_this<system_clock_and_timer>
{
public:
    explicit system_clock_and_timer(boost::asio::any_io_executor executor) : timer_(std::move(executor)) {}

    time_point now() const noexcept override { return std::chrono::steady_clock::now(); }
    wall_time wall_now() const noexcept override { return system_time(); }
    void arm(alarm& a, time_point when) override { queued_clock::arm(a, when); }
    bool disarm(alarm& a) noexcept override { return queued_clock::disarm(a); }
    void stop() noexcept override { queued_clock::stop(); }

private:
    /// Waits for the timer. Where the execution context is destroyed with alarms pending, it goes without having been
    /// called, and wakes those who wait, so that they are destroyed with the context too.
    class expiry
    {
    public:
        explicit expiry(std::shared_ptr<system_clock_and_timer> owner) : owner_(std::move(owner)) {}
        expiry(expiry&&) = default;
        ~expiry()
        {
            if (owner_)
                owner_->stop();
        }

        void operator()(boost::system::error_code e)
        {
            auto const owner = std::move(owner_);
            if (e == boost::asio::error::operation_aborted)
                return; // another wait has taken its place, or nobody waits
            owner->fire_due(owner->now());
        }

    private:
        std::shared_ptr<system_clock_and_timer> owner_;
    };

    void schedule(std::optional<time_point> earliest) noexcept override
    {
        if (!earliest)
        {
            set_for_ = never;
            timer_.cancel(); // no work is left behind in the execution context
            return;
        }
        // A timer that is set too early costs one idle wake-up; setting it anew for each request would cost more.
        if (set_for_ <= *earliest)
            return;
        set_for_ = *earliest;
        timer_.expires_at(*earliest);
        timer_.async_wait(expiry(shared_from_this()));
    }

    void expired() noexcept override { set_for_ = never; }

    static constexpr auto never = time_point::max();
    boost::asio::steady_timer timer_;
    time_point set_for_ = never;
};

} // namespace

wall_time system_time() noexcept
{
    return std::chrono::system_clock::now();
}

std::shared_ptr<clock> make_clock(boost::asio::any_io_executor executor)
{
    return std::make_shared<system_clock_and_timer>(std::move(executor));
}

} // namespace dynasio::http
