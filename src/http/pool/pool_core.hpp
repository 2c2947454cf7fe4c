// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_POOL_CORE_HPP
#define DYNASIO_SRC_HTTP_POOL_POOL_CORE_HPP

#include "http/pool/origin_state.hpp"
#include "http/pool/pooled_connection.hpp"
#include "http/pool/stream_lease.hpp"

#include <dynasio/http/pool.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace dynasio::http {

/// The state of a pool, shared by the handle and the operations.
///
/// Whatever resumes a request or begins an attempt under the lock is inside of a `resumption_scope`, so that no foreign
/// code runs under it.
class pool_core : public std::enable_shared_from_this<pool_core>
{
public:
    pool_core(boost::asio::any_io_executor ex, pool_options o, std::shared_ptr<clock> c);
    ~pool_core();

    /// Takes an idle connection to `to`; false when there is none.
    bool reuse(http::origin const& to, time_point now, pooled_connection& out);

    /// The same, or puts `w` into the queue, with an attempt to connect of its own if that is allowed.
    pool_policy::verdict acquire(
        http::origin const& to, time_point now, pooled_connection& out, queued_request& w);

    /// Takes the request out of the queue, and fills `out` with what it was granted. An attempt goes on.
    void leave_queue(queued_request& w, pooled_connection& out) noexcept;

    /// Whether a request in the queue has waited for its attempt to connect, rather than for the permit to make one.
    [[nodiscard]] bool is_connecting(queued_request const& w) const;

    /// Why no connection was free: how many there are, and what became of the last attempt if that was lately.
    [[nodiscard]] std::string explain_timeout(queued_request const& w) const;

    // What those who observe the pool are told (report_events.cpp). Not under the lock.

    /// An attempt is about to end, with a connection or a failure.
    void report_end(connect_attempt const& a, connection* made) noexcept;

    /// A connection was given to a request; `used`: not to its first.
    void report_use(connection& c, bool used, time_point::duration idle) const noexcept;

    /// A connection is closed next.
    void report_closed(connection const& c, close_reason why) const noexcept;

    /// A request is in the queue.
    void report_queued(queued_request const& w) const noexcept;

    /// An attempt has ended. Its connection goes to the first in the queue, its failure to the request for which it began.
    void end_attempt(connect_attempt& a, std::unique_ptr<connection> made) noexcept;

    /// The connection of a lease is that of an open stream from now on; false when the pool was stopped.
    bool enlist(stream_lease& l);
    void delist(stream_lease& l) noexcept;

    void close_idle() noexcept;
    void stop() noexcept;
    [[nodiscard]] bool stopped() const;
    [[nodiscard]] pool_statistics statistics() const;

    /// The TLS context. The first call may block, see `preload_trust_store`. Throws `boost::system::system_error`.
    std::shared_ptr<boost::asio::ssl::context> tls();

    boost::asio::any_io_executor const executor;
    pool_options const options;
    std::shared_ptr<clock> const time;

    mutable std::mutex mutex;

private:
    friend class pooled_connection;

    void report_left(queued_request const& w, bool connected) const noexcept;
    [[nodiscard]] observed_queue queue_of(origin_state const& origin) const noexcept;

    // All of these under the lock.
    origin_state& state_of(http::origin const& to);
    void forget_unused_origins();
    void pop_idle(intrusive_list<pool_member>& to_close) noexcept;
    void pop_expired(time_point now, intrusive_list<pool_member>& to_close) noexcept;
    bool hand_over(origin_state& origin, connection& c, bool used, queued_request* own = nullptr) noexcept;
    void rest(origin_state& origin, connection& c, time_point now) noexcept;
    void join_queue(origin_state& origin, queued_request& w, time_point now) noexcept;
    void begin_attempt(origin_state& origin, queued_request& w, time_point now);
    void use_free_permit(origin_state& origin, time_point now) noexcept;

    void destroy(intrusive_list<pool_member>& to_close, close_reason why) const noexcept;

    std::map<http::origin, std::unique_ptr<origin_state>> origins_;
    origin_state* last_origin_ = nullptr;
    time_point next_expiry_ =
        time_point::max(); // not later than the first idle connection of any origin expires
    intrusive_list<connect_attempt> attempts_;
    intrusive_list<stream_lease> streams_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    std::atomic<std::uint64_t> numbers_{0}; // of connections that are observed
    std::uint64_t connected_ = 0;
    std::uint64_t resumed_ = 0;
    bool stopped_ = false;
};

/// Waits in the queue until a connection is there; `out` has it then. The error says why not. `stop` may be null.
boost::asio::awaitable<transport_error> wait_for_connection(pool_core& pool, http::origin const& to,
    time_point deadline, pooled_connection& out, interruption* stop = nullptr);

/// The same for a request whose connection has died: a new one takes its place.
boost::asio::awaitable<transport_error> replace_connection(
    pool_core& pool, time_point deadline, pooled_connection& held, interruption* stop = nullptr);

/// One request and its response. `pool` is kept alive until the end.
template <class Stream>
boost::asio::awaitable<send_result> exchange(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);

/// One request with a streamed body, up to the header of its response. `pool` is kept alive until the end of the response.
template <class Stream>
boost::asio::awaitable<open_result> open_stream(std::shared_ptr<pool_core> pool, request const& r,
    std::shared_ptr<body_source> source, stream_deadlines deadlines);

extern template boost::asio::awaitable<send_result> exchange<tcp::socket>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);
extern template boost::asio::awaitable<send_result> exchange<tls_stream>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);
extern template boost::asio::awaitable<send_result> exchange<nested_tls_stream>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);
extern template boost::asio::awaitable<open_result> open_stream<tcp::socket>(std::shared_ptr<pool_core> pool,
    request const& r, std::shared_ptr<body_source> source, stream_deadlines deadlines);
extern template boost::asio::awaitable<open_result> open_stream<tls_stream>(std::shared_ptr<pool_core> pool,
    request const& r, std::shared_ptr<body_source> source, stream_deadlines deadlines);
extern template boost::asio::awaitable<open_result> open_stream<nested_tls_stream>(
    std::shared_ptr<pool_core> pool, request const& r, std::shared_ptr<body_source> source,
    stream_deadlines deadlines);

} // namespace dynasio::http

#endif
