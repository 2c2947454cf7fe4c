// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_POOL_HPP
#define DYNASIO_HTTP_POOL_HPP

#include <dynasio/clock.hpp>
#include <dynasio/http/pool_events.hpp>
#include <dynasio/http/proxy.hpp>
#include <dynasio/http/transport.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace boost::asio::ssl {
class context;
} // namespace boost::asio::ssl

namespace dynasio::http {

/// How connections are secured. Always TLS 1.2 or newer, unless `context` says otherwise.
struct tls_options
{
    tls_options() {}

    /// File of trusted certificates (PEM). Empty: the trust store of the system.
    std::string ca_file;

    /// What we show to servers that ask who we are: a certificate, with those of its issuers up to the root behind it (PEM),
    /// and its key (PEM, not encrypted). Both or neither. Proxies get no certificate.
    std::string certificate_file;
    std::string key_file;

    /// Keep one session per origin, so that later handshakes are shorter.
    bool resume_sessions = true;

    /// Accepts any certificate of any host: everybody on the way can read and change everything. For experiments only.
    bool insecure_skip_verification = false;

    /// The caller's own context (ciphers, keys in hardware); the pool changes nothing in it, and the files above must be empty.
    /// The host name is still checked.
    std::shared_ptr<boost::asio::ssl::context> context;
};

/// Reads the system's trust store, if no pool of the process has read it yet; takes some 50 ms. Otherwise the first
/// attempt to connect over TLS reads it, on the thread of the pool's executor. All pools without files or a `context` of
/// their own share it, until the process ends. Throws `boost::system::system_error`. Thread safety: any thread.
void preload_trust_store();

/// Bounds and habits of a pool. Every value is checked by the constructor of `pool`.
struct pool_options
{
    pool_options() {}

    /// Connections per origin, idle ones and attempts to connect included. At least 1.
    std::size_t max_connections = 1024;

    /// Requests per origin that may wait for a connection; more fail at once with `errc::queue_full`. 0: none waits.
    std::size_t max_waiting = 65536;

    /// Resolving, connecting and the TLS handshake together. More than 0.
    std::chrono::steady_clock::duration connect_timeout = std::chrono::milliseconds(3100);

    /// A connection that was idle for longer is closed, at the next use of the pool. More than 0.
    std::chrono::steady_clock::duration idle_timeout = std::chrono::seconds(20);

    /// The resolved addresses of a host are used for new connections for this long. At least 0.
    std::chrono::steady_clock::duration address_lifetime = std::chrono::seconds(30);

    /// An address that could not be reached is tried last for this long. At least 0.
    std::chrono::steady_clock::duration address_cooldown = std::chrono::seconds(10);

    /// Status line and header fields of a response. From 256 to 1 MB.
    std::size_t max_header_bytes = 16 * 1024;

    /// Body of a response that is returned whole; those of `open` have no limit. At least 1.
    std::size_t max_body_bytes = 64 * 1024 * 1024;

    tls_options tls;

    /// Proxies on the way; none by default. `connect_timeout` includes what the proxy needs. A refused tunnel, and the status
    /// 407, fail with `errc::proxy_refused` and name the proxy and the status: the server has seen nothing of the request.
    proxy_options proxy;

    /// Where given, it names the addresses of a host (`127.0.0.1`, `127.0.0.1:8000`, `[::1]:8000`; without a port, that
    /// of the origin) in place of DNS; behind a proxy, the addresses of the proxy. It must not block, and may be called from any thread. If it throws, the attempt to
    /// connect fails with `errc::callback_failed`.
    std::function<std::vector<std::string>(std::string const& host, std::uint16_t port)> resolve;

    /// Gets what the pool does with its connections. Null: nobody does.
    std::shared_ptr<pool_events> events;
};

/// Throws `std::invalid_argument` that names the first member with a value that is out of its range.
void validate(pool_options const& options);

/// What a pool has at one moment, over all origins.
struct pool_statistics
{
    std::size_t idle = 0;        ///< connections that wait for a request
    std::size_t busy = 0;        ///< connections that carry a request, or an open response
    std::size_t connecting = 0;  ///< attempts to connect
    std::size_t waiting = 0;     ///< requests that wait for a connection
    std::uint64_t connected = 0; ///< connections made since the beginning
    std::uint64_t resumed = 0;   ///< TLS handshakes that resumed a session
};

/// Keep-alive connections over TCP and TLS. HTTP/1.1, one request at a time on each connection.
///
/// A connection that the server closed while it was idle is replaced unnoticed, as is one that dies before it has
/// accepted a byte of the request, or, where the request is idempotent, before the first byte of the response. One with
/// unread bytes is never used. Bytes that a server sends unasked after the next request was sent cannot be told from its
/// response. The same holds for a request whose body comes from a source, if nothing of that was read or it can be
/// rewound.
///
/// An attempt to connect serves the request that has waited longest. It goes on when the request for which it began has
/// ended, for `connect_timeout` at most. An address that refuses, or fails in the TLS handshake, is passed over; a refused
/// certificate ends the attempt. Idle connections are closed at the next use of the pool after `idle_timeout`, whatever
/// their origin; an idle pool leaves no work in the execution context.
///
/// Requests are posted, not written inline, so that those made in one turn of the loop go out together.
///
/// Threads: any, shared. No thread of its own, except the one that Asio runs for DNS where a host is given by name.
/// Lifetimes: the execution context must outlive the pool. A pool may be destroyed with operations in flight and streams
/// open; they end with `operation_aborted`.
class pool final : public transport
{
public:
    /// Connections live on `executor`; operations complete on the executor of the awaiting coroutine, with no hop in
    /// between where that is the same. Deadlines are kept by `source`, by a clock of its own where none is given.
    /// Reads the files of `tls_options`, and the system's trust store where only a client certificate is given; this blocks.
    /// Throws `std::invalid_argument` for options out of range, `boost::system::system_error` that names the member and
    /// the file where one cannot be read or is malformed, and where the key is not that of the certificate.
    explicit pool(boost::asio::any_io_executor executor, pool_options options = pool_options(),
        std::shared_ptr<clock> source = nullptr);
    pool(pool const&) = delete;
    pool& operator=(pool const&) = delete;
    ~pool() override;

    boost::asio::awaitable<send_result> send(request const& r, time_point deadline) override;
    boost::asio::awaitable<open_result> open(
        request const& r, std::shared_ptr<body_source> body, stream_deadlines deadlines) override;
    void close_idle() noexcept override;
    void stop() noexcept override;

    [[nodiscard]] pool_statistics statistics() const;

private:
    std::shared_ptr<class pool_core> impl_;
};

} // namespace dynasio::http

#endif
