// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_CONNECTION_RECORD_HPP
#define DYNASIO_SRC_HTTP_POOL_CONNECTION_RECORD_HPP

#include <dynasio/clock.hpp>
#include <dynasio/http/pool_events.hpp>

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <string>

namespace dynasio::http {

/// What the events of a connection tell, apart from the pool's knowledge of its origin, which may be forgotten before.
/// A connection has one only where somebody observes the pool.
struct connection_record
{
    std::uint64_t number;
    std::string origin;
    std::string peer;
    bool tls;
    time_point made;
    std::uint64_t requests = 0;

    [[nodiscard]] observed_connection seen() const { return {number, origin, peer, tls}; }
};

/// Why a connection is closed after an exchange that ended with `e`.
close_reason close_reason_of(boost::system::error_code e) noexcept;

} // namespace dynasio::http

#endif
