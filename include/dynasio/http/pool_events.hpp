// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_POOL_EVENTS_HPP
#define DYNASIO_HTTP_POOL_EVENTS_HPP

#include <dynasio/http/transport_error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dynasio::http {

/// Why a connection was closed.
enum class close_reason : unsigned char
{
    idle,          ///< it was not used for `pool_options::idle_timeout`, or by `close_idle`
    server_closed, ///< the server ended it, in order or by a reset
    unread_data,   ///< the server sent bytes that belong to no request
    not_reusable,  ///< its response did not allow another request, as `Connection: close`
    error,         ///< the exchange failed: a malformed response, TLS, the network
    deadline,      ///< the deadline of its request came
    cancelled,     ///< its request was cancelled, or a response was not read to its end
    stopped,       ///< the pool was stopped
};

/// `idle`, `server_closed`, ...: the name of the enumerator.
std::string_view to_string(close_reason why) noexcept;

/// A connection that is observed. Texts are valid during the function that gets it.
struct observed_connection
{
    std::uint64_t number = 0; ///< of the connection in its pool, from 1 on
    std::string_view origin;  ///< as in the header `Host`
    std::string_view peer;    ///< address and port: `203.0.113.7:443`, `[2001:db8::7]:443`
    bool tls = false;
};

/// How a connection was made.
struct connection_setup
{
    std::chrono::steady_clock::duration took{}; ///< resolving, connecting and the TLS handshake together
    bool resumed = false;                       ///< the TLS handshake resumed a session
};

/// How a connection ended.
struct connection_end
{
    close_reason why = close_reason::error;
    std::chrono::steady_clock::duration age{};
    std::uint64_t requests = 0; ///< requests that it was given to
};

/// The queue of one origin. Texts are valid during the function that gets it.
struct observed_queue
{
    std::string_view origin;    ///< as in the header `Host`
    std::size_t waiting = 0;    ///< requests that wait for a permit to connect
    std::size_t connecting = 0; ///< attempts to connect
};

/// Gets what a pool does with its connections, for metrics and logs. Derive from it, override what you want, and give it
/// to `pool_options::events`. A pool without one pays a comparison with null.
///
/// The functions must not throw or block. No lock of the library is held meanwhile, so they may use the pool. They run on
/// the executor of the request or, where a connection is made, on that of the pool.
/// Thread safety: requests on several threads are observed at the same time. The events of one connection come one after
/// the other: made, reused any number of times, closed.
class pool_events
{
public:
    virtual ~pool_events() = default;

    /// A connection was made. It serves a request that waits, or is idle.
    virtual void connection_made(observed_connection const&, connection_setup const& how) noexcept
    {
        static_cast<void>(how);
    }

    /// An attempt to connect has failed, at all addresses. `origin` as in the header `Host`.
    virtual void connection_failed(std::string_view origin, transport_error const& why,
        std::chrono::steady_clock::duration took) noexcept
    {
        static_cast<void>(origin);
        static_cast<void>(why);
        static_cast<void>(took);
    }

    /// A connection was given to another request than its first, after it was idle for this long.
    virtual void connection_reused(
        observed_connection const&, std::chrono::steady_clock::duration idle) noexcept
    {
        static_cast<void>(idle);
    }

    /// A connection was closed. Called for each that was made.
    virtual void connection_closed(observed_connection const&, connection_end const& how) noexcept
    {
        static_cast<void>(how);
    }

    /// A request waits for a connection, since none is idle: for an attempt to connect, or for a permit to make one.
    virtual void request_queued(observed_queue const&) noexcept {}

    /// A request has waited this long and has a connection, or goes without one.
    virtual void request_left_queue(
        observed_queue const&, std::chrono::steady_clock::duration waited, bool connected) noexcept
    {
        static_cast<void>(waited);
        static_cast<void>(connected);
    }
};

} // namespace dynasio::http

#endif
