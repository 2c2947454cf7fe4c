// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_STREAM_LEASE_HPP
#define DYNASIO_SRC_HTTP_POOL_STREAM_LEASE_HPP

#include "http/pool/intrusive_list.hpp"
#include "http/pool/pooled_connection.hpp"

#include <memory>

namespace dynasio::http {

/// Who has a lease. Called from any thread.
class lease_owner
{
public:
    /// The pool was stopped: whoever is not within an operation gives the lease back before this returns.
    virtual void shut() noexcept = 0;

protected:
    ~lease_owner() = default;
};

/// A connection in the hands of a response that is read piece by piece. The pool knows it, since it may lie between two
/// reads when the pool is stopped. Destroyed: closes the connection, if it was not released.
class stream_lease final : public list_hook
{
public:
    /// Takes over what `from` holds.
    stream_lease(std::shared_ptr<pool_core> p, pooled_connection& from);
    stream_lease(stream_lease const&) = delete;
    stream_lease& operator=(stream_lease const&) = delete;
    ~stream_lease();

    /// Makes it known to the pool; false when that was stopped.
    bool enlist(std::weak_ptr<lease_owner> who);

    [[nodiscard]] pool_core& pool() const noexcept { return *pool_; }
    [[nodiscard]] std::shared_ptr<lease_owner> owner() const noexcept { return owner_.lock(); }

private:
    std::shared_ptr<pool_core> const pool_; // with its clock; no longer than the connection
    std::weak_ptr<lease_owner> owner_;

public:
    pooled_connection held;
};

} // namespace dynasio::http

#endif
