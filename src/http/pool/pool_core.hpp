// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_POOL_CORE_HPP
#define DYNASIO_SRC_HTTP_POOL_POOL_CORE_HPP

#include <dynasio/http/errc.hpp>
#include <dynasio/http/pool.hpp>

#include "clock/one_shot_event.hpp"
#include "http/pool/address_cache.hpp"
#include "http/pool/connection.hpp"
#include "http/pool/pool_policy.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace dynasio::http {

/// What the pool knows of one origin. Everything but the name is under the lock of the pool.
struct origin_state
{
    origin_state(origin o, pool_limits limits, pool_options const& options)
        : name(std::move(o)),
          host_header(name.host_header()),
          slots(limits),
          addresses(options.address_lifetime, options.address_cooldown)
    {}

    origin const name;
    std::string const host_header;
    pool_policy slots;
    address_cache<tcp::endpoint> addresses;
    std::shared_ptr<struct resolution> resolving; // DNS is being asked
    std::string last_failure;                     // why the last attempt to connect failed
    session_ptr session;                          // the newest TLS session
    std::size_t users = 0;                        // who will come back to it without having a slot
};

/// A request in the queue for a connection.
struct queued_request final
    : pool_waiter
    , alarm
{
    void fire(boost::system::error_code reason) noexcept override
    {
        wakeup.wake(reason ? reason : make_error_code(errc::acquire_timeout));
    }

    one_shot_event wakeup;
    connection* granted = nullptr; // null: the right to connect
    origin_state* home = nullptr;
};

/// An attempt to connect, as far as `stop` must know it.
struct connect_attempt_hook : list_hook
{
    virtual void abort() noexcept = 0;

protected:
    ~connect_attempt_hook() = default;
};

class pool_core;

/// A connection, or the right to make one, in the hands of one request. Given back when this ends.
class pooled_connection
{
public:
    explicit pooled_connection(pool_core& pool) : pool_(pool) {}
    pooled_connection(pooled_connection const&) = delete;
    pooled_connection& operator=(pooled_connection const&) = delete;
    ~pooled_connection() { close(); }

    void hold(origin_state& home, connection* c, bool reused) noexcept
    {
        home_ = &home;
        connection_ = c;
        reused_ = reused;
    }

    [[nodiscard]] explicit operator bool() const noexcept { return home_ != nullptr; }
    [[nodiscard]] origin_state& home() const noexcept { return *home_; }
    [[nodiscard]] connection* get() const noexcept { return connection_; }
    [[nodiscard]] bool reused() const noexcept { return reused_; }

    /// Keeps the slot and puts a new connection into it.
    void adopt(std::unique_ptr<connection> c) noexcept;

    /// Closes the connection and keeps its slot.
    void drop_connection() noexcept;

    /// Takes another idle connection in place of this slot; false when there is none.
    bool exchange(time_point now) noexcept;

    /// Gives the connection back to the pool for the next request.
    void release(time_point now) noexcept;

    /// Closes the connection, if there is one, and gives the slot back.
    void close() noexcept;

private:
    pool_core& pool_;
    origin_state* home_ = nullptr;
    connection* connection_ = nullptr;
    bool reused_ = false;
};

/// The state of a pool, shared by the handle and the operations.
class pool_core : public std::enable_shared_from_this<pool_core>
{
public:
    pool_core(boost::asio::any_io_executor ex, pool_options o, std::shared_ptr<clock> c);
    ~pool_core();

    /// Decides for a request to `to`, and fills `out` for `reuse` and `connect`. For `wait`, puts `w` into the queue where
    /// one is given.
    pool_policy::verdict acquire(
        origin const& to, time_point now, pooled_connection& out, queued_request* w = nullptr);

    /// Takes the request out of the queue, and fills `out` with what it was granted.
    void leave_queue(queued_request& w, pooled_connection& out) noexcept;

    void stop() noexcept;
    [[nodiscard]] bool stopped() const;
    [[nodiscard]] pool_statistics statistics() const;

    /// The TLS context, made when it is needed first. Throws `boost::system::system_error`.
    boost::asio::ssl::context& tls();

    boost::asio::any_io_executor const executor;
    pool_options const options;
    std::shared_ptr<clock> const time;

    mutable std::mutex mutex;
    intrusive_list<connect_attempt_hook> dials;
    std::uint64_t connected = 0;
    std::uint64_t resumed = 0;

private:
    friend class pooled_connection;

    origin_state& state_of(origin const& to);
    void hand_on_slot(origin_state& home) noexcept;
    void forget_unused_origins();
    static void destroy(intrusive_list<pool_member>& to_close) noexcept;

    std::map<origin, std::unique_ptr<origin_state>> origins_;
    origin_state* last_origin_ = nullptr;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    bool stopped_ = false;
};

/// Waits in the queue until a connection or the right to make one is granted; `out` is filled then. The error says why not.
boost::asio::awaitable<transport_error> wait_for_connection(
    pool_core& pool, origin const& to, time_point deadline, pooled_connection& out);

/// Makes a connection for the slot that `slot` holds.
boost::asio::awaitable<transport_error> connect(
    pool_core& pool, pooled_connection& slot, time_point deadline);

/// One request and its response. `pool` is kept alive until the end.
template <class Stream>
boost::asio::awaitable<send_result> exchange(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);

extern template boost::asio::awaitable<send_result> exchange<tcp::socket>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);
extern template boost::asio::awaitable<send_result> exchange<tls_stream>(
    std::shared_ptr<pool_core> pool, request const& r, time_point deadline);

} // namespace dynasio::http

#endif
