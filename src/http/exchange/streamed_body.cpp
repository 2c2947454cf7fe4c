// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/streamed_body.hpp"

#include "http/exchange/conversation.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>

#include <string_view>
#include <utility>

namespace dynasio::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// So many reads in a row may do without the scheduler, so that a fast server does not keep the thread for itself.
constexpr unsigned most_at_once = 8;

transport_error failure(error_code e, char const* why)
{
    transport_error f;
    f.code = e;
    f.reached = stage::receiving;
    f.detail = why;
    return f;
}

transport_error aborted(char const* why)
{
    return failure(asio::error::operation_aborted, why);
}

} // namespace

/// One read, which has the connection from its beginning to its end. Where it is destroyed before, the connection is closed.
template <class Stream>
class streamed_body<Stream>::turn
{
public:
    explicit turn(streamed_body& body) : body_(body) {}
    turn(turn const&) = delete;
    turn& operator=(turn const&) = delete;
    ~turn()
    {
        if (lease_)
            fail(aborted("a read of the response was cancelled"));
    }

    /// What there is to say without a read; nothing when this has the connection.
    std::optional<read_result> begin()
    {
        std::lock_guard const lock(body_.mutex_);
        if (body_.in_use_)
            return failure(asio::error::already_started, "another read of the response is in flight");
        if (body_.failure_)
            return *body_.failure_;
        if (body_.ended_)
            return std::size_t(0);
        lease_ = std::move(body_.lease_);
        body_.in_use_ = &lease_->held.get();
        return std::nullopt;
    }

    [[nodiscard]] connection_over<Stream>& connection() const
    {
        return static_cast<connection_over<Stream>&>(lease_->held.get());
    }

    /// There is more to read.
    void give_back()
    {
        std::lock_guard const lock(body_.mutex_);
        body_.in_use_ = nullptr;
        if (!body_.over_)
            body_.lease_ = std::move(lease_);
        // else it is closed with this object, or before, without the lock
    }

    void succeed()
    {
        {
            std::lock_guard const lock(body_.mutex_);
            body_.in_use_ = nullptr;
            body_.ended_ = true;
        }
        finish<Stream>(lease_->pool(), lease_->held, body_.is_reusable(), body_.has_unread_bytes());
        lease_.reset();
    }

    void fail(transport_error why)
    {
        {
            std::lock_guard const lock(body_.mutex_);
            body_.in_use_ = nullptr;
            lease_->held.get().closing = close_reason_of(why.code);
            if (!body_.failure_)
                body_.failure_ = std::move(why);
        }
        lease_.reset();
    }

private:
    streamed_body& body_;
    std::unique_ptr<stream_lease> lease_;
};

template <class Stream>
bool streamed_body<Stream>::start(std::unique_ptr<stream_lease> lease)
{
    if (!lease->enlist(this->weak_from_this()))
        return false;
    if (reader_.done())
    {
        {
            std::lock_guard const lock(mutex_);
            ended_ = true;
        }
        finish<Stream>(lease->pool(), lease->held, is_reusable(), has_unread_bytes());
        return true;
    }
    std::lock_guard const lock(mutex_);
    if (over_)
        return false; // stopped since it was enlisted; `lease` is closed after the lock is released
    lease_ = std::move(lease);
    return true;
}

template <class Stream>
void streamed_body<Stream>::abandon() noexcept
{
    end(aborted("the handle of the response is gone"));
}

template <class Stream>
void streamed_body<Stream>::shut() noexcept
{
    end(aborted("the pool was stopped"));
}

template <class Stream>
void streamed_body<Stream>::end(transport_error why) noexcept
{
    std::unique_ptr<stream_lease> closed; // without the lock
    std::lock_guard const lock(mutex_);
    over_ = true;
    if (in_use_)
        in_use_->cut_off(cut::stopped);
    if (ended_ || failure_)
        return;
    failure_ = std::move(why);
    closed = std::move(lease_);
}

template <class Stream>
asio::awaitable<read_result> streamed_body<Stream>::read(
    std::shared_ptr<streamed_body> self, std::span<std::byte> into)
{
    turn mine(*self);
    if (auto known = mine.begin())
        co_return *known;

    auto& c = mine.connection();
    auto& reader = self->reader_;
    std::span<char> const place(reinterpret_cast<char*>(into.data()), into.size());
    std::size_t got = 0;
    error_code e;
    while (got == 0 && !reader.done() && !e)
    {
        if (self->filled_ != 0)
        {
            auto const used = reader.feed({c.buffer.data() + self->begin_, self->filled_}, place, got, e);
            self->begin_ += used;
            self->filled_ -= used;
            continue;
        }
        auto const direct = reader.direct(place.size());
        auto const room = direct != 0 ? asio::buffer(place.data(), direct) : asio::buffer(c.buffer);
        std::size_t n = 0;
        e = asio::error::would_block;
        if (++self->read_at_once_ <= most_at_once)
            n = read_now(c.stream, room, e);
        if (e == asio::error::would_block)
        {
            self->read_at_once_ = 0;
            self->timer_.wait();
            auto const arrived = co_await c.stream.async_read_some(room, asio::as_tuple(asio::deferred));
            self->timer_.rest();
            e = std::get<0>(arrived);
            n = std::get<1>(arrived);
        }
        if (e == asio::error::eof && c.was_cut == cut::none)
            reader.end_of_stream(e = {});
        else if (!e && direct != 0)
        {
            reader.commit(n);
            got = n;
        }
        else if (!e)
        {
            self->begin_ = 0;
            self->filled_ = n;
        }
    }
    if (e)
    {
        progress p;
        p.error = e;
        auto why = failure_of(c, p, self->timer_.meaning(), reader.progress());
        why.reached = stage::receiving;
        mine.fail(why);
        co_return why;
    }
    if (reader.done())
        mine.succeed();
    else
        mine.give_back();
    co_return got;
}

template class streamed_body<tcp::socket>;
template class streamed_body<tls_stream>;
template class streamed_body<nested_tls_stream>;

} // namespace dynasio::http
