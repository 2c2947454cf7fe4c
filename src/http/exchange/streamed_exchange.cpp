// SPDX-License-Identifier: BSL-1.0

#include "clock/nursery.hpp"
#include "http/exchange/conversation.hpp"
#include "http/exchange/request_body.hpp"
#include "http/exchange/streamed_body.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

namespace dynasio::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// One try of a request: its conversation, up to the header of the response.
template <class Stream>
struct streamed_try
{
    conversation<Stream> t;
    peer_timer timer;
    request_body* body; ///< null: all of it is in `t.left`
    bool sent = false;
    bool given_up = false; ///< there will be no response

    [[nodiscard]] bool reading() const { return !given_up && !t.p.error && !t.c.reader.header_done(); }
};

/// The first part that is not empty, as the only one: TLS streams join several on the stack.
wire_request first_alone(wire_request const& parts)
{
    wire_request alone;
    auto const first =
        std::find_if(parts.begin(), parts.end(), [](asio::const_buffer const& b) { return b.size() != 0; });
    if (first != parts.end())
        alone.back() = *first;
    return alone;
}

template <class Stream>
asio::awaitable<void> send_left(streamed_try<Stream>& x)
{
    auto& t = x.t;
    while (!t.write_error && asio::buffer_size(t.left) != 0)
    {
        x.timer.wait();
        auto const now = t.c.secret ? first_alone(t.left) : t.left;
        auto const written = co_await t.c.stream.async_write_some(now, asio::as_tuple(asio::deferred));
        t.write_error = std::get<0>(written);
        t.p.sent += std::get<1>(written);
        consume(t.left, std::get<1>(written));
    }
    x.timer.rest();
}

/// The head goes out with the first piece of the body.
template <class Stream>
asio::awaitable<void> send_pieces(streamed_try<Stream>& x)
{
    while (!x.t.write_error && !x.body->done())
    {
        auto preparing = x.body->next();
        x.t.left.back() = co_await std::move(preparing);
        if (!x.body->failure().empty())
            co_return;
        auto sending = send_left(x);
        co_await std::move(sending);
    }
}

template <class Stream>
asio::awaitable<void> send_all(streamed_try<Stream>& x, child_group& group)
{
    auto sending = x.body ? send_pieces(x) : send_left(x);
    co_await std::move(sending);
    bool const broken = x.t.write_error && !is_end_of_connection(x.t.write_error);
    bool const failed = x.body && !x.body->failure().empty();
    x.sent = !x.t.write_error && !failed;
    if (x.sent)
        x.t.p.size = x.t.p.sent;
    x.given_up = broken || failed;
    if (x.given_up)
        group.cancel_child(1); // if it has begun
    else
        x.timer.wait(); // for the response, which may have come although the connection has ended
}

/// The header of the response. Ends the sending when it is there, or will not come.
template <class Stream>
asio::awaitable<void> receive_header(streamed_try<Stream>& x, child_group* group)
{
    auto& t = x.t;
    while (x.reading())
    {
        auto const place = place_for(t.c, t.filled);
        auto const arrived = co_await t.c.stream.async_read_some(place, asio::as_tuple(asio::deferred));
        t.consume_read(std::get<0>(arrived), std::get<1>(arrived));
        if (x.sent && x.reading())
            x.timer.wait();
    }
    if (group && !x.sent)
        group->cancel_child(0);
}

template <class Stream>
asio::awaitable<void> send_and_receive_header(streamed_try<Stream>& x)
{
    std::function<asio::awaitable<void>(child_group&, std::size_t)> const work =
        [&x](child_group& group, std::size_t which)
    { return which == 0 ? send_all(x, group) : receive_header(x, &group); };
    error_code cut;
    try
    {
        co_await run_children(2, work, on_failure::keep_others);
    }
    catch (boost::system::system_error const& e)
    {
        cut = e.code(); // cancelled: one by the other, or both
    }
    if (cut && !x.t.c.reader.header_done() && !x.t.p.error)
        x.t.p.error = cut;
    bool const cancelled =
        x.t.write_error == asio::error::operation_aborted; // since there will be no response
    if (x.t.write_error && !cancelled && !x.t.c.reader.header_done())
        x.t.p.error = x.t.write_error;
}

/// The head of a request whose body comes from a source.
wire_request render(connection& c, request const& r, origin_state const& to, request_body const& body)
{
    auto& head = c.head;
    prepare(c, r, to);
    begin_head(head, r, to);
    if (body.size())
        add_length(head, *body.size());
    else
        head.append("\r\nTransfer-Encoding: chunked");
    head.append("\r\n");
    if (c.secret)
    {
        auto parts = join_secret(head, r, {});
        std::swap(parts[0], parts.back()); // the place of the body
        return parts;
    }
    return {asio::buffer(head), asio::buffer(r.headers.rendered()), asio::buffer("\r\n", 2)};
}

/// The size of a request, as far as it is known before its end.
std::size_t announced_size(wire_request const& head, request_body const* body)
{
    auto const size = asio::buffer_size(head);
    if (!body)
        return size;
    auto const most = progress::unknown_size - 1 - size;
    if (!body->size() || *body->size() > most)
        return progress::unknown_size;
    return size + static_cast<std::size_t>(*body->size());
}

transport_error failure_of_source(connection const& c, progress p, std::string const& why)
{
    p.error = errc::source_failed;
    auto failure = failure_of(c, p);
    failure.code = errc::source_failed;
    failure.detail += "; " + why;
    return failure;
}

transport_error refusal_of_stream(request const& r, body_source const* source, stream_deadlines const& d)
{
    auto failure = refusal(r);
    if (!failure.code && source)
        failure = refusal_of_source(r);
    if (!failure.code && d.idle <= time_point::duration::zero())
    {
        failure.code = asio::error::invalid_argument;
        failure.detail = "stream_deadlines::idle must be more than 0";
    }
    return failure;
}

transport_error stopped()
{
    transport_error failure;
    failure.code = asio::error::operation_aborted;
    failure.reached = stage::receiving;
    failure.detail = "the pool was stopped";
    return failure;
}

/// The response, whose header has arrived, with its connection.
template <class Stream>
open_result hand_over(std::shared_ptr<pool_core> pool, pooled_connection& held, streamed_try<Stream>& x)
{
    x.timer.rest();
    auto& t = x.t;
    body_reader reader(t.c.reader.framing(), pool->options.max_header_bytes);
    response_head head;
    head.status = t.received.status;
    head.headers = std::move(t.received.headers);
    head.content_length = reader.length();
    head.request_sent = x.sent;
    auto body = std::make_shared<streamed_body<Stream>>(reader, x.timer, t.filled, x.sent);
    if (!body->start(std::make_unique<stream_lease>(std::move(pool), held)))
        return stopped();
    return response_stream(std::move(head), std::move(body));
}

} // namespace

template <class Stream>
asio::awaitable<open_result> open_stream(std::shared_ptr<pool_core> pool, request const& r,
    std::shared_ptr<body_source> source, stream_deadlines deadlines)
{
    if (auto unfit = refusal_of_stream(r, source.get(), deadlines); unfit.code)
        co_return unfit;

    co_await asio::post(asio::deferred); // as in `exchange`
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none)
        co_return cancelled_before(r);

    pooled_connection held(*pool);
    auto const now = pool->time->now();
    if (deadlines.overall <= now)
        co_return too_late(r);
    transport_error failure;
    bool fit = take_idle(*pool, r.to, now, held);
    if (!fit)
        failure = co_await wait_for_connection(*pool, r.to, deadlines.overall, held);

    progress p;
    for (;; fit = false)
    {
        if (!failure.code && !fit && held.get().is_stale())
        {
            if (held.reused())
                failure = co_await replace_connection(*pool, deadlines.overall, held);
            else
                failure = unfit_connection(held.get());
            continue;
        }
        if (failure.code)
        {
            failure.reached = p.may_have_acted ? stage::sending : failure.reached;
            co_return failure;
        }

        auto& c = static_cast<connection_over<Stream>&>(held.get());
        std::optional<request_body> body;
        if (source)
            body.emplace(*source, r.secret);
        auto const& to = held.origin();
        response received;
        conversation<Stream> talk{c, p, received, body ? render(c, r, to, *body) : render(c, r, to)};
        streamed_try<Stream> x{talk, peer_timer(*pool->time, c, deadlines), body ? &*body : nullptr};
        auto& t = x.t;
        p.size = announced_size(t.left, x.body);
        constexpr auto any_size = std::numeric_limits<std::size_t>::max();
        c.reader.start_header(
            received, r.method == "HEAD", {pool->options.max_header_bytes, any_size}, r.secret);

        if (!body)
        {
            p.sent = write_now(c.stream, t.left, t.write_error);
            consume(t.left, p.sent);
            x.sent = p.sent == p.size;
        }
        if (x.sent)
        {
            x.timer.wait();
            auto receiving = receive_header(x, nullptr);
            co_await std::move(receiving);
        }
        else
        {
            auto talking = send_and_receive_header(x);
            co_await std::move(talking);
        }
        if (auto refused = refusal_by_proxy(to, received, p); refused.code && !p.error)
            co_return refused;
        if (c.reader.header_done() && !p.error)
            co_return hand_over(pool, held, x);
        if (body && !body->failure().empty())
            co_return failure_of_source(c, p, body->failure());
        c.closing = close_reason_of(p.error);
        bool const again = held.reused() && can_try_again(c, r, p) && (!source || rewind(*source));
        if (!again)
            co_return failure_of(c, p, x.timer.meaning());

        p = progress_of_retry(p);
        failure = co_await replace_connection(*pool, deadlines.overall, held);
    }
}

template asio::awaitable<open_result> open_stream<tcp::socket>(std::shared_ptr<pool_core> pool,
    request const& r, std::shared_ptr<body_source> source, stream_deadlines deadlines);
template asio::awaitable<open_result> open_stream<tls_stream>(std::shared_ptr<pool_core> pool,
    request const& r, std::shared_ptr<body_source> source, stream_deadlines deadlines);
template asio::awaitable<open_result> open_stream<nested_tls_stream>(std::shared_ptr<pool_core> pool,
    request const& r, std::shared_ptr<body_source> source, stream_deadlines deadlines);

} // namespace dynasio::http
