// SPDX-License-Identifier: BSL-1.0

#include <dynasio/client.hpp>

#include "call/client_state.hpp"
#include "client/client_handle.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <memory>

namespace dynasio {

namespace call {

namespace {

namespace asio = boost::asio;

/// Whoever waits for the end of the calls, until a deadline.
class drain_wait
{
public:
    drain_wait(client_state& state, http::time_point deadline)
        : calls_(state.calls()), clock_(state.clock()), waiter_(calls_)
    {
        if (deadline != http::no_deadline)
            clock_->arm(waiter_, deadline);
    }
    drain_wait(drain_wait const&) = delete;
    drain_wait& operator=(drain_wait const&) = delete;
    ~drain_wait() { clock_->disarm(waiter_); }

    [[nodiscard]] auto async_wait() { return waiter_.ended.async_wait(); }

    [[nodiscard]] std::size_t calls_at_first() const { return waiter_.calls(); }
    [[nodiscard]] std::size_t cut() const { return calls_.cut_since(waiter_); }

private:
    calls_in_flight& calls_;
    std::shared_ptr<http::clock> const& clock_;
    calls_in_flight::waiter waiter_;
};

asio::awaitable<void> throw_if_cancelled()
{
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted, "client::drain");
}

asio::awaitable<drain_result> drain(std::shared_ptr<client_state> state, http::time_point deadline)
{
    drain_wait in_time(*state, deadline);
    co_await in_time.async_wait();
    co_await throw_if_cancelled();
    // Also when no call is left: an operation in a pause ends, as its next request would be refused.
    if (state->calls().cancel() != 0)
    {
        drain_wait unlimited(*state, http::no_deadline);
        co_await unlimited.async_wait();
        co_await throw_if_cancelled();
    }
    drain_result result;
    result.cut = in_time.cut();
    result.finished = in_time.calls_at_first() - result.cut;
    state->credentials().stop(); // nobody can use any more
    co_return result;
}

} // namespace

} // namespace call

boost::asio::awaitable<drain_result> client::drain(std::chrono::steady_clock::time_point deadline) const
{
    return call::drain(handle_->state, deadline);
}

} // namespace dynasio
