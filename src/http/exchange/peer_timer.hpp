// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_PEER_TIMER_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_PEER_TIMER_HPP

#include "clock/add_saturated.hpp"
#include "http/pool/connection.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/http/transport.hpp>

#include <algorithm>

namespace dynasio::http {

/// Runs the alarm of a connection for a streamed exchange: the idle time while the peer is waited for, the overall
/// deadline always. The pool takes the alarm back with the connection.
class peer_timer
{
public:
    peer_timer(clock& time, connection& c, stream_deadlines d) : time_(time), connection_(c), deadlines_(d)
    {
        if (d.overall != no_deadline)
            time_.arm(connection_, d.overall);
    }

    /// From now on the peer is waited for; once more, when it has done something.
    void wait()
    {
        if (!has_idle_limit())
            return;
        auto const until = std::min(deadlines_.overall, add_saturated(time_.now(), deadlines_.idle));
        if (until != no_deadline)
            time_.arm(connection_, until);
    }

    /// From now on somebody else is waited for.
    void rest()
    {
        if (!has_idle_limit())
            return;
        if (deadlines_.overall != no_deadline)
            time_.arm(connection_, deadlines_.overall);
        else
            time_.disarm(connection_);
    }

    /// What the alarm meant when it has cut the connection.
    [[nodiscard]] errc meaning() const
    {
        return time_.now() >= deadlines_.overall ? errc::exchange_timeout : errc::idle_timeout;
    }

private:
    [[nodiscard]] bool has_idle_limit() const { return deadlines_.idle != time_point::duration::max(); }

    clock& time_;
    connection& connection_;
    stream_deadlines const deadlines_;
};

} // namespace dynasio::http

#endif
