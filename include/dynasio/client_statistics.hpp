// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_CLIENT_STATISTICS_HPP
#define DYNASIO_CLIENT_STATISTICS_HPP

#include <dynasio/http/pool.hpp>

#include <cstddef>
#include <optional>

namespace dynasio {

/// What a client has at one moment.
struct client_statistics
{
    /// Of the client's own pool; nothing where it has `client_options::transport`.
    std::optional<http::pool_statistics> connections;

    /// Requests in flight, each with all its attempts and the pauses between them. Those of stores count.
    std::size_t calls = 0;

    unsigned retry_tokens = 0;   ///< that retries can take now; 0: nothing is sent again
    unsigned retry_capacity = 0; ///< the most tokens there can be, see `aws::retry_options::initial_tokens`
    bool draining = false;       ///< `client::drain` was called
};

/// How a client was drained.
struct drain_result
{
    std::size_t finished = 0; ///< calls that ended by themselves
    std::size_t cut = 0;      ///< calls that were in flight at the deadline, and were ended
};

} // namespace dynasio

#endif
