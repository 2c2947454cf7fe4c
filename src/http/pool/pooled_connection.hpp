// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_POOLED_CONNECTION_HPP
#define DYNASIO_SRC_HTTP_POOL_POOLED_CONNECTION_HPP

#include "http/pool/origin_state.hpp"

#include <utility>

namespace dynasio::http {

class pool_core;

/// A connection in the hands of one request. Closed when this ends.
class pooled_connection
{
public:
    explicit pooled_connection(pool_core& pool) : pool_(pool) {}
    pooled_connection(pooled_connection const&) = delete;
    pooled_connection& operator=(pooled_connection const&) = delete;
    ~pooled_connection() { close(); }

    void hold(origin_state& origin, connection& c, bool reused) noexcept
    {
        origin_ = &origin;
        connection_ = &c;
        reused_ = reused;
    }

    /// Takes what the other one has.
    void take_over(pooled_connection& other) noexcept
    {
        hold(*other.origin_, *std::exchange(other.connection_, nullptr), other.reused_);
    }

    [[nodiscard]] explicit operator bool() const noexcept { return connection_ != nullptr; }
    [[nodiscard]] origin_state& origin() const noexcept { return *origin_; }
    [[nodiscard]] connection& get() const noexcept { return *connection_; }

    /// Whether another request has used it, or it was idle.
    [[nodiscard]] bool reused() const noexcept { return reused_; }

    /// Gives the connection to the next request.
    void release(time_point now) noexcept;

    /// Closes the connection, if there is one, and gives its permit back.
    void close() noexcept;

    /// Closes the connection. Its permit goes to an attempt for `w`, which is the first in the queue.
    void replace(queued_request& w) noexcept;

private:
    std::unique_ptr<connection> take() noexcept;

    pool_core& pool_;
    origin_state* origin_ = nullptr;
    connection* connection_ = nullptr;
    bool reused_ = false;
};

} // namespace dynasio::http

#endif
