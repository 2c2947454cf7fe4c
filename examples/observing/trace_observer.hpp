// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_OBSERVING_TRACE_OBSERVER_HPP
#define DYNASIO_EXAMPLES_OBSERVING_TRACE_OBSERVER_HPP

#include "calls_under_way.hpp"
#include "trace_line.hpp"

#include <dynasio/observer.hpp>

#include <functional>
#include <string>

namespace examples::observing {

/// Hands the spans of each call that has ended to `write`, as one line of OTLP's JSON. `write` must not block.
class trace_observer final : public dynasio::observer
{
public:
    using clock = std::function<wall_time()>;

    trace_observer(std::string service_name, std::function<void(std::string const&)> write,
        clock now = &std::chrono::system_clock::now);

    void call_begins(dynasio::observed_call const& call) noexcept override;
    void attempt_begins(dynasio::observed_call const& call, unsigned number) noexcept override;
    void attempt_failed(dynasio::observed_call const& call, dynasio::attempt const& failed) noexcept override;
    void capacity_consumed(
        dynasio::observed_call const& call, dynasio::observed_capacity const& consumed) noexcept override;
    void call_ended(dynasio::observed_call const& call, dynasio::call_metadata const& metadata,
        dynasio::error const* failure) noexcept override;

private:
    std::string const service_name_;
    std::function<void(std::string const&)> const write_;
    clock const now_;
    calls_under_way<traced_call> calls_;
};

} // namespace examples::observing

#endif
