// SPDX-License-Identifier: BSL-1.0

#include <dynasio/clock.hpp>

#include "clock/one_shot_event.hpp"

#include <boost/system/system_error.hpp>

namespace dynasio::http {
namespace {

class sleeping final : public alarm
{
public:
    sleeping(clock& source, time_point when) : source_(source) { source_.arm(*this, when); }
    ~sleeping() { source_.disarm(*this); }

    void fire(boost::system::error_code reason) noexcept override { wakeup.wake(reason); }

    one_shot_event wakeup;

private:
    clock& source_;
};

} // namespace

boost::asio::awaitable<void> sleep_until(std::shared_ptr<clock> source, time_point when)
{
    sleeping s(*source, when);
    co_await s.wakeup.async_wait();
    if (s.wakeup.reason())
        throw boost::system::system_error(s.wakeup.reason(), "sleep_until");
}

} // namespace dynasio::http
