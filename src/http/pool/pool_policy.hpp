// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_POOL_POLICY_HPP
#define DYNASIO_SRC_HTTP_POOL_POOL_POLICY_HPP

#include <dynasio/clock.hpp>

#include "http/pool/intrusive_list.hpp"

#include <cstddef>
#include <optional>

namespace dynasio::http {

struct pool_limits
{
    std::size_t max_connections;
    std::size_t max_waiting;
    time_point::duration idle_timeout;
};

/// A connection, as far as the pool's decisions know it.
struct pool_member : list_hook
{
    time_point idle_since{};
};

/// A request that waits for a connection.
struct pool_waiter : list_hook
{
    bool has_attempt = false; ///< an attempt to connect was begun for it
};

/// Decides who uses which connection of one origin, without sockets, clocks or locks. Holds the idle and the busy
/// connections, the number of permits, which connections and attempts to connect have, and the queue of requests.
///
/// Every attempt begins for one request, but a connection goes to the request that has waited longest. Requests with an
/// attempt are always ahead of those without: these wait only while there is no permit.
class pool_policy
{
public:
    enum class verdict
    {
        reuse,   ///< take the given connection
        connect, ///< a permit was taken and the request is in the queue: begin an attempt for it
        wait,    ///< the request is in the queue
        refuse,  ///< too many wait already
    };

    struct decision
    {
        verdict what;
        pool_member* reused = nullptr;
    };

    explicit pool_policy(pool_limits limits) : limits_(limits) {}

    /// The idle connection that was used last, so that those that are not needed grow old. Null when there is none, or
    /// others wait.
    pool_member* reuse(time_point now) noexcept;

    /// Decides for a request that comes in at `now`. Nobody overtakes those who wait.
    decision acquire(pool_waiter& w, time_point now) noexcept;

    /// A busy connection has failed its request, which waits for a new one with the same permit, ahead of all others.
    void replace(pool_member& failed, pool_waiter& w) noexcept;

    /// Does nothing for one who is not in the queue (any more).
    void withdraw(pool_waiter& w) noexcept;

    /// Who has waited longest leaves the queue; null when nobody waits.
    pool_waiter* next_waiter() noexcept;

    /// Who has waited longest without an attempt has one from now on; a permit was taken. Null when nobody waits so, or
    /// there is no permit.
    pool_waiter* next_to_connect() noexcept;

    /// An attempt has become a connection, which is busy.
    void adopt(pool_member& m) noexcept { busy_.push_back(m); }

    /// An attempt has failed.
    void give_back_permit() noexcept { --permits_; }

    /// A busy connection is idle from `now` on.
    void rest(pool_member& m, time_point now) noexcept;

    /// A busy connection has ended; its permit is given back.
    void remove(pool_member& m) noexcept;

    /// The next idle connection whose time is over, out of the pool; null when there is none.
    pool_member* pop_expired(time_point now) noexcept;

    /// The next idle connection, out of the pool.
    pool_member* pop_idle() noexcept;

    /// When the connection that has been idle for longest expires.
    [[nodiscard]] std::optional<time_point> next_expiry() noexcept;

    template <class F>
    void for_each_busy(F f)
    {
        busy_.for_each(f);
    }

    [[nodiscard]] std::size_t permits() const noexcept { return permits_; }
    [[nodiscard]] std::size_t idle() const noexcept { return idle_.size(); }
    [[nodiscard]] std::size_t busy() const noexcept { return busy_.size(); }
    [[nodiscard]] std::size_t connecting() const noexcept { return permits_ - idle() - busy(); }
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }

private:
    [[nodiscard]] bool expired(pool_member const& m, time_point now) const noexcept
    {
        return now - m.idle_since >= limits_.idle_timeout;
    }

    pool_limits limits_;
    intrusive_list<pool_member> idle_; // in order of time: the front has been idle longest
    intrusive_list<pool_member> busy_;
    intrusive_list<pool_waiter> expecting_; // with an attempt, ahead of those without
    intrusive_list<pool_waiter> waiting_;
    std::size_t permits_ = 0;
};

} // namespace dynasio::http

#endif
