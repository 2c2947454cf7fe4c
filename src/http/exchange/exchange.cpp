// SPDX-License-Identifier: BSL-1.0

#include "clock/nursery.hpp"
#include "http/exchange/outcome.hpp"
#include "http/pool/pool_core.hpp"

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
namespace {

namespace asio = boost::asio;
using error_code = boost::system::error_code;

/// What is left of a request after the first write is sent while the response is awaited, if it is more than this.
/// Otherwise it fits into the send buffer of the socket, whether the peer reads or not.
template <class Stream>
constexpr std::size_t sent_before_reading = connection_over<Stream>::is_tls ? 64 * 1024 : 0;

/// The request as it goes over the wire, in place: what is left to send.
using wire_request = std::array<asio::const_buffer, 4>;

wire_request render(connection& c, request const& r, std::string_view host)
{
    auto& head = c.head;
    head.assign(r.method).append(1, ' ').append(r.target).append(" HTTP/1.1\r\nHost: ").append(host);
    if (!r.body.empty() || (r.method != "GET" && r.method != "HEAD"))
    {
        std::array<char, 20> digits;
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), r.body.size()).ptr;
        head.append("\r\nContent-Length: ").append(digits.data(), end);
    }
    head.append("\r\n");
    return {asio::buffer(head), asio::buffer(r.headers.rendered()), asio::buffer("\r\n", 2),
        asio::buffer(r.body)};
}

void consume(wire_request& left, std::size_t n)
{
    for (auto& part : left)
    {
        auto const taken = std::min(n, part.size());
        part += taken;
        n -= taken;
    }
}

template <class Stream>
std::size_t write_now(Stream&, wire_request const&, error_code&)
{
    return 0;
}

/// Most requests fit into the buffer of the socket: one system call, no trip through the scheduler.
template <>
std::size_t write_now(tcp::socket& s, wire_request const& left, error_code& e)
{
    auto const n = s.write_some(left, e);
    if (e == asio::error::would_block)
        e.clear();
    return n;
}

template <class Stream>
std::size_t read_now(Stream&, asio::mutable_buffer, error_code& e)
{
    e = asio::error::would_block;
    return 0;
}

template <>
std::size_t read_now(tcp::socket& s, asio::mutable_buffer into, error_code& e)
{
    return s.read_some(into, e);
}

/// Where the next bytes go: straight into the body, or behind what was not understood yet. The buffer grows for a
/// header that is larger than most, and the reader refuses one that is too large.
asio::mutable_buffer place_for(connection& c, std::size_t filled)
{
    if (auto const body = c.reader.direct(); !body.empty())
        return asio::buffer(body.data(), body.size());
    if (filled == c.buffer.size())
        c.buffer.resize(2 * c.buffer.size());
    return asio::buffer(c.buffer.data() + filled, c.buffer.size() - filled);
}

/// One request on one connection.
template <class Stream>
struct conversation
{
    connection_over<Stream>& c;
    progress& p;
    response& received;
    wire_request left;
    std::size_t filled = 0; ///< bytes in the buffer of the connection
    error_code write_error{};

    void start_reading(request const& r, pool_options const& options)
    {
        c.reader.start(received, r.method == "HEAD", {options.max_header_bytes, options.max_body_bytes});
    }

    [[nodiscard]] bool reading() const { return !p.error && !c.reader.done(); }

    /// Gives what was read to the reader.
    void consume_read(error_code e, std::size_t n)
    {
        p.error = e;
        p.answered = p.answered || n != 0;
        // Only a clean end completes a response without a length: FIN, in TLS the closing alert, and not our own cut.
        if (e == asio::error::eof && c.was_cut == cut::none)
            c.reader.end_of_stream(p.error = {});
        if (e || n == 0)
            return;
        if (!c.reader.direct().empty())
            return c.reader.commit(n);
        filled += n;
        auto const used = c.reader.feed({c.buffer.data(), filled}, p.error);
        if (used != 0 && used != filled)
            std::memmove(c.buffer.data(), c.buffer.data() + used, filled - used);
        filled -= used;
    }
};

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
}

template <class Stream>
void finish(pool_core& pool, pooled_connection& held, bool reusable)
{
    auto& c = static_cast<connection_over<Stream>&>(held.get());
    if constexpr (connection_over<Stream>::is_tls)
        if (pool.options.tls.resume_sessions && !std::exchange(c.session_known, true))
            if (auto session = session_of(c.stream))
            {
                std::lock_guard const lock(pool.mutex);
                held.origin().session.swap(session);
            }
    if (!reusable || !c.reader.keep_alive())
        return held.close();
    if (c.buffer.size() != connection::buffer_bytes)
        c.buffer = std::vector<char>(connection::buffer_bytes);
    held.release(pool.time->now());
}

/// An idle connection that is fit for use; false when one must be made.
bool take_idle(pool_core& pool, http::origin const& to, time_point now, pooled_connection& held)
{
    while (pool.reuse(to, now, held))
    {
        if (!held.get().is_stale())
            return true;
        held.close();
    }
    return false;
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
        failure = co_await wait_for_connection(*pool, r.to, deadline, held);

    progress p;
    for (;; fit = false)
    {
        if (!failure.code && !fit && held.get().is_stale())
        {
            if (held.reused())
                failure = co_await replace_connection(*pool, deadline, held);
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
        conversation<Stream> t{c, p, received, render(c, r, held.origin().host_header)};
        p.size = asio::buffer_size(t.left);
        if (deadline != no_deadline)
            pool->time->arm(c, deadline);
        t.start_reading(r, pool->options);

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
        if (!p.error)
        {
            finish<Stream>(*pool, held, t.filled == 0 && p.sent == p.size);
            co_return received;
        }
        if (t.write_error)
            p.error = t.write_error;
        if (!held.reused() || !can_try_again(c, r, p))
            co_return failure_of(c, p);

        p = progress_of_retry(p);
        failure = co_await replace_connection(*pool, deadline, held);
    }
}

template asio::awaitable<send_result> exchange<tcp::socket>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);
template asio::awaitable<send_result> exchange<tls_stream>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);

} // namespace dynasio::http
