// SPDX-License-Identifier: BSL-1.0
//
// The steps of an exchange that it has in common with a streamed one.

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_CONVERSATION_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_CONVERSATION_HPP

#include "http/exchange/outcome.hpp"
#include "http/pool/pool_core.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::http {

/// The request as it goes over the wire, in place: what is left to send.
using wire_request = std::array<boost::asio::const_buffer, 4>;

inline void begin_head(std::string& head, request const& r, origin_state const& to)
{
    bool const forwarded = to.way.forwards(to.name);
    head.assign(r.method).append(1, ' ');
    if (forwarded)
        head.append("http://").append(to.host_header);
    head.append(r.target).append(" HTTP/1.1\r\nHost: ").append(to.host_header);
    if (auto const line = to.way.authorization.reveal(); forwarded && !line.empty())
        head.append("\r\n").append(line.substr(0, line.size() - 2));
}

inline void add_length(std::string& head, std::uint64_t size)
{
    std::array<char, 20> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), size).ptr;
    head.append("\r\nContent-Length: ").append(digits.data(), end);
}

/// Behind the first lines. In one piece where it is secret: TLS streams join buffers on the stack, unless there is one only.
inline wire_request join_secret(std::string& head, request const& r, std::string_view body)
{
    head.append(r.headers.rendered()).append("\r\n").append(body);
    wire_request whole;
    whole.back() = boost::asio::buffer(head);
    return whole;
}

/// Whether the proxy gets our credentials with each request.
inline bool has_credentials(origin_state const& to)
{
    return to.way.forwards(to.name) && !to.way.authorization.empty();
}

/// Makes room for the whole of a secret request, so that no part of it is left behind where the text grows.
inline void prepare(connection& c, request const& r, origin_state const& to)
{
    c.begin(r.secret || has_credentials(to));
    constexpr std::size_t fixed = 150;
    auto const lines = r.method.size() + r.target.size() + 2 * to.host_header.size()
        + to.way.authorization.size() + r.headers.rendered().size();
    if (c.secret)
        text::reserve_secret(c.head, fixed + lines + r.body.size());
}

inline wire_request render(connection& c, request const& r, origin_state const& to)
{
    auto& head = c.head;
    prepare(c, r, to);
    begin_head(head, r, to);
    if (!r.body.empty() || (r.method != "GET" && r.method != "HEAD"))
        add_length(head, r.body.size());
    head.append("\r\n");
    if (c.secret)
        return join_secret(head, r, r.body);
    return {boost::asio::buffer(head), boost::asio::buffer(r.headers.rendered()),
        boost::asio::buffer("\r\n", 2), boost::asio::buffer(r.body)};
}

inline void consume(wire_request& left, std::size_t n)
{
    for (auto& part : left)
    {
        auto const taken = std::min(n, part.size());
        part += taken;
        n -= taken;
    }
}

template <class Stream>
std::size_t write_now(Stream&, wire_request const&, boost::system::error_code&)
{
    return 0;
}

/// Most requests fit into the buffer of the socket: one system call, no trip through the scheduler.
template <>
inline std::size_t write_now(tcp::socket& s, wire_request const& left, boost::system::error_code& e)
{
    auto const n = s.write_some(left, e);
    if (e == boost::asio::error::would_block)
        e.clear();
    return n;
}

template <class Stream>
std::size_t read_now(Stream&, boost::asio::mutable_buffer, boost::system::error_code& e)
{
    e = boost::asio::error::would_block;
    return 0;
}

template <>
inline std::size_t read_now(tcp::socket& s, boost::asio::mutable_buffer into, boost::system::error_code& e)
{
    return s.read_some(into, e);
}

/// Where the next bytes go: straight into the body, or behind what was not understood yet. The buffer grows for a
/// header that is larger than most, and the reader refuses one that is too large.
inline boost::asio::mutable_buffer place_for(connection& c, std::size_t filled)
{
    if (auto const body = c.reader.direct(); !body.empty())
        return boost::asio::buffer(body.data(), body.size());
    if (filled == c.buffer.size() && c.secret)
        grow_secret(c.buffer, 2 * filled);
    else if (filled == c.buffer.size())
        c.buffer.resize(2 * filled);
    return boost::asio::buffer(c.buffer.data() + filled, c.buffer.size() - filled);
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
    boost::system::error_code write_error{};

    void start_reading(request const& r, pool_options const& options)
    {
        c.reader.start(
            received, r.method == "HEAD", {options.max_header_bytes, options.max_body_bytes}, r.secret);
    }

    [[nodiscard]] bool reading() const { return !p.error && !c.reader.done(); }

    /// Gives what was read to the reader.
    void consume_read(boost::system::error_code e, std::size_t n)
    {
        p.error = e;
        p.answered = p.answered || n != 0;
        // Only a clean end completes a response without a length: FIN, in TLS the closing alert, and not our own cut.
        if (e == boost::asio::error::eof && c.was_cut == cut::none)
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

/// The response is complete. `reusable`: it allows another request; `unread`: there are more bytes behind it.
template <class Stream>
void finish(pool_core& pool, pooled_connection& held, bool reusable, bool unread)
{
    auto& c = static_cast<connection_over<Stream>&>(held.get());
    if constexpr (connection_over<Stream>::is_tls)
        if (pool.options.tls.resume_sessions && !std::exchange(c.session_known, true))
            if (auto session = session_of(c.stream.native_handle()))
            {
                std::lock_guard const lock(pool.mutex);
                held.origin().session.swap(session);
            }
    if (unread || !reusable)
    {
        c.closing = unread ? close_reason::unread_data : close_reason::not_reusable;
        return held.close();
    }
    c.end_secret();
    if (c.buffer.size() != connection::buffer_bytes)
        c.buffer = std::vector<char>(connection::buffer_bytes);
    held.release(pool.time->now());
}

/// Why a response comes from the proxy, which has not passed the request on; no error where it does not.
inline transport_error refusal_by_proxy(origin_state const& to, response const& r, progress const& p)
{
    transport_error failure;
    if (!to.way.forwards(to.name) || r.status != 407)
        return failure;
    failure.code = errc::proxy_refused;
    failure.reached = p.may_have_acted ? stage::sending : stage::connecting;
    failure.detail = "proxy " + authority_of(to.way.next) + ": the request to " + to.host_header
        + " was refused with " + describe_refusal(r.status);
    return failure;
}

/// An idle connection that is fit for use; false when one must be made.
inline bool take_idle(pool_core& pool, http::origin const& to, time_point now, pooled_connection& held)
{
    while (pool.reuse(to, now, held))
    {
        if (!held.get().is_stale())
        {
            pool.report_use(held.get(), true, now - held.get().idle_since);
            return true;
        }
        held.close();
    }
    return false;
}

} // namespace dynasio::http

#endif
