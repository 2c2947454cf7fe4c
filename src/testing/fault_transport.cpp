// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/fault_transport.hpp>

#include <dynasio/http/errc.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <optional>
#include <utility>

namespace dynasio::testing {
namespace {

http::transport_error failure(boost::system::error_code code, http::stage reached)
{
    http::transport_error e;
    e.code = code;
    e.reached = reached;
    e.detail = "injected by the test";
    return e;
}

} // namespace

fault fault::before_sending(http::transport_error e)
{
    fault f;
    f.before_ = std::move(e);
    return f;
}

fault fault::before_sending()
{
    return before_sending(failure(boost::asio::error::connection_refused, http::stage::connecting));
}

fault fault::lost_response(http::transport_error e)
{
    fault f;
    f.after_ = std::move(e);
    return f;
}

fault fault::lost_response()
{
    return lost_response(failure(http::errc::closed_early, http::stage::receiving));
}

fault fault::changed_request(std::function<void(http::request&)> change)
{
    fault f;
    f.change_request_ = std::move(change);
    return f;
}

fault fault::changed(std::function<void(http::response&)> change)
{
    fault f;
    f.change_ = std::move(change);
    return f;
}

fault fault::instead_of_server(http::response r)
{
    fault f;
    f.instead_ = std::move(r);
    return f;
}

fault& fault::delayed_until(gate g) &
{
    gate_ = std::move(g);
    return *this;
}

fault& fault::sent_again(gate g) &
{
    again_ = std::move(g);
    return *this;
}

struct fault_transport::impl
{
    std::shared_ptr<http::transport> inner;
    chooser choose;
    std::shared_ptr<http::clock> source;
    std::atomic<std::size_t> count{0};
    std::atomic<std::size_t> background{0};

    /// Sends a copy when the gate is open, and ends where the transport is stopped.
    static boost::asio::awaitable<void> send_again(std::shared_ptr<impl> self, http::request r, gate g)
    {
        struct guard
        {
            impl& counted;
            ~guard() { --counted.background; }
        };
        guard const counting{*self};
        auto waiting = g.wait();
        auto const cut = co_await std::move(waiting);
        if (cut)
            co_return;
        auto sending = self->inner->send(r, http::no_deadline);
        (void)co_await std::move(sending);
    }

    static boost::asio::awaitable<http::send_result> send(
        std::shared_ptr<impl> self, http::request const& r, http::time_point deadline)
    {
        auto const f = self->choose(r, self->count++);
        auto attempt = send_once(self, f, r, deadline);
        auto result = co_await std::move(attempt);
        if (f.again_)
        {
            auto const executor = co_await boost::asio::this_coro::executor;
            ++self->background;
            boost::asio::co_spawn(executor, send_again(self, r, *f.again_), boost::asio::detached);
        }
        co_return result;
    }

    static boost::asio::awaitable<http::send_result> send_once(
        std::shared_ptr<impl> self, fault const& f, http::request const& r, http::time_point deadline)
    {
        if (f.gate_)
        {
            auto waiting = f.gate_->wait(self->source, deadline);
            auto const e = co_await std::move(waiting);
            if (e)
                co_return failure(
                    e == boost::asio::error::timed_out ? make_error_code(http::errc::acquire_timeout) : e,
                    http::stage::waiting);
        }
        if (f.before_)
            co_return *f.before_;
        if (f.instead_)
            co_return *f.instead_;
        std::optional<http::request> other;
        if (f.change_request_)
            f.change_request_(other.emplace(r));
        auto sending = self->inner->send(other ? *other : r, deadline);
        auto result = co_await std::move(sending);
        if (f.after_ && result)
            co_return *f.after_;
        if (f.change_ && result)
            f.change_(*result);
        co_return result;
    }
};

fault_transport::fault_transport(
    std::shared_ptr<http::transport> inner, chooser choose, std::shared_ptr<http::clock> source)
    : impl_(std::make_shared<impl>())
{
    impl_->inner = std::move(inner);
    impl_->choose = std::move(choose);
    impl_->source = std::move(source);
}

fault_transport::~fault_transport() = default;

boost::asio::awaitable<http::send_result> fault_transport::send(
    http::request const& r, http::time_point deadline)
{
    return impl::send(impl_, r, deadline);
}

void fault_transport::stop() noexcept
{
    impl_->inner->stop();
}

std::size_t fault_transport::in_background() const
{
    return impl_->background;
}

} // namespace dynasio::testing
