// SPDX-License-Identifier: BSL-1.0

#include "clock/nursery.hpp"
#include "http/exchange/conversation.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <functional>
#include <mutex>

namespace dynasio::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// What is left of a request after the first write is sent while the response is awaited, if it is more than this.
/// Otherwise it fits into the send buffer of the socket, whether the peer reads or not.
template <class Stream>
constexpr std::size_t sent_before_reading = connection_over<Stream>::is_tls ? 64 * 1024 : 0;

template <class Stream>
asio::awaitable<void> send_rest(conversation<Stream>& t)
{
    auto const written = co_await asio::async_write(t.c.stream, t.left, asio::as_tuple(asio::deferred));
    t.write_error = std::get<0>(written);
    t.p.sent += std::get<1>(written);
}

/// Ends the sending when the response is there, or will not come.
template <class Stream>
asio::awaitable<void> receive_early(conversation<Stream>& t, child_group& group)
{
    while (t.reading())
    {
        auto const place = place_for(t.c, t.filled);
        auto const arrived = co_await t.c.stream.async_read_some(place, asio::as_tuple(asio::deferred));
        t.consume_read(std::get<0>(arrived), std::get<1>(arrived));
    }
    if (t.p.sent != t.p.size)
        group.cancel_child(0);
}

/// Sends a large request, and receives the response meanwhile: a server may refuse the request early and read no further.
template <class Stream>
asio::awaitable<void> send_and_receive(conversation<Stream>& t)
{
    std::function<asio::awaitable<void>(child_group&, std::size_t)> const work =
        [&t](child_group& group, std::size_t which)
    { return which == 0 ? send_rest(t) : receive_early(t, group); };
    error_code cut;
    try
    {
        co_await run_children(2, work, on_failure::keep_others);
    }
    catch (boost::system::system_error const& e)
    {
        cut = e.code(); // cancelled
    }
    if (cut)
        t.p.error = cut;
    else if (t.write_error == asio::error::operation_aborted)
        t.write_error.clear(); // the end of the receiving, which tells why
}

} // namespace

template <class Stream>
asio::awaitable<send_result> exchange(std::shared_ptr<pool_core> pool, request const& r, time_point deadline)
{
    if (auto unfit = refusal(r); unfit.code)
        co_return unfit;

    // Behind all that is ready now: requests that are made in one turn of the event loop go out together. A peer that had
    // nothing to do is then woken once for all of them, and on the same machine we pay for that (bench/README.md).
    co_await asio::post(asio::deferred);
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none)
        co_return cancelled_before(r);

    pooled_connection held(*pool);
    auto const now = pool->time->now();
    if (deadline <= now)
        co_return too_late(r);
    transport_error failure;
    bool fit = take_idle(*pool, r.to, now, held);
    if (!fit)
        failure = co_await wait_for_connection(*pool, r.to, deadline, held, r.stop.get());

    progress p;
    for (;; fit = false)
    {
        if (!failure.code && !fit && held.get().is_stale())
        {
            if (held.reused())
                failure = co_await replace_connection(*pool, deadline, held, r.stop.get());
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
        response received;
        wiped_at_end const wiped(received.body, r.secret);
        conversation<Stream> t{c, p, received, render(c, r, held.origin())};
        p.size = asio::buffer_size(t.left);
        if (deadline != no_deadline)
            pool->time->arm(c, deadline);
        t.start_reading(r, pool->options);
        cut_on_interruption guard(c, r.stop.get());

        p.sent = write_now(c.stream, t.left, t.write_error);
        if (!t.write_error && p.sent != p.size)
        {
            consume(t.left, p.sent);
            if (p.size - p.sent > sent_before_reading<Stream>)
                co_await send_and_receive(t);
            else
                co_await send_rest(t);
        }
        if (t.write_error && !is_end_of_connection(t.write_error) && t.reading())
            p.error = t.write_error;
        // After a reset, what had arrived before it can still be read.
        while (t.reading())
        {
            auto const place = place_for(c, t.filled);
            std::size_t n = 0;
            error_code e = asio::error::would_block;
            if (p.answered || t.write_error)
                n = read_now(c.stream, place, e);
            if (e == asio::error::would_block)
            {
                auto const arrived = co_await c.stream.async_read_some(place, asio::as_tuple(asio::deferred));
                e = std::get<0>(arrived);
                n = std::get<1>(arrived);
            }
            t.consume_read(e, n);
        }
        guard.end();
        if (!p.error)
        {
            auto refused = refusal_by_proxy(held.origin(), received, p);
            finish<Stream>(*pool, held, p.sent == p.size && c.reader.keep_alive(), t.filled != 0);
            if (refused.code)
                co_return refused;
            co_return received;
        }
        if (t.write_error)
            p.error = t.write_error;
        c.closing = close_reason_of(p.error);
        if (!held.reused() || !can_try_again(c, r, p))
            co_return failure_of(c, p);

        p = progress_of_retry(p);
        failure = co_await replace_connection(*pool, deadline, held, r.stop.get());
    }
}

template asio::awaitable<send_result> exchange<tcp::socket>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);
template asio::awaitable<send_result> exchange<tls_stream>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);
template asio::awaitable<send_result> exchange<nested_tls_stream>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);

} // namespace dynasio::http
