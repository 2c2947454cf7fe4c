// SPDX-License-Identifier: BSL-1.0
//
// Metrics with prometheus-cpp: its registry and its text, without its server, which has threads of its own.

#ifndef DYNASIO_EXAMPLES_OBSERVING_METRICS_OBSERVER_HPP
#define DYNASIO_EXAMPLES_OBSERVING_METRICS_OBSERVER_HPP

#include "calls_under_way.hpp"

#include <dynasio/client_statistics.hpp>
#include <dynasio/error.hpp>
#include <dynasio/observer.hpp>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <functional>
#include <string>

namespace examples::observing {

/// Counts what the client does. Labels have few values: operations, tables, reasons; never a key or a text of the server.
/// Thread safety: shared objects are safe, as those of prometheus-cpp are.
class metrics_observer final : public dynasio::observer
{
public:
    using clock = std::function<std::chrono::steady_clock::time_point()>;

    explicit metrics_observer(clock now = &std::chrono::steady_clock::now);

    /// All metrics in the text format of Prometheus, with what the client has now.
    std::string text(dynasio::client_statistics const& now);

    void call_begins(dynasio::observed_call const& call) noexcept override;
    void attempt_failed(dynasio::observed_call const& call, dynasio::attempt const& failed) noexcept override;
    void pause_begins(
        dynasio::observed_call const& call, std::chrono::steady_clock::duration pause) noexcept override;
    void capacity_consumed(
        dynasio::observed_call const& call, dynasio::observed_capacity const& consumed) noexcept override;
    void call_ended(dynasio::observed_call const& call, dynasio::call_metadata const& metadata,
        dynasio::error const* failure) noexcept override;
    void credentials_refreshed(dynasio::observed_credentials const& obtained) noexcept override;
    void credentials_failed(dynasio::observed_credentials_failure const& failed) noexcept override;
    void warning(dynasio::store_warning const& found) noexcept override;
    void connection_made(dynasio::http::observed_connection const& c,
        dynasio::http::connection_setup const& how) noexcept override;
    void connection_failed(std::string_view origin, dynasio::http::transport_error const& why,
        std::chrono::steady_clock::duration took) noexcept override;
    void connection_reused(dynasio::http::observed_connection const& c,
        std::chrono::steady_clock::duration idle) noexcept override;
    void connection_closed(dynasio::http::observed_connection const& c,
        dynasio::http::connection_end const& how) noexcept override;
    void request_left_queue(dynasio::http::observed_queue const& queue,
        std::chrono::steady_clock::duration waited, bool connected) noexcept override;

private:
    using counters = prometheus::Family<prometheus::Counter>;
    using gauges = prometheus::Family<prometheus::Gauge>;
    using histograms = prometheus::Family<prometheus::Histogram>;

    counters& count(char const* name, char const* help);
    gauges& gauge(char const* name, char const* help);
    histograms& distribution(char const* name, char const* help);

    prometheus::Registry registry_; // before its families
    counters& calls_;
    histograms& call_seconds_;
    counters& failed_attempts_;
    counters& throttled_;
    counters& pause_seconds_;
    counters& capacity_units_;
    counters& credentials_;
    counters& warnings_;
    counters& connections_made_;
    histograms& connect_seconds_;
    counters& connections_failed_;
    counters& connections_reused_;
    counters& connections_closed_;
    histograms& wait_seconds_;
    gauges& connections_;
    gauges& in_flight_;
    gauges& retry_tokens_;

    clock const now_;
    calls_under_way<std::chrono::steady_clock::time_point> began_;
};

} // namespace examples::observing

#endif
