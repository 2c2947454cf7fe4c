// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_POOL_POLICY_HPP
#define DYNASIO_SRC_HTTP_POOL_POOL_POLICY_HPP

#include <dynasio/clock.hpp>

#include "http/pool/intrusive_list.hpp"

#include <cstddef>

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
{};

/// Who may use which connection of one origin, without sockets, clocks or locks: connections that are idle or busy,
/// slots that are taken by connections or by attempts to connect, and the queue of those who wait.
class pool_policy
{
public:
    enum class verdict
    {
        reuse,   ///< take the given connection
        connect, ///< a slot was taken: connect, then call `adopt`, or give the slot back with `leave`
        wait,    ///< call `enqueue`
        refuse,  ///< too many wait already
    };

    struct decision
    {
        verdict what;
        pool_member* reused = nullptr;
    };

    explicit pool_policy(pool_limits limits) : limits_(limits) {}

    /// Decides for a request that comes in at `now`. Nobody overtakes those who wait. The idle connection that was used
    /// last is taken first, so that those that are not needed grow old.
    decision acquire(time_point now) noexcept;

    /// Another idle connection for one who has a slot without a connection; the slot is given back then.
    pool_member* exchange_slot(time_point now) noexcept;

    void enqueue(pool_waiter& w) noexcept { waiting_.push_back(w); }

    /// Does nothing for one who is not in the queue (any more).
    void withdraw(pool_waiter& w) noexcept;

    /// Who has waited longest leaves the queue; null when nobody waits.
    pool_waiter* next_waiter() noexcept { return waiting_.pop_front(); }

    /// Takes a slot for a waiter to whom a place was given.
    void occupy() noexcept { ++slots_; }

    /// A slot has got its connection, which is busy.
    void adopt(pool_member& m) noexcept { busy_.push_back(m); }

    /// A slot without a connection is given back.
    void leave() noexcept { --slots_; }

    /// A busy connection is idle from `now` on.
    void rest(pool_member& m, time_point now) noexcept;

    /// A busy connection ends; its slot stays taken until `leave`.
    void remove(pool_member& m) noexcept { busy_.erase(m); }

    /// The next idle connection whose time is over, out of the pool with its slot; null when there is none.
    pool_member* pop_expired(time_point now) noexcept;

    /// The next idle connection, out of the pool with its slot.
    pool_member* pop_idle() noexcept;

    template <class F>
    void for_each_busy(F f)
    {
        busy_.for_each(f);
    }

    [[nodiscard]] std::size_t slots() const noexcept { return slots_; }
    [[nodiscard]] std::size_t idle() const noexcept { return idle_.size(); }
    [[nodiscard]] std::size_t busy() const noexcept { return busy_.size(); }
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }

private:
    [[nodiscard]] bool expired(pool_member const& m, time_point now) const noexcept
    {
        return now - m.idle_since >= limits_.idle_timeout;
    }

    pool_limits limits_;
    intrusive_list<pool_member> idle_; // in order of time: the front has been idle longest
    intrusive_list<pool_member> busy_;
    intrusive_list<pool_waiter> waiting_;
    std::size_t slots_ = 0;
};

} // namespace dynasio::http

#endif
