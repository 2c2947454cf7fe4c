// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/fault_transport.hpp>

#include <dynasio/http/errc.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <optional>
#include <span>
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

fault fault::broken_body(std::size_t after, http::transport_error e)
{
    auto f = lost_response(std::move(e));
    f.after_bytes_ = after;
    return f;
}

fault fault::broken_body(std::size_t after)
{
    return broken_body(after, failure(http::errc::closed_early, http::stage::receiving));
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

namespace {

/// Passes so many bytes on, and then fails.
class broken_stream final
    : public http::response_body
    , public std::enable_shared_from_this<broken_stream>
{
public:
    broken_stream(std::shared_ptr<http::response_body> inner, std::size_t left, http::transport_error e)
        : inner_(std::move(inner)), left_(left), failure_(std::move(e))
    {}

    boost::asio::awaitable<http::read_result> read_some(std::span<std::byte> into) override
    {
        return read(shared_from_this(), into);
    }

    void abandon() noexcept override { inner_->abandon(); }

private:
    static boost::asio::awaitable<http::read_result> read(
        std::shared_ptr<broken_stream> self, std::span<std::byte> into)
    {
        if (self->left_ == 0)
            co_return self->failure_;
        auto reading = self->inner_->read_some(into.first(std::min(into.size(), self->left_)));
        auto n = co_await std::move(reading);
        if (n)
            self->left_ -= *n;
        co_return n;
    }

    std::shared_ptr<http::response_body> const inner_;
    std::size_t left_;
    http::transport_error const failure_;
};

} // namespace

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
        auto sending = send_with(self, f, r, deadline);
        co_return co_await std::move(sending);
    }

    /// Sends with a fault that was chosen before.
    class with_fault final : public http::transport
    {
    public:
        with_fault(std::shared_ptr<impl> owner, fault const& f) : owner_(std::move(owner)), fault_(f) {}
        boost::asio::awaitable<http::send_result> send(
            http::request const& r, http::time_point deadline) override
        {
            return send_with(owner_, fault_, r, deadline);
        }
        void stop() noexcept override { owner_->inner->stop(); }

    private:
        std::shared_ptr<impl> owner_;
        fault const& fault_;
    };

    static boost::asio::awaitable<http::open_result> open(std::shared_ptr<impl> self, http::request const& r,
        std::shared_ptr<http::body_source> body, http::stream_deadlines deadlines)
    {
        auto const f = self->choose(r, self->count++);
        if (f.change_request_ || f.change_ || f.again_)
        {
            with_fault in_memory(self, f);
            auto opening = in_memory.open(r, std::move(body), deadlines);
            co_return co_await std::move(opening);
        }
        auto waiting = before_server(self, f, deadlines.overall, r.stop.get());
        auto const early = co_await std::move(waiting);
        if (early && !*early)
            co_return early->error();
        if (early)
            co_return make_response_stream(**early);
        auto opening = self->inner->open(r, std::move(body), deadlines);
        auto opened = co_await std::move(opening);
        if (opened && f.after_ && !f.after_bytes_)
            co_return *f.after_;
        if (!opened || !f.after_)
            co_return opened;
        auto head = opened->head();
        auto broken = std::make_shared<broken_stream>(opened->take_body(), *f.after_bytes_, *f.after_);
        co_return http::response_stream(std::move(head), std::move(broken));
    }

    static boost::asio::awaitable<http::send_result> send_with(
        std::shared_ptr<impl> self, fault const& f, http::request const& r, http::time_point deadline)
    {
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

    /// What the client gets in place of what the server sends; nothing when the request goes out.
    static boost::asio::awaitable<std::optional<http::send_result>> before_server(
        std::shared_ptr<impl> self, fault const& f, http::time_point deadline, http::interruption* stop)
    {
        if (f.gate_)
        {
            auto waiting = f.gate_->wait(self->source, deadline, stop);
            auto const e = co_await std::move(waiting);
            if (e)
                co_return http::send_result(failure(
                    e == boost::asio::error::timed_out ? make_error_code(http::errc::acquire_timeout) : e,
                    http::stage::waiting));
        }
        if (f.before_)
            co_return http::send_result(*f.before_);
        if (f.instead_)
            co_return http::send_result(*f.instead_);
        co_return std::nullopt;
    }

    static boost::asio::awaitable<http::send_result> send_once(
        std::shared_ptr<impl> self, fault const& f, http::request const& r, http::time_point deadline)
    {
        auto waiting = before_server(self, f, deadline, r.stop.get());
        auto const early = co_await std::move(waiting);
        if (early)
            co_return *early;
        std::optional<http::request> other;
        if (f.change_request_)
        {
            f.change_request_(other.emplace(r));
            if (auto* const stop = r.stop.get())
                other->stop = *stop; // the copy does not outlive the request
        }
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

boost::asio::awaitable<http::open_result> fault_transport::open(
    http::request const& r, std::shared_ptr<http::body_source> body, http::stream_deadlines deadlines)
{
    return impl::open(impl_, r, std::move(body), deadlines);
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
