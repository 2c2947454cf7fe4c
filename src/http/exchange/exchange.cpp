// SPDX-License-Identifier: BSL-1.0

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

namespace dynasio::http {
namespace {

namespace asio = boost::asio;
using error_code = boost::system::error_code;

/// A connection that rested for less than this is used without a look.
constexpr auto max_unchecked_idle = std::chrono::milliseconds(1);

bool is_graphic(std::string_view text)
{
    return !text.empty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != '\x7f'; });
}

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

/// Gives the bytes that were read to the reader; returns how many are left in the buffer.
std::size_t digest(connection& c, std::size_t filled, std::size_t n, error_code& e)
{
    if (!c.reader.direct().empty())
    {
        c.reader.commit(n);
        return 0;
    }
    filled += n;
    auto const used = c.reader.feed({c.buffer.data(), filled}, e);
    if (used != 0 && used != filled)
        std::memmove(c.buffer.data(), c.buffer.data() + used, filled - used);
    return filled - used;
}

template <class Stream>
void finish(pool_core& pool, pooled_connection& held, bool leftover)
{
    auto& c = static_cast<connection_over<Stream>&>(*held.get());
    pool.time->disarm(c);
    if constexpr (connection_over<Stream>::is_tls)
        if (pool.options.tls.resume_sessions && !std::exchange(c.session_known, true))
            if (auto session = session_of(c.stream))
            {
                std::lock_guard const lock(pool.mutex);
                held.home().session = std::move(session);
            }
    if (leftover || !c.reader.keep_alive())
        return held.close();
    if (c.buffer.size() != connection::buffer_bytes)
        c.buffer = std::vector<char>(connection::buffer_bytes);
    held.release(pool.time->now());
}

/// True when the connection that was taken can be used, or another idle one in its place; false when one must be made.
bool choose_healthy(pooled_connection& held, time_point now)
{
    while (held.get() && now - held.get()->idle_since >= max_unchecked_idle && held.get()->is_stale())
    {
        held.drop_connection();
        held.exchange(now);
    }
    return held.get() != nullptr;
}

} // namespace

template <class Stream>
asio::awaitable<send_result> exchange(std::shared_ptr<pool_core> pool, request const& r, time_point deadline)
{
    if (!is_graphic(r.method) || !is_graphic(r.target))
        co_return refusal(r);

    // Behind all that is ready now: requests that are made in one turn of the event loop go out together. A peer that had
    // nothing to do is then woken once for all of them, and on the same machine we pay for that (bench/README.md).
    co_await asio::post(asio::deferred);
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted);

    pooled_connection held(*pool);
    auto const now = pool->time->now();
    if (deadline <= now)
        co_return too_late(r);
    auto const got = pool->acquire(r.to, now, held);
    if (got != pool_policy::verdict::reuse && got != pool_policy::verdict::connect)
    {
        auto failure = co_await wait_for_connection(*pool, r.to, deadline, held);
        if (failure.code)
            co_return failure;
    }

    progress p;
    for (;;)
    {
        if (!choose_healthy(held, now))
        {
            auto failure = co_await connect(*pool, held, deadline);
            if (failure.code)
            {
                failure.reached = p.may_have_acted ? stage::sending : failure.reached;
                co_return failure;
            }
        }
        auto& c = static_cast<connection_over<Stream>&>(*held.get());
        auto left = render(c, r, held.home().host_header);
        p.size = asio::buffer_size(left);
        if (deadline != no_deadline)
            pool->time->arm(c, deadline);

        p.sent = write_now(c.stream, left, p.error);
        if (!p.error && p.sent != p.size)
        {
            consume(left, p.sent);
            auto const written = co_await asio::async_write(c.stream, left, asio::as_tuple(asio::deferred));
            p.error = std::get<0>(written);
            p.sent += std::get<1>(written);
        }

        response answer;
        std::size_t filled = 0;
        if (!p.error)
            c.reader.start(
                answer, r.method == "HEAD", {pool->options.max_header_bytes, pool->options.max_body_bytes});
        while (!p.error && !c.reader.done())
        {
            auto const place = place_for(c, filled);
            std::size_t n = 0;
            p.error = asio::error::would_block;
            if (p.answered)
                n = read_now(c.stream, place, p.error);
            if (p.error == asio::error::would_block)
            {
                auto const arrived = co_await c.stream.async_read_some(place, asio::as_tuple(asio::deferred));
                p.error = std::get<0>(arrived);
                n = std::get<1>(arrived);
            }
            p.answered = p.answered || n != 0;
            if (is_end_of_connection(p.error))
                c.reader.end_of_stream(p.error = {});
            else if (!p.error)
                filled = digest(c, filled, n, p.error);
        }
        if (!p.error)
        {
            finish<Stream>(*pool, held, filled != 0);
            co_return answer;
        }
        if (!held.reused() || !can_try_again(c, r, p))
            co_return failure_of(c, p);

        p.may_have_acted = p.sent != 0;
        p.tried_again = true;
        p.error.clear();
        held.drop_connection();
    }
}

template asio::awaitable<send_result> exchange<tcp::socket>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);
template asio::awaitable<send_result> exchange<tls_stream>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);

} // namespace dynasio::http
