// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/gate.hpp>

#include "clock/one_shot_event.hpp"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace dynasio::testing {

struct gate::impl
{
    std::mutex mutex;
    bool open = false;
    std::vector<http::one_shot_event*> waiting;
};

namespace {

template <class Impl>
class visitor final : public http::alarm
{
public:
    visitor(std::shared_ptr<Impl> g, std::shared_ptr<http::clock> c, http::time_point deadline,
        http::interruption* stop)
        : gate_(std::move(g)), clock_(std::move(c)), stop_(stop)
    {
        {
            std::lock_guard const lock(gate_->mutex);
            if (gate_->open)
                wakeup.wake({});
            else
                gate_->waiting.push_back(&wakeup);
        }
        if (clock_ && deadline != http::no_deadline)
            clock_->arm(*this, deadline);
        if (stop_)
            stop_->watch(*this);
    }

    ~visitor()
    {
        if (stop_)
            stop_->unwatch();
        if (clock_)
            clock_->disarm(*this);
        std::lock_guard const lock(gate_->mutex);
        std::erase(gate_->waiting, &wakeup);
    }

    void fire(boost::system::error_code reason) noexcept override
    {
        wakeup.wake(reason ? reason : make_error_code(boost::asio::error::timed_out));
    }

    http::one_shot_event wakeup;

private:
    std::shared_ptr<Impl> gate_;
    std::shared_ptr<http::clock> clock_;
    http::interruption* const stop_;
};

template <class Impl>
boost::asio::awaitable<boost::system::error_code> pass(std::shared_ptr<Impl> g,
    std::shared_ptr<http::clock> source, http::time_point deadline, http::interruption* stop)
{
    visitor<Impl> v(std::move(g), std::move(source), deadline, stop);
    co_await v.wakeup.async_wait();
    co_return v.wakeup.reason();
}

} // namespace

gate::gate() : impl_(std::make_shared<impl>()) {}

void gate::open() const
{
    http::resumption_scope const resuming;
    std::lock_guard const lock(impl_->mutex);
    impl_->open = true;
    for (auto* const w : std::exchange(impl_->waiting, {}))
        w->wake({});
}

bool gate::is_open() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->open;
}

std::size_t gate::waiting() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->waiting.size();
}

boost::asio::awaitable<boost::system::error_code> gate::wait(
    std::shared_ptr<http::clock> source, http::time_point deadline, http::interruption* stop) const
{
    return pass(impl_, std::move(source), deadline, stop);
}

} // namespace dynasio::testing
