// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_ORIGIN_STATE_HPP
#define DYNASIO_SRC_HTTP_POOL_ORIGIN_STATE_HPP

#include <dynasio/http/errc.hpp>
#include <dynasio/http/pool.hpp>

#include "clock/one_shot_event.hpp"
#include "http/pool/address_cache.hpp"
#include "http/pool/connection.hpp"
#include "http/pool/pool_policy.hpp"
#include "http/pool/route.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace dynasio::http {

class connect_attempt;

/// What the pool knows of one origin. Everything but the name and the way is under the lock of the pool.
struct origin_state
{
    origin_state(http::origin o, pool_limits limits, pool_options const& options)
        : name(std::move(o)),
          host_header(name.host_header()),
          way(options.proxy, name),
          policy(limits),
          addresses(options.address_lifetime, options.address_cooldown)
    {}

    http::origin const name;
    std::string const host_header;
    route const way;
    pool_policy policy;
    address_cache<tcp::endpoint> addresses;
    std::shared_ptr<struct resolution> resolving; // DNS is being asked
    std::string last_failure;                     // of an attempt to connect, until one succeeds
    time_point failed_at{};                       // when that was
    std::shared_ptr<SSL_SESSION> session;         // the newest TLS session, with whom requests are written to
    std::size_t users = 0;                        // requests in the queue and attempts
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
    origin_state* origin = nullptr;
    time_point since{};                 ///< when it came into the queue
    time_point attempt_since{};         ///< when its attempt began
    connect_attempt* attempt = nullptr; ///< tells this request when it fails
    connection* granted = nullptr;
    bool granted_used = false; ///< another request has used it before
    transport_error failure;   ///< of the attempt
};

} // namespace dynasio::http

#endif
